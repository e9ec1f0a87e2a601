//! The statuses that what a step calls declares.

use pgs_protocol::protocol::{Call, Protocol, Step};

/// The statuses that the capability of this step declares: of a transform the two that every one has.
pub fn of_step(step: &Step, protocol: &Protocol) -> Vec<String> {
    match &step.call {
        Call::Transform { .. } => vec!["SUCCESS".to_owned(), "VIOLATION".to_owned()],
        Call::SideEffect { fqdn, op } => {
            let operation = protocol.side_effects.get(fqdn).and_then(|it| it.operation(op));
            operation.map(|it| it.statuses.clone()).unwrap_or_default()
        }
    }
}
