//! What there is to say of one trace, and of several.

use std::collections::BTreeMap;

use pgs_evidence::examine::{Class, Exit, Finding, PathStep, PgcReport, RecordedAtom, Report, SideEffect};
use pgs_evidence::text::{plain, plural, short};

/// What stands where a trace of the reference says nothing.
const NOT_RECORDED: &str = "not recorded";

/// The facts of one trace with their names, in order.
pub(super) fn facts(report: &Report) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Trace ID", plain(&report.trace_id)),
        ("Workflow", plain(report.workflow.as_deref().unwrap_or(NOT_RECORDED))),
    ];
    facts.extend(report.run_id.as_deref().map(|id| ("Run ID", plain(id))));
    facts.extend([
        ("Status", plain(report.status.as_deref().unwrap_or("none: the trace breaks off"))),
        ("Exit", exit(report)),
    ]);
    match &report.failure {
        Some(failure) => facts.extend(failed(failure)),
        None => facts.push(("Class", "no failure".into())),
    }
    facts.extend(report.pgc.iter().flat_map(of_pgc));
    facts.push(("Sealed", sealed(report.sealed).into()));
    facts.extend(report.unreadable.iter().map(|line| ("Unreadable", plain(&line.to_string()))));
    facts
}

/// What a trace of PGC tells besides.
fn of_pgc(report: &PgcReport) -> Vec<(&'static str, String)> {
    let mut facts = Vec::from_iter(report.snapshot.as_deref().map(|snapshot| ("Snapshot", plain(snapshot))));
    facts.extend(report.path.iter().map(|PathStep { from, outcome, to }| {
        let to = to.as_deref().unwrap_or("(nowhere)");
        ("Path", plain(&format!("{from} --{outcome}--> {to}")))
    }));
    let recorded = report.recorded.iter();
    facts.extend(recorded.map(|RecordedAtom { path, atom }| ("Recorded", plain(&format!("{atom} at {path}")))));
    facts
}

fn failed(failure: &Finding) -> Vec<(&'static str, String)> {
    let path = failure.artifact_path();
    let mut facts = vec![("Class", failure.class.as_str().to_owned())];
    let mut add = |name, value: Option<&String>| facts.extend(value.map(|value| (name, plain(value))));
    add("Nested", Some(&failure.span).filter(|span| *span != "0"));
    add("Node", failure.node.as_ref());
    add("Contract", failure.contract.as_ref());
    add("Step", failure.step.as_ref());
    add("Reason", Some(&failure.reason));
    add("Artifact", failure.artifact.as_ref());
    add("File", path.as_ref());
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

/// A side effect: span, step, operation, store, path, status and reason.
pub(super) fn cells(effect: &SideEffect) -> [String; 7] {
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

/// The columns of a table of traces.
pub(super) const HEAD: [&str; 6] = ["Time", "Workflow", "Status", "Class", "Artifact", "Trace"];

/// What a narrow table does without, first to last: a trace id tells time and workflow.
pub(super) const LEFT_OUT: [usize; 3] = [0, 1, 4];

/// The row of a trace in a table.
pub(super) fn row(report: &Report) -> [String; 6] {
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
pub(super) fn counts(reports: &[Report]) -> String {
    let mut counts: BTreeMap<Option<Class>, usize> = BTreeMap::new();
    for report in reports {
        *counts.entry(report.failure.as_ref().map(|failure| failure.class)).or_default() += 1;
    }
    let word = |class: Option<Class>| class.map_or("without failure", Class::as_str);
    let counts: Vec<String> = counts.into_iter().map(|(class, count)| format!("{count} {}", word(class))).collect();
    format!("{} trace{}: {}", reports.len(), plural(reports.len()), counts.join(", "))
}
