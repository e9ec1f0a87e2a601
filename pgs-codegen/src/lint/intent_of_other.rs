//! W104, second form: an intent that names another workflow than the one whose payload it admits.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::{Workflow, say};

use crate::analysis::Analysis;
use crate::analysis::workflows::intent_of;

/// The intents that name a workflow which is there.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let workflows = || analysis.protocol.workflows.values();
    for intent in analysis.protocol.intents.values() {
        let Some(named) = &intent.workflow else { continue };
        let is_named = |workflow: &Workflow| code(&workflow.fqdn) == code(named);
        let admits: Vec<&Workflow> = workflows().filter(|it| intent_of(it) == Some(&intent.fqdn)).collect();
        let [first, ..] = admits.as_slice() else { continue };
        if workflows().any(is_named) && !admits.iter().any(|it| is_named(it)) {
            let message =
                format!("`workflow` names {named}, and the payload that this intent admits is that of {}", first.fqdn);
            let remedy = format!("write `{}`, or name another intent in its IN node", code(&first.fqdn));
            let place = intent.place.at(["core", "workflow"]);
            say(diagnostics, Code::UnknownWorkflow, &place, message, remedy);
        }
    }
}
