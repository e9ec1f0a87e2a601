//! What is declared and has no effect: for reviewers, who would rely on it.

use std::collections::BTreeSet;

use pgs_protocol::protocol::{Action, Admission, Contract, FieldRule, Intent, Protocol, Schema, Step, Workflow};

use crate::analysis::statuses::{Statuses, of_step};
use crate::analysis::types::maps;

/// Something that is declared and has no effect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unenforced {
    /// An event that must have happened.
    Requires(String),
    /// An event that must not have happened.
    Forbids(String),
    /// A node that no run reaches.
    Node(String),
    /// An edge for an outcome that can't occur.
    Edge {
        /// The node's key.
        node: String,
        /// The outcome.
        outcome: String,
    },
    /// A required contract input that a node does not bind.
    Unbound {
        /// The node's key.
        node: String,
        /// The input.
        input: String,
    },
    /// The default of a contract input.
    Default {
        /// The input.
        input: String,
        /// The default as JSON.
        value: String,
    },
    /// The default of a field below a field of the payload.
    NestedDefault {
        /// The field, as a path from the payload's own field on.
        field: String,
        /// The default as JSON.
        value: String,
    },
    /// A rule of a field of the payload that the settings waive.
    Waived {
        /// The rule.
        rule: FieldRule,
        /// The field, as a path from the payload on.
        field: String,
    },
    /// The `payload_schema` of an IN node.
    PayloadSchema(String),
    /// Rules of a contract input beyond its type.
    Rules(String),
    /// Rules of a contract output beyond its type.
    OutputRules(String),
    /// A declared output that no step maps.
    Output(String),
    /// A step that no run reaches.
    Step(String),
    /// An argument that the called capability does not take.
    Argument {
        /// The step's name.
        step: String,
        /// The argument.
        name: String,
    },
    /// A status that `result_status_contract` allows and that can't occur.
    Allowed(String),
    /// A status that can occur and that `result_status_contract` does not allow.
    NotAllowed(String),
    /// A status that `result_surface` of a step lists and that can't occur there.
    Surface {
        /// The step's name.
        step: String,
        /// The status.
        status: String,
    },
    /// A status that can occur at a step and that its `result_surface` does not list.
    NotInSurface {
        /// The step's name.
        step: String,
        /// The status.
        status: String,
    },
    /// The status that is declared for inputs that are not as declared, other than the VIOLATION of a step that lacks one.
    InputFailure(String),
    /// The name that `error_codes` gives a status.
    ErrorCode {
        /// The status.
        status: String,
        /// The name.
        code: String,
    },
}

/// Of a workflow; `reached` are the keys of the nodes that can be reached.
pub fn of_workflow(
    workflow: &Workflow,
    reached: &[String],
    protocol: &Protocol,
    statuses: &Statuses,
) -> Vec<Unenforced> {
    let mut found = BTreeSet::new();
    found.extend(of_admission(&workflow.admission));
    for node in &workflow.nodes {
        if !reached.contains(&node.key) {
            found.insert(Unenforced::Node(node.key.clone()));
            continue;
        }
        match &node.action {
            Action::Run { contract, inputs } => {
                let occurs = |outcome: &str| statuses.of_contract(contract).any(|status| status == outcome);
                let never = |outcome: &str| outcome != "default" && !occurs(outcome);
                let edges = node.next.iter().filter(|(outcome, _)| never(outcome));
                found.extend(
                    edges.map(|(outcome, _)| Unenforced::Edge { node: node.key.clone(), outcome: outcome.clone() }),
                );
                let declared = protocol.contracts.get(contract).into_iter().flat_map(|it| &it.inputs);
                let unbound = declared.filter(|(key, schema)| is_unbound(key, schema, inputs));
                found
                    .extend(unbound.map(|(key, _)| Unenforced::Unbound { node: node.key.clone(), input: key.clone() }));
            }
            Action::Admit { has_schema: true, .. } => {
                found.insert(Unenforced::PayloadSchema(node.key.clone()));
            }
            Action::Admit { has_schema: false, .. } | Action::Exit { .. } => {}
        }
    }
    found.into_iter().collect()
}

/// Of an intent.
pub fn of_intent(intent: &Intent) -> Vec<Unenforced> {
    let mut found = of_admission(&intent.admission);
    let waived = intent.waived.iter();
    found.extend(waived.map(|it| Unenforced::Waived { rule: it.rule, field: it.field.clone() }));
    intent.inputs.iter().for_each(|(key, schema)| nested_defaults(key, schema, &mut found));
    found
}

