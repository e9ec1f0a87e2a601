//! W007: a path to a field that is never there.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Absent, Action, NO_ANSWER, Place, Workflow, say};

use super::near_names::{outputs_without_step, raw_names};
use super::subjects::{node_reads, step_reads};
use crate::analysis::Analysis;
use crate::analysis::node_read::NodeRead;
use crate::analysis::step_read::{StepRead, StepScope};

/// The references of all steps and nodes that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    step_reads(analysis, &mut |scope, read, place| of_step(scope, &read, place, diagnostics));
    node_reads(analysis, &mut |workflow, read, place| of_node(analysis, workflow, &read, place, diagnostics));
}

fn of_step(scope: &StepScope<'_>, read: &StepRead<'_>, place: &Place, diagnostics: &mut Diagnostics) {
    let contract = scope.contract;
    let mapped = |step: &str| contract.step(step).into_iter().flat_map(|it| &it.outputs).map(|(name, _)| name.as_str());
    let raw = |step: &str| contract.step(step).map(|it| raw_names(it, scope.protocol)).unwrap_or_default();
    let (message, key, known) = match read {
        // That a declared output is misspelt where a step maps it is said there.
        StepRead::NoOutput { key, .. } if outputs_without_step(contract).contains_key(*key) => return,
        StepRead::NoOutput { step, key } => {
            (format!("step `{step}` maps no output `{key}`"), key, mapped(step).map(str::to_owned).collect())
        }
        // Where PGC maps such a field, the step is a fault, which is said.
        StepRead::NoField { step, .. }
            if scope.protocol.semantics.absent == Absent::LeftOut && *step == scope.step.name =>
        {
            return;
        }
        StepRead::NoField { step, key } => {
            (format!("the result of step `{step}` has no field `{key}`"), key, raw(step))
        }
        StepRead::NoOperand { step, key } => {
            let all = contract.steps.iter().flat_map(|it| &it.outputs).map(|(name, _)| name.clone());
            let known = all.chain(raw(step)).collect();
            (format!("no step maps `{key}`, and the result of step `{step}` has no such field"), key, known)
        }
        StepRead::Input(..)
        | StepRead::Result { .. }
        | StepRead::Raw(_)
        | StepRead::Surface(..)
        | StepRead::Whole(_)
        | StepRead::NoStep(_)
        | StepRead::Unknown => return,
    };
    let known: Vec<String> = known;
    let otherwise = if *key == "inputs" { NO_ANSWER } else { "name a field that is there, or remove the binding" };
    let remedy = near::remedy(key, known.iter().map(String::as_str), otherwise);
    say(
        diagnostics,
        Code::UnknownField,
        place,
        format!("{message}; the binding is always {}", scope.protocol.semantics.absent.word()),
        remedy,
    );
}

fn of_node(
    analysis: &Analysis<'_>,
    workflow: &Workflow,
    read: &NodeRead<'_>,
    place: &Place,
    diagnostics: &mut Diagnostics,
) {
    let absent = analysis.protocol.semantics.absent.word();
    let (message, remedy) = match read {
        NodeRead::UndeclaredPayload(key, Some(intent)) => (
            format!(
                "{} declares no payload field `{key}`; the binding is {absent} unless a caller adds the field",
                intent.fqdn
            ),
            near::remedy(
                key,
                intent.inputs.iter().map(|(name, _)| name.as_str()),
                "declare the field in the intent, or remove the binding",
            ),
        ),
        NodeRead::NoField { node, key } => {
            let contract = workflow.node(node).and_then(|node| match &node.action {
                Action::Run { contract, .. } => analysis.protocol.contracts.get(contract),
                Action::Admit { .. } | Action::Exit { .. } => None,
            });
            if contract.is_some_and(|it| outputs_without_step(it).contains_key(*key)) {
                return;
            }
            let types = contract.and_then(|it| analysis.types(&it.fqdn));
            let known = types.into_iter().flat_map(|types| &types.surface).map(|it| it.key.as_str());
            (
                format!("the surface of node `{node}` has no field `{key}`; the binding is always {absent}"),
                near::remedy(key, known, "name a field that the contract maps or takes, or remove the binding"),
            )
        }
        NodeRead::Payload(..)
        | NodeRead::UndeclaredPayload(_, None)
        | NodeRead::Surface { .. }
        | NodeRead::PassedThrough { .. }
        | NodeRead::NoNode(_)
        | NodeRead::Unreached
        | NodeRead::Unknown => return,
    };
    say(diagnostics, Code::UnknownField, place, message, remedy);
}
