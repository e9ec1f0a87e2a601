//! The comparisons of a folder of traces: how many runs of each workflow go another way, then which.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use pgs_evidence::replay::Replay;
use pgs_evidence::text::plain;
use pgs_rt::ReplayOutcome;

use super::trace;
use crate::style::Look;
use crate::text::columns;

/// The runs of one workflow.
#[derive(Default)]
struct Row {
    runs: usize,
    identical: usize,
    in_part: usize,
    diverged: usize,
    impossible: usize,
}

const HEAD: [&str; 6] = ["WORKFLOW", "RUNS", "IDENTICAL", "IN PART", "DIVERGED", "IMPOSSIBLE"];

pub(super) fn text(replays: &[Replay], look: Look) -> String {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for replay in replays {
        rows.entry(workflow(replay)).or_default().count(replay);
    }
    let mut out = table(&rows);
    for replay in replays.iter().filter(|replay| !is_identical(replay)) {
        let _ = write!(out, "\n{}", trace::text(replay, look));
    }
    if let Some(protocols) = replays.iter().find_map(|replay| replay.protocols.as_ref()) {
        let (recorded, current) = (plain(&protocols.recorded), protocols.current);
        let _ = writeln!(out, "\nSome runs were recorded under another protocol: {recorded}; this build: {current}");
    }
    let changed: BTreeSet<String> = replays.iter().filter_map(trace::suppression).collect();
    for line in changed {
        let _ = writeln!(out, "Not compared: {line}");
    }
    out
}

fn workflow(replay: &Replay) -> &str {
    replay.workflow.as_deref().filter(|name| !name.is_empty()).unwrap_or("(unreadable)")
}

fn is_identical(replay: &Replay) -> bool {
    matches!(replay.outcome, Ok(ReplayOutcome::Identical | ReplayOutcome::BreaksOff))
}

impl Row {
    fn count(&mut self, replay: &Replay) {
        self.runs += 1;
        match &replay.outcome {
            Ok(ReplayOutcome::Identical | ReplayOutcome::BreaksOff) => self.identical += 1,
            Ok(ReplayOutcome::InPart { .. }) => self.in_part += 1,
            Ok(ReplayOutcome::Diverged(_)) => self.diverged += 1,
            Err(_) => self.impossible += 1,
        }
    }
}

fn table(rows: &BTreeMap<&str, Row>) -> String {
    let rows = rows.iter().map(|(name, row)| {
        let counts = [row.runs, row.identical, row.in_part, row.diverged, row.impossible];
        std::iter::once(plain(name)).chain(counts.map(|count| count.to_string())).collect()
    });
    columns(&std::iter::once(HEAD.map(str::to_owned).to_vec()).chain(rows).collect::<Vec<_>>())
}
