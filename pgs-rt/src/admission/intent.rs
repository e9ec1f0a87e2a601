//! What an intent says of a payload, for whoever asks before a run.

use super::payload::Payload;
use super::{Admission, Checked, Schema};
use crate::{Map, Value};

/// What an intent says of a payload.
#[derive(Clone, Copy, Debug)]
pub struct Intent {
    /// Its FQDN.
    pub fqdn: &'static str,
    /// What it declares of its fields beyond presence and type.
    pub rules: &'static [(&'static str, Schema<'static>)],
    /// Whether a run in this mode admits a payload. What it says may show values that are suppressed.
    pub check: fn(Map<String, Value>, Admission) -> Checked,
    /// What is filled in for fields that are not there, where rules are enforced.
    pub defaults: fn() -> Map<String, Value>,
}

impl Intent {
    /// The intent of this payload.
    pub const fn of<P: Payload>() -> Self {
        Self { fqdn: P::INTENT, rules: P::RULES, check: P::check, defaults: P::defaults }
    }

    /// What is declared of a field beyond presence and type.
    pub fn rules_of(&self, field: &str) -> Option<&'static Schema<'static>> {
        self.rules.iter().find(|(name, _)| *name == field).map(|(_, schema)| schema)
    }
}
