//! A regular expression as Python writes it.

use fancy_regex::{CompileError, Error, RegexBuilder};
use pgs_value::pattern;

/// Carries the input over: what comes out is a pattern, and stays one.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(carried) = pattern::full_match(text) else { return };
    match RegexBuilder::new(&carried).backtrack_limit(1_000).delegate_size_limit(1 << 20).build() {
        Ok(regex) => {
            let _ = (regex.is_match(""), regex.is_match("a"), regex.is_match(text));
        }
        // A limit of the engine's, which is met before the pattern is used.
        Err(Error::CompileError(error)) if matches!(*error, CompileError::InnerError(_)) => {}
        Err(error) => panic!("{carried}: {error}"),
    }
}