/// The defaults below this field, which no mode of admission fills in.
fn nested_defaults(field: &str, schema: &Schema, found: &mut Vec<Unenforced>) {
    let items = schema.items.as_deref().map(|items| (format!("{field}[]"), items));
    let fields = schema.fields.iter().map(|(key, inner)| (format!("{field}.{key}"), inner));
    for (field, inner) in items.into_iter().chain(fields) {
        let value = inner.default.as_ref().map(ToString::to_string);
        found.extend(value.map(|value| Unenforced::NestedDefault { field: field.clone(), value }));
        nested_defaults(&field, inner, found);
    }
}

/// Of an admission.
fn of_admission(admission: &Admission) -> Vec<Unenforced> {
    let requires = admission.requires.iter().cloned().map(Unenforced::Requires);
    requires.chain(admission.forbids.iter().cloned().map(Unenforced::Forbids)).collect()
}

fn is_unbound<T>(key: &str, schema: &Schema, inputs: &[(String, T)]) -> bool {
    schema.required && !inputs.iter().any(|(name, _)| name == key)
}

/// Of a contract; `reachable` are the steps that can be reached, `ignored` the arguments that nothing takes.
pub fn of_contract(
    contract: &Contract,
    reachable: &BTreeSet<usize>,
    ignored: Vec<(String, String)>,
    protocol: &Protocol,
    statuses: &Statuses,
) -> Vec<Unenforced> {
    let mut found: BTreeSet<Unenforced> =
        ignored.into_iter().map(|(step, name)| Unenforced::Argument { step, name }).collect();
    for (key, schema) in &contract.inputs {
        let value = schema.default.as_ref().map(ToString::to_string);
        found.extend(value.map(|value| Unenforced::Default { input: key.clone(), value }));
        found.extend(schema.has_rules().then(|| Unenforced::Rules(key.clone())));
    }
    let outputs = contract.outputs.iter().filter(|(_, schema)| schema.has_rules());
    found.extend(outputs.map(|(key, _)| Unenforced::OutputRules(key.clone())));
    let unmapped = contract.outputs.iter().filter(|(key, _)| !maps(contract, std::slice::from_ref(key)));
    found.extend(unmapped.map(|(key, _)| Unenforced::Output(key.clone())));
    let unreached = contract.steps.iter().enumerate().filter(|(n, _)| !reachable.contains(n));
    found.extend(unreached.map(|(_, step)| Unenforced::Step(step.name.clone())));
    if !contract.allowed.is_empty() {
        let outcomes = || statuses.of_contract(&contract.fqdn);
        let can_end = |word: &str| outcomes().any(|status| status == word);
        found.extend(contract.allowed.iter().filter(|word| !can_end(word)).cloned().map(Unenforced::Allowed));
        let others = outcomes().filter(|status| !contract.allowed.iter().any(|allowed| allowed == status));
        found.extend(others.map(|status| Unenforced::NotAllowed(status.to_owned())));
    }
    found.extend(contract.steps.iter().flat_map(|step| of_surface(step, protocol, statuses)));
    let failure = contract.on_input_failure.iter().filter(|status| *status != "VIOLATION");
    found.extend(failure.cloned().map(Unenforced::InputFailure));
    let codes = contract.error_codes.iter();
    found.extend(codes.map(|(status, code)| Unenforced::ErrorCode { status: status.clone(), code: code.clone() }));
    found.into_iter().collect()
}

/// Of the statuses that a step lists, as its capability says them or as `on_ct_result` names them.
fn of_surface(step: &Step, protocol: &Protocol, statuses: &Statuses) -> Vec<Unenforced> {
    let occurring: Vec<[String; 2]> =
        of_step(step, protocol, statuses).into_iter().map(|(own, named)| [own.word(), named]).collect();
    // Of a capability that nobody knows nothing is known, and a step that lists nothing declares nothing.
    if occurring.is_empty() || step.surface.is_empty() {
        return Vec::new();
    }
    let occurs = |status: &&String| occurring.iter().flatten().any(|word| word == *status);
    let never = step.surface.iter().filter(|status| !occurs(status));
    let never = never.map(|status| Unenforced::Surface { step: step.name.clone(), status: status.clone() });
    let unlisted = occurring.iter().filter(|words| !step.surface.iter().any(|status| words.contains(status)));
    let unlisted =
        unlisted.map(|[_, named]| Unenforced::NotInSurface { step: step.name.clone(), status: named.clone() });
    never.chain(unlisted).collect()
}
