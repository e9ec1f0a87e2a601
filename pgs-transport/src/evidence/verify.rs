//! What `pgs verify` prints.

use pgs_evidence::Workflows;
use pgs_evidence::text::plural;
use pgs_evidence::verify::{Verified, VerifyError, verify_files};

use super::select::Selection;
use crate::options::Loudness;
use crate::output::Output;
use crate::process::Process;
use crate::style::Look;
use crate::text::lines;

/// How many files are verified before it is said how far that is.
const TOGETHER: usize = 256;

/// What is to be said of traces that are consistent.
const UNCHAINED: &str = "consistent traces are well formed and complete, and their events agree with each other; traces of PGC \
                         have no hashes, so that a change that contradicts nothing is not found here: `pgs replay` finds it";

/// Checks these traces: a line for each, and a last one for several.
pub(crate) fn verify(selection: &Selection, process: &Process<'_>, workflows: Workflows<'_>) -> Output {
    let selected = match selection.find(process) {
        Ok(selected) => selected,
        Err(error) => return error.output(),
    };
    let mut results = Vec::new();
    for files in selected.files.chunks(TOGETHER) {
        let some = verify_files(files);
        selected.done(some.len());
        // What is no whole trace may be any.
        results.extend(
            some.into_iter().filter(|result| {
                result.as_ref().map_or(true, |verified| selection.filter.takes_id(&verified.trace_id))
            }),
        );
    }
    let said = match selected.end(results.len(), workflows) {
        Ok(said) => said,
        Err(error) => return error.output(),
    };
    let (look, quiet) = (Look(process.columns), selection.loudness == Loudness::Quiet);
    let failed = results.iter().filter(|result| result.is_err()).count();
    let unchained = results.iter().flatten().filter(|verified| !verified.chained).count();
    let count = results.len();
    let total = (count != 1 && !quiet).then(|| {
        let consistent = if unchained > 0 { format!(", {unchained} consistent") } else { String::new() };
        format!("{count} traces: {} ok{consistent}, {failed} failed", count - failed - unchained)
    });
    let note = (unchained > 0 && !quiet).then(|| format!("note: {UNCHAINED}"));
    let shown = results.iter().filter(|result| !quiet || result.is_err()).map(|result| line(result, look));
    Output {
        stdout: lines(shown.chain(total)),
        status: u8::from(failed > 0),
        stderr: said + &lines(note),
        is_styled: look.is_styled(),
    }
}

/// The line of one trace.
fn line(result: &Result<Verified, VerifyError>, look: Look) -> String {
    match result {
        Ok(Verified { trace_id, events, chained }) => {
            let (word, hashes) = if *chained { ("ok", "") } else { ("consistent", "; it has no hashes") };
            let (word, trace_id) = (look.good(word), pgs_escape::line(trace_id));
            format!("{word} {trace_id} ({events} event{}{hashes})", plural(*events))
        }
        Err(error) => format!("{} {}", look.bad("FAILED"), pgs_escape::line(&error.to_string())),
    }
}
