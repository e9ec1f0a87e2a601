//! What `pgs conformance` prints.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pgs_capabilities::conformance::{CaseResult, Transform, case_files, check};

use crate::output::Output;
use crate::text::one_line;

/// Runs every case, one line each, and counts them.
pub(crate) fn conformance(snapshot: &Path, transforms: &[Transform]) -> Output {
    match case_files(snapshot) {
        Ok(files) => report(&files, transforms),
        Err(error) => Output::error(error),
    }
}

fn report(files: &[PathBuf], transforms: &[Transform]) -> Output {
    let (mut stdout, mut failed) = (String::new(), 0);
    for file in files {
        let CaseResult { name, result } = check(file, transforms);
        let line = match result {
            Ok(()) => format!("ok   {name}"),
            Err(failure) => {
                failed += 1;
                format!("FAIL {name}: {failure}")
            }
        };
        stdout.push_str(&one_line(&line));
        stdout.push('\n');
    }
    // Writing to a String can't fail.
    let _ = writeln!(stdout, "{} passed, {failed} failed", files.len() - failed);
    Output { stdout, status: u8::from(failed > 0), ..Output::default() }
}
