//! W007: a path to a field that is never there.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Place, say};

use super::subjects::{node_reads, step_reads};
use super::unknown_inner_field;
use crate::analysis::Analysis;
use crate::analysis::node_read::NodeRead;
use crate::analysis::step_read::StepRead;

/// The references of all steps and nodes that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    step_reads(analysis, &mut |read, place| of_step(&read, place, diagnostics));
    node_reads(analysis, &mut |read, place| of_node(&read, place, diagnostics));
    unknown_inner_field::check(analysis, diagnostics);
}

fn of_step(read: &StepRead<'_>, place: &Place, diagnostics: &mut Diagnostics) {
    let message = match read {
        StepRead::NoOutput { step, key } => format!("step `{step}` maps no output `{key}`"),
        StepRead::NoField { step, key } => format!("the result of step `{step}` has no field `{key}`"),
        StepRead::NoOperand { step, key } => {
            format!("no step maps `{key}`, and the result of step `{step}` has no such field")
        }
        StepRead::Input(..)
        | StepRead::Result { .. }
        | StepRead::Raw(_)
        | StepRead::Surface(..)
        | StepRead::Whole(_)
        | StepRead::NoStep(_)
        | StepRead::Unknown => return,
    };
    say(
        diagnostics,
        Code::UnknownField,
        place,
        format!("{message}; the binding is always null"),
        "name a field that is there, or remove the binding",
    );
}

fn of_node(read: &NodeRead<'_>, place: &Place, diagnostics: &mut Diagnostics) {
    let (message, remedy) = match read {
        NodeRead::UndeclaredPayload(key, Some(intent)) => (
            format!(
                "{} declares no payload field `{key}`; the binding is null unless a caller adds the field",
                intent.fqdn
            ),
            "declare the field in the intent, or remove the binding",
        ),
        NodeRead::NoField { node, key } => (
            format!("the surface of node `{node}` has no field `{key}`; the binding is always null"),
            "name a field that the contract maps or takes, or remove the binding",
        ),
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
