//! How long each contract took.

use std::fmt::Write as _;

use crate::escape::cell;
use crate::path::TakenPath;
use crate::runs::{ContractRun, WorkflowRun};
use crate::text::duration;

/// The section: a row for each contract, with its share of the whole run.
pub(super) fn section(run: &WorkflowRun<'_>, path: &TakenPath) -> String {
    let mut rows = String::new();
    for visit in &path.visits {
        let contract = visit.contract.and_then(|n| run.contracts.get(n));
        if let Some(time) = contract.and_then(ContractRun::duration) {
            let share = run.duration().filter(|all| *all > 0).map(|all| percent(time, all)).unwrap_or_default();
            // Writing to a String can't fail.
            let _ = writeln!(rows, "| {} | {} | {share} |", cell(&visit.node), duration(time));
        }
    }
    if rows.is_empty() {
        return rows;
    }
    format!("\n## Timings\n\n| Node | Duration | Share |\n|---|---:|---:|\n{rows}")
}

/// The share in percent, rounded to the nearest.
fn percent(part: u64, all: u64) -> String {
    let (part, all) = (u128::from(part), u128::from(all));
    format!("{} %", (part * 200 + all) / (all * 2))
}
