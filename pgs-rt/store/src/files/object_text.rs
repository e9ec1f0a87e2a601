//! Object files, read whole.

use pgs_value::{Value, json};

use super::store_file::StoreFile;
use crate::backend::Object;
use crate::error::{DamagePlace, StoreError, StoreResult};

const REMEDY: &str = "repair the file or remove it";

impl StoreFile {
    /// The object of a file of this size.
    pub fn parse_object(&self, size: u64) -> StoreResult<Object> {
        let bytes = self.bytes(0, size)?;
        self.object_of(&bytes)
    }

    /// The object that these bytes of the file are.
    pub fn object_of(&self, bytes: &[u8]) -> StoreResult<Object> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let lines = memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count();
            let (place, reason) =
                (DamagePlace::Line(lines as u64 + 1), "stream did not contain valid UTF-8".to_owned());
            StoreError::Damaged { path: self.path.to_path_buf(), place, reason, remedy: REMEDY }
        })?;
        match json::parse(text) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err(self.broken_object("not a JSON object")),
            Err(error) => Err(self.broken_object(&error.to_string())),
        }
    }

    /// Why a file is no object that can be read.
    pub fn broken_object(&self, reason: &str) -> StoreError {
        StoreError::Damaged {
            path: self.path.to_path_buf(),
            place: DamagePlace::Whole,
            reason: reason.to_owned(),
            remedy: REMEDY,
        }
    }

    /// The same of a file of this size, as whoever reads all of it says it.
    pub fn damaged_object(&self, size: u64, reason: &str) -> StoreError {
        let read = self.text_end(size).and_then(|end| self.parse_object(end));
        read.err().unwrap_or_else(|| self.broken_object(reason))
    }
}
