//! What a sealed snapshot has besides its artifacts.

use std::collections::BTreeMap;

use super::{Place, Workflow};

/// What a sealed snapshot has besides its artifacts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Its identity (`snapshot_id`): SHA-256 in hex.
    pub identity: String,
    /// What of the events of traces is determined by what.
    pub classification: Classification,
    /// The addresses of the conditions of edges, by domain and outcome.
    pub conditions: BTreeMap<String, BTreeMap<String, i64>>,
}

/// What of the events of traces is determined by what (`VOCAB_EVIDENCE_CONTENT_CLASSIFICATION_V0`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classification {
    /// What follows from protocol, payload and state.
    pub determinative: Vec<String>,
    /// What may differ from run to run.
    pub observational: Vec<String>,
    /// The keys that may differ wherever they stand.
    pub observational_keys: Vec<String>,
}

/// A workflow that the settings leave out.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// The workflow.
    pub workflow: Workflow,
    /// Where that is set.
    pub place: Place,
}
