//! What `pgs list` prints: every workflow with what is needed to run it.

use crate::text::one_line;
use crate::{Answer, Workflow, fields};

/// Every workflow with its summary, its binary and its payload.
pub(crate) fn list(workflows: &[Workflow]) -> Answer {
    if workflows.is_empty() {
        return Answer { stdout: "This binary was built without a workflow.\n".into(), ..Answer::default() };
    }
    let entries: Vec<String> = workflows.iter().map(entry).collect();
    Answer { stdout: entries.join("\n"), ..Answer::default() }
}

fn entry(workflow: &Workflow) -> String {
    let summary = match one_line(workflow.summary) {
        summary if summary.is_empty() => summary,
        summary => format!("  {summary}\n"),
    };
    let payload = match workflow.payload {
        [] => "  Payload:  no declared fields\n".to_owned(),
        declared => format!("  Payload:\n{}", fields::table(declared, "    ")),
    };
    format!("{}\n{summary}  Binary:   {}\n{payload}", workflow.id.fqdn, workflow.binary)
}
