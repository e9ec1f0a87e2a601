//! Reports as Markdown.

use pgs_evidence::escape;
use pgs_evidence::examine::{Report, SideEffect};

use super::facts::{self, HEAD};
use crate::text::lines;

/// One report as lists; several as a table.
pub(super) fn markdown(reports: &[Report]) -> String {
    match reports {
        [report] => {
            let facts =
                facts::facts(report).into_iter().map(|(name, value)| format!("- {name}: {}", escape::text(&value)));
            let effect = |effect: &SideEffect| format!("- {}", escape::text(&said(effect)));
            let effects = lines(report.side_effects.iter().map(effect));
            let heading = if effects.is_empty() { "" } else { "\n## Side effects\n\n" };
            format!("# {}\n\n{}{heading}{effects}", escape::text(&headline(report)), lines(facts))
        }
        [] => String::new(),
        several => {
            let line = |cells: [String; 6]| format!("| {} |", cells.map(|cell| escape::cell(&cell)).join(" | "));
            let head = [line(HEAD.map(str::to_owned)), "|---|---|---|---|---|---|".to_owned()];
            let rows = head.into_iter().chain(several.iter().map(|report| line(facts::row(report))));
            format!("{}\n{}\n", lines(rows), facts::counts(several))
        }
    }
}

fn headline(report: &Report) -> String {
    let workflow = report.workflow.as_deref().unwrap_or("a workflow that is not recorded");
    let class = report.failure.as_ref().map_or("no failure", |failure| failure.class.as_str());
    format!("{class}: {} of {workflow}", report.status.as_deref().unwrap_or("no end"))
}

/// What there is to say of a side effect, in a line.
fn said(effect: &SideEffect) -> String {
    facts::cells(effect).into_iter().filter(|cell| !matches!(cell.as_str(), "" | "-")).collect::<Vec<_>>().join(" ")
}
