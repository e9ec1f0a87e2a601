//! How what a step calls is called, and what it answers.

use pgs_description::{Operation, Output, SideEffect};
use pgs_protocol::protocol::{Call, Protocol, Step, Type};

use crate::capabilities;

/// The raw result of a step: what its capability answers.
pub fn raw_outputs(step: &Step, protocol: &Protocol) -> Vec<Output> {
    match &step.call {
        Call::Transform { fqdn, .. } => {
            capabilities::transform(fqdn, protocol).map(|it| it.outputs).unwrap_or_default()
        }
        Call::SideEffect { fqdn, op } => {
            let operation = capabilities::operation(fqdn, op, protocol);
            let mut outputs = operation.map(|(_, it)| it.outputs.clone()).unwrap_or_default();
            outputs.push(Output {
                name: "result_status".into(),
                ty: Type::Text,
                optional: false,
                description: "The status.".into(),
            });
            outputs
        }
    }
}

/// Why an operation can't be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownOperation {
    /// The side effect does not declare it.
    NotDeclared,
    /// It is declared, and nothing implements it.
    NotImplemented,
}

/// An operation that a side effect declares, as it is implemented.
pub fn operation<'p>(
    fqdn: &str,
    op: &str,
    protocol: &'p Protocol,
) -> Result<(&'p SideEffect, &'p Operation), UnknownOperation> {
    let declared = protocol.side_effects.get(fqdn).is_some_and(|it| it.operations.iter().any(|known| known == op));
    if !declared {
        return Err(UnknownOperation::NotDeclared);
    }
    capabilities::operation(fqdn, op, protocol).ok_or(UnknownOperation::NotImplemented)
}
