//! What `pgs list` prints: every workflow with what is needed to run it.

use pgs_rt::Workflow;

use crate::fields;
use crate::output::Output;
use crate::text::one_line;

/// Every workflow with its summary, its binary and its payload.
pub(crate) fn list(workflows: &[Workflow]) -> Output {
    if workflows.is_empty() {
        return Output { stdout: "This binary was built without a workflow.\n".into(), ..Output::default() };
    }
    let entries: Vec<String> = workflows.iter().map(entry).collect();
    Output { stdout: entries.join("\n"), ..Output::default() }
}

fn entry(workflow: &Workflow) -> String {
    let summary = match one_line(workflow.summary) {
        summary if summary.is_empty() => summary,
        summary => format!("  {summary}\n"),
    };
    let payload = match workflow.payload {
        [] => "  Payload:  no declared fields\n".to_owned(),
        _ => format!("  Payload:\n{}", fields::table(workflow, "    ")),
    };
    format!("{}\n{summary}  Binary:   {}\n{payload}", workflow.id.fqdn, workflow.binary)
}
