//! Intents: `intents/`, `IN_`.

use std::fmt::{self, Display, Formatter};

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

/// A rule of a field of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldRule {
    /// `enum` or `allowed_values`
    Enum,
    /// `minimum`
    Minimum,
    /// `minItems`
    MinItems,
    /// `format`
    Format,
    /// `type`
    Type,
    /// `required`
    Required,
}

impl FieldRule {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Enum, Self::Minimum, Self::MinItems, Self::Format, Self::Type, Self::Required];

    /// The word of the schema.
    pub fn word(self) -> &'static str {
        match self {
            Self::Enum => "enum",
            Self::Minimum => "minimum",
            Self::MinItems => "minItems",
            Self::Format => "format",
            Self::Type => "type",
            Self::Required => "required",
        }
    }
}

impl Display for FieldRule {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A rule that is not enforced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaivedRule {
    /// The field, as a path within the payload: `recipient.area`; of the items of a list `slips[].number`.
    pub field: String,
    /// The rule.
    pub rule: FieldRule,
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
    /// Where it is declared.
    pub place: Place,
}

/// Events that must or must not have happened before a run (`admission`), as written.
#[derive(Clone, Debug, Default)]
pub struct Admission {
    /// `requires`
    pub requires: Vec<String>,
    /// `forbids`
    pub forbids: Vec<String>,
}
