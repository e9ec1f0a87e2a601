//! Reports as text.

use pgs_evidence::examine::{Report, SideEffect};

use super::facts::{self, HEAD};
use crate::text::{columns, lines};

/// One report as facts by line; several as a table.
pub(super) fn text(reports: &[Report]) -> String {
    match reports {
        [report] => {
            let facts =
                facts::facts(report).into_iter().map(|(name, value)| format!("{:<14}{value}", format!("{name}:")));
            let effects: Vec<Vec<String>> = report.side_effects.iter().map(indented).collect();
            let heading = if effects.is_empty() { "" } else { "Side effects:\n" };
            format!("{}{heading}{}", lines(facts), columns(&effects))
        }
        [] => String::new(),
        several => {
            let several = facts::by_time(several);
            let rows = std::iter::once(HEAD.map(str::to_uppercase)).chain(several.iter().map(|it| facts::row(it)));
            format!("{}\n{}\n", columns(&rows.map(Vec::from).collect::<Vec<_>>()), facts::counts(&several))
        }
    }
}

fn indented(effect: &SideEffect) -> Vec<String> {
    let mut cells = facts::cells(effect);
    cells[0].insert_str(0, "  ");
    cells.into()
}
