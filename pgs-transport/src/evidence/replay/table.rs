//! What is printed of a folder of traces: how many runs of each workflow go another way, then which.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Outcome, Replayed, report};
use crate::evidence::text::{columns, plain};

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

pub(super) fn text(replays: &[Replayed]) -> String {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for replayed in replays {
        let name = if replayed.workflow.is_empty() { "(unreadable)" } else { &replayed.workflow };
        rows.entry(name).or_default().count(&replayed.outcome);
    }
    let mut out = table(&rows);
    let telling = replays.iter().filter(|it| !matches!(it.outcome, Outcome::Identical | Outcome::BreaksOff));
    for replayed in telling {
        let _ = write!(out, "\n{}", report::text(replayed));
    }
    if let Some((then, now)) = replays.iter().find_map(|replayed| replayed.protocols.as_ref()) {
        let _ = writeln!(out, "\nSome runs were recorded under another protocol: {}; this build: {now}", plain(then));
    }
    out
}

impl Row {
    fn count(&mut self, outcome: &Outcome) {
        self.runs += 1;
        match outcome {
            Outcome::Identical | Outcome::BreaksOff => self.identical += 1,
            Outcome::Suppressed(..) => self.in_part += 1,
            Outcome::Diverged(_) => self.diverged += 1,
            Outcome::Impossible(_) => self.impossible += 1,
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
