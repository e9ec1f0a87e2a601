//! Reports as text.

use pgs_evidence::examine::{Report, SideEffect};

use super::facts::{self, HEAD, LEFT_OUT};
use crate::style::Look;
use crate::text::{columns, columns_within, lines};

/// One report as facts by line; several as a table.
pub(super) fn text(reports: &[Report], look: Look) -> String {
    match reports {
        [report] => {
            let shown = |(name, value): (&str, String)| {
                let value = if name == "Class" { class(report, &value, look) } else { value };
                format!("{:<14}{value}", format!("{name}:"))
            };
            let facts = facts::facts(report).into_iter().map(shown);
            let effects: Vec<Vec<String>> = report.side_effects.iter().map(indented).collect();
            let heading = if effects.is_empty() { "" } else { "Side effects:\n" };
            format!("{}{heading}{}", lines(facts), columns(&effects))
        }
        [] => String::new(),
        several => {
            let rows = std::iter::once(HEAD.map(str::to_uppercase)).chain(several.iter().map(facts::row));
            let rows: Vec<Vec<String>> = rows.map(Vec::from).collect();
            let table = columns_within(&rows, look.columns(), &LEFT_OUT);
            let table = table.lines().enumerate().map(|(n, line)| {
                // Behind the head there is a line for each.
                n.checked_sub(1)
                    .and_then(|n| several.get(n))
                    .map_or_else(|| line.to_owned(), |it| class(it, line, look))
            });
            format!("{}\n{}\n", lines(table), facts::counts(several))
        }
    }
}

/// The text in the colour of what the run failed at; in none where it did not.
fn class(report: &Report, text: &str, look: Look) -> String {
    match &report.failure {
        Some(failure) if failure.class.is_structural() => look.bad(text),
        Some(_) => look.warning(text),
        None => text.to_owned(),
    }
}

fn indented(effect: &SideEffect) -> Vec<String> {
    let mut cells = facts::cells(effect);
    cells[0].insert_str(0, "  ");
    cells.into()
}
