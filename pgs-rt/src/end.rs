//! How a workflow ended.

use pgs_value::{Map, Status, Value};
use serde::Serialize;

/// The EXIT node at which a workflow ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Exit {
    /// The node's key.
    pub node: &'static str,
    /// The declared reason, if any.
    pub reason: Option<&'static str>,
    /// The declared event, if any.
    pub emit: Option<&'static str>,
}

/// How a workflow ended, in the words of the protocol or with a status of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct End<S = &'static str> {
    /// The status of the last contract; `NACK` if the payload was not admitted, `ACK` if no contract ran.
    pub status: S,
    /// The surface of the last contract.
    pub surface: Map<String, Value>,
    /// The EXIT node; none where an outcome has no edge.
    pub exit: Option<Exit>,
}

impl<S: Status> End<S> {
    /// The same in the words of the protocol.
    pub fn in_words(self) -> End {
        let Self { status, surface, exit } = self;
        End { status: status.as_str(), surface, exit }
    }
}
