//! The first line, and the facts below it.

use pgs_trace::ExitNode;

use crate::escape::{code, text};
use crate::path::TakenPath;
use crate::render::context::{Context, MarkedGraph};
use crate::runs::{OfPgc, WorkflowRun};
use crate::text::{duration, plural};
use crate::trace_id::when;

/// The first line and the facts.
pub(super) fn head(context: &Context<'_, '_>) -> String {
    let facts = facts(context).into_iter().map(|(name, value)| format!("- {name}: {value}\n"));
    format!("# {}\n\n{}", text(&title(&context.runs.root, &context.path)), facts.collect::<String>())
}

/// How a workflow ended, and where.
pub(super) fn title(run: &WorkflowRun<'_>, path: &TakenPath) -> String {
    let workflow = run.workflow.unwrap_or("(workflow not recorded)");
    let last = path.visits.last().map(|visit| visit.node.as_str());
    let place = |word: &str| last.map(|node| format!(" {word} {node}")).unwrap_or_default();
    let Some(status) = run.status() else {
        let end = if run.errors.is_empty() { "Broken off" } else { "ERROR" };
        return format!("{end}{}: {workflow}", place("in"));
    };
    let end = match (run.exit(), &path.exit) {
        (Some(exit), _) => format!(" at {}", of_exit(&exit)),
        (None, _) if run.ended_without_exit() => format!("{}, without an edge", place("at")),
        (None, Some(exit)) => format!(" at {exit}"),
        (None, None) => place("after"),
    };
    format!("{status}{end}: {workflow}")
}

/// An EXIT node with its reason and event.
pub(super) fn of_exit(exit: &ExitNode<'_>) -> String {
    let event = exit.emit.map(|event| format!("emits {event}"));
    let said: Vec<String> = exit.reason.map(str::to_owned).into_iter().chain(event).collect();
    if said.is_empty() { exit.node.to_owned() } else { format!("{} ({})", exit.node, said.join(", ")) }
}

fn facts(context: &Context<'_, '_>) -> Vec<(&'static str, String)> {
    let (runs, root) = (&context.runs, &context.runs.root);
    let id = context.trace.id().unwrap_or_default();
    let mut facts = vec![("Trace", code(id))];
    facts.extend(when(id).map(|time| ("Began", format!("{time} UTC"))));
    facts.extend(root.duration().map(|time| ("Duration", duration(time))));
    facts.extend(root.errors.iter().map(|error| ("Error", text(error.message))));
    let start = root.start.map(|start| start.event).unwrap_or_default();
    facts.extend(start.protocol.map(|protocol| ("Protocol", protocol_of(protocol, context.graph.as_ref()))));
    facts.extend(start.admission.map(|mode| ("Admission", text(mode.as_str()))));
    facts.extend(start.run_id.map(|id| ("Run ID", code(id.0))));
    facts.extend(root.of_pgc.iter().flat_map(|of_pgc| facts_of_pgc(of_pgc, context.graph.as_ref())));
    let sealed = match runs.sealed {
        Some(true) => ", sealed",
        Some(false) => ", not sealed: the run did not come to its end, or the trace was cut off",
        None => "; its system does not seal traces",
    };
    facts.push(("Events", format!("{} event{}{sealed}", runs.events, plural(runs.events))));
    facts.extend(runs.hash.map(|hash| ("Last hash", code(hash))));
    facts.extend(runs.unreadable.iter().map(|line| ("Unreadable", text(&line.to_string()))));
    facts
}

fn facts_of_pgc(of_pgc: &OfPgc<'_>, graph: Option<&MarkedGraph<'_>>) -> Vec<(&'static str, String)> {
    let mut facts = Vec::from_iter(of_pgc.snapshot.map(|snapshot| ("Snapshot", protocol_of(snapshot, graph))));
    facts.extend(of_pgc.announced.iter().map(|event| ("Announced", text(event))));
    facts
}

fn protocol_of(protocol: &str, graph: Option<&MarkedGraph<'_>>) -> String {
    match graph.map(|graph| graph.protocol).filter(|own| *own != protocol) {
        Some(own) => format!("{} (the graph below is that of {})", code(protocol), code(own)),
        None => code(protocol),
    }
}
