//! What has no effect, in words.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Unenforced;
use super::touch::contract;
use crate::plan::{self, Domain};

/// One thing in words: what stands before the name, the name, what stands between, a second name, and what follows.
#[derive(Debug, Default, Serialize)]
pub struct Words<'a> {
    before: &'static str,
    name: &'a str,
    between: &'static str,
    second: Option<&'a str>,
    after: &'static str,
}

impl<'a> Unenforced<'a> {
    /// Of a workflow, of its intent and, by name, of its contracts.
    pub(super) fn of(workflow: &'a plan::Workflow, domain: &'a Domain) -> Vec<Self> {
        let named = workflow.nodes.iter().filter_map(|node| contract(node, domain));
        let mut seen = BTreeSet::new();
        let mut contracts: Vec<&plan::Contract> = named.filter(|it| seen.insert(&it.fqdn)).collect();
        contracts.sort_by_key(|contract| &contract.fqdn);
        let contracts = contracts.into_iter().map(|it| (it.fqdn.as_str(), &it.unenforced));
        let intent = workflow.entry.intent.iter().map(|it| (it.fqdn.as_str(), &it.unenforced));
        std::iter::once((workflow.fqdn.as_str(), &workflow.unenforced))
            .chain(intent)
            .chain(contracts)
            .flat_map(|(artifact, found)| found.iter().map(move |it| Self { artifact, words: words(it) }))
            .collect()
    }
}

fn words(unenforced: &plan::Unenforced) -> Words<'_> {
    use plan::Unenforced as Of;
    let one = |before, name, after| Words { before, name, after, ..Words::default() };
    match unenforced {
        Of::Requires(event) => one("requires the event", event, ": nothing looks it up"),
        Of::Forbids(event) => one("forbids the event", event, ": nothing looks it up"),
        Of::Node(key) => one("node", key, ": no run reaches it"),
        Of::Edge { node, outcome } => Words {
            before: "edge for",
            name: outcome,
            between: " at node",
            second: Some(node),
            after: ": the outcome can't occur",
        },
        Of::Unbound { node, input } => Words {
            before: "required input",
            name: input,
            between: " is not bound at node",
            second: Some(node),
            after: ": it is null",
        },
        Of::Default { input, value } => Words {
            before: "default of the input",
            name: input,
            between: ",",
            second: Some(value),
            after: ": it is not filled in",
        },
        Of::NestedDefault { field, value } => Words {
            before: "default of the field",
            name: field,
            between: ",",
            second: Some(value),
            after: ": defaults of the payload's own fields alone are filled in",
        },
        Of::Waived { rule, field } => Words {
            before: "rule",
            name: rule.word(),
            between: " of the field",
            second: Some(field),
            after: ": `pgs.toml` waives it",
        },
        Of::PayloadSchema(node) => one("`payload_schema` of node", node, ": the payload is checked with the intent"),
        Of::OutputRules(output) => one("rules of the output", output, " beyond its type: they are not checked"),
        Of::Rules(input) => one("rules of the input", input, " beyond its type: they are not checked"),
        Of::Output(key) => one("output", key, ": no step maps it"),
        Of::Step(name) => one("step", name, ": no run reaches it"),
        Of::Argument { step, name } => Words {
            before: "argument",
            name,
            between: " of step",
            second: Some(step),
            after: ": what the step calls does not take it",
        },
        Of::Allowed(status) => one("allowed status", status, ": it can't occur"),
        Of::NotAllowed(status) => {
            one("status", status, ": it can occur, and `result_status_contract` does not allow it")
        }
        Of::Surface { step, status } => Words {
            before: "status",
            name: status,
            between: " in `result_surface` of step",
            second: Some(step),
            after: ": it can't occur",
        },
        Of::NotInSurface { step, status } => Words {
            before: "status",
            name: status,
            between: " of step",
            second: Some(step),
            after: ": it can occur, and `result_surface` does not list it",
        },
        Of::InputFailure(status) => {
            one("`on_input_failure`", status, ": inputs are not checked, and a step that lacks one answers VIOLATION")
        }
        Of::ErrorCode { status, code } => Words {
            before: "error code",
            name: code,
            between: " of",
            second: Some(status),
            after: ": nothing shows it",
        },
    }
}
