//! Reports as text, JSON and Markdown.

use std::collections::BTreeMap;

use pgs_rt::json as writer;

use super::class::Class;
use super::report::{Effect, Exit, Failure, NOT_RECORDED, Report};
use crate::evidence::markdown::escape;
use crate::evidence::text::{columns, lines, plain, plural, short};

/// One report as facts by line; several as a table.
pub(super) fn text(reports: &[Report]) -> String {
    match reports {
        [report] => {
            let facts = facts(report).into_iter().map(|(name, value)| format!("{:<14}{value}", format!("{name}:")));
            let effects: Vec<Vec<String>> = report.side_effects.iter().map(indented).collect();
            let heading = if effects.is_empty() { "" } else { "Side effects:\n" };
            format!("{}{heading}{}", lines(facts), columns(&effects))
        }
        [] => String::new(),
        several => {
            let several = in_order(several);
            let rows = std::iter::once(HEAD.map(str::to_uppercase)).chain(several.iter().map(|report| row(report)));
            format!("{}\n{}\n", columns(&rows.map(Vec::from).collect::<Vec<_>>()), counts(&several))
        }
    }
}

/// What there is to say of a side effect, in a line.
fn said(effect: &Effect) -> String {
    cells(effect).into_iter().filter(|cell| !matches!(cell.as_str(), "" | "-")).collect::<Vec<_>>().join(" ")
}

fn indented(effect: &Effect) -> Vec<String> {
    let mut cells = cells(effect);
    cells[0].insert_str(0, "  ");
    cells.into()
}

/// One object a line.
pub(super) fn json(reports: &[Report]) -> String {
    let line = |report: &Report| pgs_value::to_value(report).map(|value| writer::compact(&value));
    lines(reports.iter().filter_map(|report| line(report).ok()))
}

/// One report as lists; several as a table.
pub(super) fn markdown(reports: &[Report]) -> String {
    match reports {
        [report] => {
            let facts = facts(report).into_iter().map(|(name, value)| format!("- {name}: {}", escape::text(&value)));
            let effect = |effect: &Effect| format!("- {}", escape::text(&said(effect)));
            let effects = lines(report.side_effects.iter().map(effect));
            let heading = if effects.is_empty() { "" } else { "\n## Side effects\n\n" };
            format!("# {}\n\n{}{heading}{effects}", escape::text(&headline(report)), lines(facts))
        }
        [] => String::new(),
        several => {
            let several = in_order(several);
            let line = |cells: [String; 6]| format!("| {} |", cells.map(|cell| escape::cell(&cell)).join(" | "));
            let head = [line(HEAD.map(str::to_owned)), "|---|---|---|---|---|---|".to_owned()];
            let rows = head.into_iter().chain(several.iter().map(|report| line(row(report))));
            format!("{}\n{}\n", lines(rows), counts(&several))
        }
    }
}

/// By time: a trace id begins with it.
fn in_order(reports: &[Report]) -> Vec<&Report> {
    let mut reports: Vec<&Report> = reports.iter().collect();
    reports.sort_by(|left, right| left.trace_id.cmp(&right.trace_id));
    reports
}

/// The columns of a table of traces.
const HEAD: [&str; 6] = ["Time", "Workflow", "Status", "Class", "Artifact", "Trace"];

fn row(report: &Report) -> [String; 6] {
    let failure = report.failure.as_ref();
    [
        or_dash(report.time.as_deref()),
        or_dash(report.workflow.as_deref()),
        or_dash(report.status.as_deref()),
        or_dash(failure.map(|failure| failure.class.as_str())),
        or_dash(failure.and_then(|failure| failure.artifact.as_deref())),
        or_dash(Some(&report.trace_id)),
    ]
}

fn or_dash(text: Option<&str>) -> String {
    text.map_or_else(|| "-".to_owned(), short)
}

/// How many runs there are of each class.
fn counts(reports: &[&Report]) -> String {
    let mut counts: BTreeMap<Option<Class>, usize> = BTreeMap::new();
    for report in reports {
        *counts.entry(report.failure.as_ref().map(|failure| failure.class)).or_default() += 1;
    }
    let word = |class: Option<Class>| class.map_or("without failure", Class::as_str);
    let counts: Vec<String> = counts.into_iter().map(|(class, count)| format!("{count} {}", word(class))).collect();
    format!("{} trace{}: {}", reports.len(), plural(reports.len()), counts.join(", "))
}

fn headline(report: &Report) -> String {
    let workflow = report.workflow.as_deref().unwrap_or("a workflow that is not recorded");
    let class = report.failure.as_ref().map_or("no failure", |failure| failure.class.as_str());
    format!("{class}: {} of {workflow}", report.status.as_deref().unwrap_or("no end"))
}

/// What there is to say of one trace, in order.
fn facts(report: &Report) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Trace ID", plain(&report.trace_id)),
        ("Workflow", plain(report.workflow.as_deref().unwrap_or(NOT_RECORDED))),
        ("Status", plain(report.status.as_deref().unwrap_or("none: the trace breaks off"))),
        ("Exit", exit(report)),
    ];
    match &report.failure {
        Some(failure) => facts.extend(failed(failure)),
        None => facts.push(("Class", "no failure".into())),
    }
    facts.push(("Sealed", sealed(report.sealed).into()));
    facts.extend(report.unreadable.iter().map(|line| ("Unreadable", plain(line))));
    facts
}

fn failed(failure: &Failure) -> Vec<(&'static str, String)> {
    let mut facts = vec![("Class", failure.class.as_str().to_owned())];
    let mut add = |name, value: Option<&String>| facts.extend(value.map(|value| (name, plain(value))));
    add("Nested", Some(&failure.span).filter(|span| *span != "0"));
    add("Node", failure.node.as_ref());
    add("Contract", failure.contract.as_ref());
    add("Step", failure.step.as_ref());
    add("Reason", Some(&failure.reason));
    add("Artifact", failure.artifact.as_ref());
    add("File", failure.artifact_path.as_ref());
    add("Remedy", Some(&failure.remedy));
    facts
}

fn exit(report: &Report) -> String {
    match (&report.exit, &report.status) {
        (Some(Exit { node, reason, emit }), _) => {
            let emit = emit.as_ref().map(|event| format!("emits {event}"));
            let said: Vec<String> = reason.clone().into_iter().chain(emit).collect();
            plain(&if said.is_empty() { node.clone() } else { format!("{node} ({})", said.join(", ")) })
        }
        (None, Some(status)) if report.sealed.is_some() && status != "ERROR" => format!("none (no edge for {status})"),
        (None, Some(status)) if status == "ERROR" => "none".into(),
        _ => NOT_RECORDED.into(),
    }
}

fn sealed(sealed: Option<bool>) -> &'static str {
    match sealed {
        Some(true) => "yes",
        Some(false) => "no: the run did not come to its end, or the trace was cut off",
        None => "no: its system does not seal traces",
    }
}

fn cells(effect: &Effect) -> [String; 7] {
    [
        plain(&effect.span),
        plain(&effect.step),
        plain(&effect.op),
        or_dash(effect.store.as_deref()),
        or_dash(effect.path.as_deref()),
        effect.status.as_deref().map_or_else(|| NOT_RECORDED.to_owned(), plain),
        effect.reason.as_deref().map(plain).unwrap_or_default(),
    ]
}
