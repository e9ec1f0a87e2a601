//! A trace file: read, verified, examined, rendered and run again, as it is and with hashes of its own, which let it come
//! as far as the rules beside the chain.

use std::cell::OnceCell;
use std::fs;
use std::path::Path;

use pgs_evidence::{examine, read, render, replay, verify};
use pgs_rt::{GENESIS, chained};
use tempfile::TempDir;

use crate::place;

thread_local! {
    static FOLDER: OnceCell<TempDir> = const { OnceCell::new() };
}

/// Reads the input as a trace file.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    FOLDER.with(|folder| {
        let file = folder.get_or_init(place::folder).path().join("trace.jsonl");
        look(&file, data);
        if let Some(forged) = forged(data) {
            look(&file, &forged);
        }
    });
}

fn look(file: &Path, bytes: &[u8]) {
    fs::write(file, bytes).unwrap();
    let traces = read(file).unwrap();
    assert!(!traces.is_empty(), "a file holds a trace, and be it without lines");
    let lines: usize = traces.iter().map(|trace| trace.lines.len()).sum();
    let breaks = bytes.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(lines, if bytes.is_empty() { 0 } else { breaks + usize::from(bytes.last() != Some(&b'\n')) });
    for trace in &traces {
        let verified = verify::verify(trace).is_ok();
        assert_eq!(verify::verify(trace).is_ok(), verified);
        let report = examine::examine(trace, &[]);
        if verified {
            assert_eq!(trace.unreadable().count(), 0, "verified, with lines that can't be read");
            assert!(report.is_ok(), "verified, and without a report");
        }
        let _ = (render::markdown(trace, &[]), render::picture(trace, &[]), replay::replay(trace, &[]));
    }
}

/// The lines that have a hash with the right one, from the first on.
fn forged(data: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(data).ok()?;
    let mut before = GENESIS.to_owned();
    let mut out = String::new();
    for line in text.lines() {
        match line.rsplit_once(",\"hash\":") {
            Some((body, _)) => {
                before = chained(&before, body);
                out.push_str(&format!("{body},\"hash\":\"{before}\"}}\n"));
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    Some(out.into_bytes())
}
