//! What does not count any more, and is kept beside: torn ends, and records of changes that are of no use.
//!
//! A power loss may leave any number of zeros at the end of a file, which no disk has room for. Of many only the number is
//! kept, in the name.

use std::io::{self, ErrorKind, Write as _};
use std::path::PathBuf;

use pgs_folder::{Access, NEW_FILE};

use super::file::{bytes, some_bytes};
use super::store_file::StoreFile;
use crate::error::{StoreError, StoreResult};

/// So many zeros are kept as they are.
const FEW: u64 = 4096;
/// How much is read at once.
const WINDOW: usize = 16 * 1024;
static ZEROS: [u8; WINDOW] = [0; WINDOW];

impl StoreFile {
    /// Where a file of this size ends but for the zeros at its end; one of those is left, so that it can be seen that there
    /// are some.
    pub fn text_end(&self, size: u64) -> StoreResult<u64> {
        let text = self.before_zeros(0, size).map_err(|error| StoreError::io("read", &self.path, &error))?;
        Ok(size.min(text + 1))
    }

    /// Where the bytes from `from` to `to` end but for the zeros at their end.
    fn before_zeros(&self, from: u64, to: u64) -> io::Result<u64> {
        let file = self.data().map_err(io::Error::other)?;
        let (mut end, mut window) = (to, [0; WINDOW]);
        while end > from {
            // The last byte tells it of nearly every file.
            let length = if end == to { 1 } else { (WINDOW as u64).min(end - from) };
            let begin = end - length;
            let read = some_bytes(file, begin, &mut window[..usize::try_from(length).unwrap_or(WINDOW)])?;
            // Compared as a whole first, which is quick.
            if window[..read] != ZEROS[..read] {
                let last = window[..read].iter().rposition(|byte| *byte != 0).unwrap_or(0);
                return Ok(begin + last as u64 + 1);
            }
            // A file can be larger than any disk.
            end = if end == to { pgs_folder::end_on_disk(file, from, begin)? } else { begin };
        }
        Ok(from)
    }

    /// Cuts off what follows `end` and was never confirmed. It is kept beside, and a note says so.
    pub fn cut(&mut self, end: u64, size: u64, place: &str) -> StoreResult<()> {
        let kept = self.keep_torn(end, size)?;
        self.writable()?.set_len(end).map_err(|error| StoreError::io("repair", &self.path, &error))?;
        self.notes.push(format!(
            "{}: cut off {} bytes {place} that were never confirmed; they are kept in {}",
            self.path.display(),
            size - end,
            kept.display()
        ));
        Ok(())
    }

    /// Copies torn bytes to a file of their own.
    pub fn keep_torn(&self, from: u64, to: u64) -> StoreResult<PathBuf> {
        let keep = || {
            let text = self.before_zeros(from, to)?;
            let (end, suffix) =
                if to - text <= FEW { (to, String::new()) } else { (text, format!(".{}-zeros", to - text)) };
            self.keep_as(&bytes(self.data().map_err(io::Error::other)?, from, end)?, &suffix)
        };
        keep().map_err(|error| StoreError::io("keep the torn bytes of", &self.path, &error))
    }

    /// Keeps the record of a change that is not followed.
    pub fn keep_record(&self, record: &[u8]) -> StoreResult<PathBuf> {
        let kept = self.keep_as(record, ".redo");
        kept.map_err(|error| StoreError::io("keep the record of a change of", &self.path, &error))
    }

    fn keep_as(&self, kept: &[u8], suffix: &str) -> io::Result<PathBuf> {
        let mut number = 1;
        loop {
            let path = self.own.file("torn").file(format!("{}.{number}{suffix}", self.name));
            match path.with_parent(|| path.create_new(Access::Write, NEW_FILE)) {
                Ok(mut file) => {
                    let written = file.write_all(kept).inspect_err(|_| drop(path.remove()));
                    return written.map(|()| path.to_path_buf());
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error),
            }
        }
    }
}
