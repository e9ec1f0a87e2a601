//! What a person may be shown of a payload that is not admitted.

use pgs_trace::Redaction;
use pgs_value::schema::SchemaViolation;

use super::Run;

impl Run {
    /// The violations without the values that are suppressed.
    pub(super) fn shown(&self, violations: Vec<SchemaViolation>) -> Vec<SchemaViolation> {
        shown(violations, self.redaction(), &self.payload_places())
    }
}

/// The violations without the values that stand at suppressed keys or at these places of the payload, or hold a text that was
/// seen there.
pub(crate) fn shown(
    violations: Vec<SchemaViolation>,
    redaction: &Redaction,
    places: &[String],
) -> Vec<SchemaViolation> {
    if redaction.is_empty() {
        return violations;
    }
    let hides = |violation: &SchemaViolation| {
        let path = words(&violation.path);
        let within = path.get(2..).unwrap_or_default();
        let value = violation.given.as_ref().map(|given| given.value.as_str()).unwrap_or_default();
        redaction.keys().any(|key| path.windows(words(key).len().max(1)).any(|part| part == words(key)))
            || places.iter().any(|place| within.starts_with(&words(place)))
            || redaction.finds_any(value)
            || redaction.sentence(value, &[], true).1
    };
    violations
        .into_iter()
        .map(|violation| if hides(&violation) { SchemaViolation { given: None, ..violation } } else { violation })
        .collect()
}

/// The keys and indices of a path or pointer. A key with a dot, bracket or slash counts as several: what is compared in this
/// way is hidden too often rather than too seldom.
fn words(path: &str) -> Vec<String> {
    let plain = path.replace("~1", "/").replace("~0", "~");
    plain.split(['.', '[', ']', '/']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
