//! What is printed of a folder of traces: how many runs of each workflow go another way, then which.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Outcome, Replayed, report};

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
        let _ = writeln!(out, "\nSome runs were recorded under another protocol: {then}; this build: {now}");
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
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(rows.iter().map(|(name, row)| {
        let [runs, identical, in_part, diverged, impossible] =
            [row.runs, row.identical, row.in_part, row.diverged, row.impossible].map(|count| count.to_string());
        [(*name).to_owned(), runs, identical, in_part, diverged, impossible]
    }));
    let widths: Vec<usize> =
        (0..HEAD.len()).map(|n| lines.iter().map(|line| line[n].chars().count()).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for line in lines {
        let cells: Vec<String> = line
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(n, (cell, width))| if n == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") })
            .collect();
        let _ = writeln!(out, "{}", cells.join("  "));
    }
    out
}
