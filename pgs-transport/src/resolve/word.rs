//! Options that are one of a few words.

use std::ffi::OsString;
use std::path::Path;

use pgs_rt::store::{BackendEntry, FILES};

use super::error::OptionError;
use crate::backends::{self, BACKENDS};
use crate::process::Process;
use crate::words::{self, Word};

/// What an option stands for; where it is not given, its variable; else the default.
pub(super) fn resolve<T: Copy + Default>(
    variable: &'static str,
    purpose: &'static str,
    known: &[Word<T>],
    given: Option<T>,
    process: &Process<'_>,
) -> Result<T, OptionError> {
    let Some(word) = process.variable(variable).filter(|_| given.is_none()) else {
        return Ok(given.unwrap_or_default());
    };
    match word.to_str().and_then(|word| words::find(known, word)) {
        Some(value) => Ok(value),
        None => Err(unknown(variable, word, purpose, joined(known, " or "))),
    }
}

const STORE: &str = "PGS_STORE";

/// In what form state lies; where nobody says so, as it does already.
pub(super) fn backend(
    given: Option<BackendEntry>,
    data_root: &Path,
    process: &Process<'_>,
) -> Result<BackendEntry, OptionError> {
    let Some(word) = process.variable(STORE).filter(|_| given.is_none()) else {
        return given.map_or_else(|| there(data_root), Ok);
    };
    match backends::named(&word.to_string_lossy()) {
        Some(entry) => entry.map_err(|source| OptionError::Store { variable: STORE, source }),
        None => {
            let names: Vec<&str> = BACKENDS.iter().map(|entry| entry.scheme).collect();
            Err(unknown(STORE, word, "store", names.join(" or ")))
        }
    }
}

/// The form in which state lies there.
fn there(data_root: &Path) -> Result<BackendEntry, OptionError> {
    let is_there = |entry: &&BackendEntry| entry.marker.is_some_and(|marker| data_root.join(marker).exists());
    let Some(entry) = BACKENDS.iter().find(is_there) else { return Ok(FILES) };
    let built = entry.constructors().map(|_| *entry);
    built.map_err(|source| {
        let state = data_root.join(entry.marker.unwrap_or_default());
        OptionError::StoreThere { state, source: Box::new(source) }
    })
}

/// The words of an option as one text.
pub(super) fn joined<T>(words: &[Word<T>], between: &str) -> String {
    words.iter().map(|word| word.text).collect::<Vec<_>>().join(between)
}

fn unknown(variable: &'static str, word: OsString, purpose: &'static str, words: String) -> OptionError {
    OptionError::UnknownWord { variable, word, purpose, words }
}
