//! Traces that earlier builds recorded: each verifies, is examined, and replays as it ran.
//!
//! A file is named by the day of the build that recorded it; of a workflow of the samples that changes its behaviour,
//! the trace here is to be recorded again.

#[path = "../support/mod.rs"]
mod support;

use std::path::PathBuf;

use support::{binary, command, project};

/// Files of traces, with how many each holds.
fn recorded() -> [(PathBuf, usize); 2] {
    [
        (project().join("tests/older_traces/2026-11-25.jsonl"), 9),
        (project().join("pgs-codegen/tests/recorded/library"), 4),
    ]
}

/// What `pgs` prints, and its exit status.
fn pgs(words: &[&str], traces: &PathBuf) -> (String, Option<i32>) {
    let output = command(binary("pgs")).args(words).arg(traces).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{words:?}");
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

#[test]
fn older_traces_verify() {
    for (traces, count) in recorded() {
        let (text, status) = pgs(&["verify"], &traces);
        assert!(text.ends_with(&format!("{count} traces: {count} ok, 0 failed\n")), "{text}");
        assert_eq!(status, Some(0));
    }
}

#[test]
fn older_traces_are_examined() {
    for (traces, count) in recorded() {
        let (text, _) = pgs(&["examine"], &traces);
        assert!(text.contains(&format!("\n{count} traces: ")), "{text}");
        assert!(!text.contains("integrity"), "{text}");
    }
}

#[test]
fn older_traces_replay_as_they_ran() {
    for (traces, count) in recorded() {
        let (text, status) = pgs(&["replay", "--against"], &traces);
        let rows: Vec<Vec<usize>> = text
            .lines()
            .filter(|line| line.contains("::WF_"))
            .map(|line| line.split_whitespace().skip(1).map(|number| number.parse().unwrap()).collect())
            .collect();
        let of = |column: usize| rows.iter().map(|row| row[column]).sum::<usize>();
        assert_eq!((of(0), of(3), of(4)), (count, 0, 0), "{text}");
        assert_eq!(status, Some(0));
    }
}
