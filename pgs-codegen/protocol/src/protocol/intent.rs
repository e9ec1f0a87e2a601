//! Intents: `intents/`, `IN_`.

use super::{Place, Schema};

/// An intent: `intents/`, `IN_`.
#[derive(Clone, Debug)]
pub struct Intent {
    /// The FQDN.
    pub fqdn: String,
    /// The summary.
    pub summary: String,
    /// The payload schema, by field.
    pub inputs: Vec<(String, Schema)>,
    /// Rules of it that the settings waive: the schema no longer has them.
    pub waived: Vec<WaivedRule>,
    /// The workflow that it starts, as written.
    pub workflow: Option<String>,
    /// The events that its admission names, which nobody enforces.
    pub admission: Admission,
    /// Where it is declared.
    pub place: Place,
}

/// A rule that is not enforced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaivedRule {
    /// The field, as a path within the payload: `recipient.area`; of the items of a list `slips[].number`.
    pub field: String,
    /// The word of the schema.
    pub rule: String,
    /// What it asks for.
    pub asks: String,
}

/// A way in that an ingress intent declares: `ingress_intents/`, `TI_`. Nothing is generated from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ingress {
    /// The FQDN of the ingress intent.
    pub fqdn: String,
    /// `route.method`
    pub method: Option<String>,
    /// `route.path`
    pub path: Option<String>,
    /// `route.content_type`
    pub content_type: Option<String>,
    /// The FQDN of the workflow that it starts.
    pub workflow: String,
}

/// Events that must or must not have happened before a run (`admission`), as written.
#[derive(Clone, Debug, Default)]
pub struct Admission {
    /// `requires`
    pub requires: Vec<String>,
    /// `forbids`
    pub forbids: Vec<String>,
}
