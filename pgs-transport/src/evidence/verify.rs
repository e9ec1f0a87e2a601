//! What `pgs verify` prints.

use std::path::PathBuf;

use pgs_evidence::text::{plain, plural};
use pgs_evidence::verify::{Verified, VerifyError, verify_files};

use crate::output::Output;
use crate::text::lines;

/// Checks these traces: a line for each, and a last one for several.
pub(crate) fn verify(traces: &[PathBuf]) -> Output {
    let files = match pgs_evidence::find(traces) {
        Ok(files) => files,
        Err(error) => return Output::error(error),
    };
    let results = verify_files(&files);
    let failed = results.iter().filter(|result| result.is_err()).count();
    let count = results.len();
    let total = (count > 1).then(|| format!("{count} traces: {} ok, {failed} failed", count - failed));
    Output { stdout: lines(results.iter().map(line).chain(total)), status: u8::from(failed > 0), ..Output::default() }
}

/// The line of one trace.
fn line(result: &Result<Verified, VerifyError>) -> String {
    match result {
        Ok(Verified { trace_id, events }) => format!("ok {} ({events} event{})", plain(trace_id), plural(*events)),
        Err(error) => format!("FAILED {}", plain(&error.to_string())),
    }
}
