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

/// An operation of a side effect of the protocol, as it is implemented.
///
/// The reference calls the implementation by the operation's own word: that the artifact does not declare it is worth a
/// warning (W130), and stops nothing.
pub fn operation<'p>(
    fqdn: &str,
    op: &str,
    protocol: &'p Protocol,
) -> Result<(&'p SideEffect, &'p Operation), UnknownOperation> {
    let unknown = || {
        if is_declared(fqdn, op, protocol) { UnknownOperation::NotImplemented } else { UnknownOperation::NotDeclared }
    };
    capabilities::operation(fqdn, op, protocol).ok_or_else(unknown)
}

/// Whether the artifact of a side effect declares an operation.
pub fn is_declared(fqdn: &str, op: &str, protocol: &Protocol) -> bool {
    protocol.side_effects.get(fqdn).is_some_and(|it| it.operation(op).is_some())
}
