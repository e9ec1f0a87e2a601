//! Admission: a payload against the schema of its intent (`docs/reference/intent.md`).
//!
//! Presence and type of the top-level fields are always enforced: generated code reads them into a struct of static
//! types. Everything else follows the run's admission mode. Null counts as absent; unknown fields are kept.
//!
//! ```text
//! intent   what an intent says of a payload
//! payload  typed payloads: read, admitted, built
//! ```

mod intent;
mod payload;

use pgs_trace::{Admission, is_hidden};
use pgs_value::schema::{Check, missing};

pub use intent::Intent;
pub use payload::{Payload, PayloadFields};
pub use pgs_value::schema::{Format, Kind, Literal, Schema, SchemaViolation};

use crate::{Field, Map, Number, Typed, Value};

/// Every value of a payload is known.
const CHECK: Check = Check { is_suppressed: |_| false };

/// A recording does not show every value. No rule can be checked on those.
const REPLAY: Check = Check { is_suppressed: is_hidden };

/// What an IN node answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<P> {
    /// The payload is admitted.
    Ack(P),
    /// It is not.
    Nack,
}

/// What is found of a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Whether it is admitted.
    pub admitted: bool,
    /// The rules that it does not meet. Where they are observed a payload may be admitted all the same.
    pub violations: Vec<SchemaViolation>,
}

/// A payload while its fields are read into a struct.
struct Admitting {
    mode: Admission,
    payload: Map<String, Value>,
    /// Violations of presence and type: NACK in every mode.
    structural: Vec<SchemaViolation>,
    /// Violations of other rules: NACK where they are enforced.
    others: Vec<SchemaViolation>,
    /// In a replay: what can't be checked, and what was found then.
    recorded: Option<Recorded>,
}

/// What a replay knows of the admission that it repeats.
struct Recorded {
    /// The violations that were found then.
    violations: Vec<SchemaViolation>,
    /// Fields of which the recording does not show the value.
    fields: Vec<String>,
    /// Those of them that are of another type than text, which stands for the value.
    untyped: Vec<String>,
    /// Values below the fields that it does not show.
    values: Vec<String>,
}

impl Admitting {
    /// Begins with the rules beyond presence and type, by field.
    ///
    /// Defaults are filled in for the payload's own fields only. Those of nested fields are not: in the recorded
    /// scenarios identifiers are made of whole objects, which would then be others.
    ///
    /// In a replay the violations come along that were found then.
    fn new(
        mode: Admission,
        recorded: Option<Vec<SchemaViolation>>,
        payload: Map<String, Value>,
        rules: &[(&str, Schema<'_>)],
    ) -> Self {
        let mut recorded = recorded.map(Recorded::of);
        let check = if recorded.is_some() { REPLAY } else { CHECK };
        let mut others = Vec::new();
        for (name, schema) in rules {
            if let Some(value) = payload.get(*name).filter(|value| !value.is_null()) {
                let checked = check.value(value, schema, &format_args!("$.payload.{name}"));
                others.extend(checked.violations);
                if let Some(recorded) = &mut recorded {
                    recorded.values.extend(checked.unknown);
                }
            }
        }
        Self { mode, payload, structural: Vec::new(), others, recorded }
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        let value = self.payload.shift_remove(name).filter(|value| !value.is_null())?;
        if let Some(recorded) = self.unknown(&value) {
            recorded.fields.push(path(name));
        }
        Some(value)
    }

    fn typed<T: Typed>(&mut self, name: &str, value: Value) -> Option<T> {
        match Field::json(value) {
            Field::Is(typed) => Some(typed),
            Field::Other(value) => {
                match self.unknown(&value) {
                    Some(recorded) => recorded.untyped.push(path(name)),
                    None => {
                        self.structural.push(mistyped::<T>(name, &value));
                    }
                }
                None
            }
            Field::Unset | Field::Null => None,
        }
    }

    /// Where this value stands for one that is not known.
    fn unknown(&mut self, value: &Value) -> Option<&mut Recorded> {
        self.recorded.as_mut().filter(|_| value.as_str().is_some_and(REPLAY.is_suppressed))
    }

    /// Whether the payload is admitted. What a replay can't check, as the recording does not show the value, is taken from the
    /// recording; the error is a path of which it does not say enough.
    fn checked(self) -> Result<Checked, String> {
        let Self { mode, mut structural, mut others, recorded, .. } = self;
        if let Some(recorded) = &recorded {
            recorded.complete(&mut structural, &mut others);
            let is_found = |path: &String| structural.iter().any(|violation| violation.path == *path);
            if let Some(path) = recorded.untyped.iter().find(|path| !is_found(path)) {
                return Err(path.clone());
            }
        }
        let rejected = !structural.is_empty() || (mode == Admission::Enforce && !others.is_empty());
        let mut violations: Vec<SchemaViolation> = structural.into_iter().chain(others).collect();
        if let Some(recorded) = &recorded {
            violations.sort_by_key(|violation| recorded.violations.iter().position(|known| known == violation));
        }
        Ok(Checked { admitted: !rejected, violations })
    }
}

impl PayloadFields for Admitting {
    fn required<T: Typed>(&mut self, name: &str) -> Option<T> {
        let value = self.take(name);
        if value.is_none() {
            self.structural.push(SchemaViolation::new(path(name), "required", missing(name)));
        }
        self.typed(name, value?)
    }

    fn optional<T: Typed>(&mut self, name: &str) -> Option<T> {
        let value = self.take(name)?;
        self.typed(name, value)
    }

    fn optional_or<T: Typed>(&mut self, name: &str, default: impl FnOnce() -> Value) -> Option<T> {
        match self.take(name) {
            Some(value) => self.typed(name, value),
            None if self.mode == Admission::Enforce => T::from_value(default()).ok(),
            None => None,
        }
    }

    fn rest(&mut self) -> Map<String, Value> {
        std::mem::take(&mut self.payload)
    }
}

impl Recorded {
    fn of(violations: Vec<SchemaViolation>) -> Self {
        Self { violations, fields: Vec::new(), untyped: Vec::new(), values: Vec::new() }
    }

    /// Adds the recorded violations of what can't be checked. What is found in the replay as well is there already.
    fn complete(&self, structural: &mut Vec<SchemaViolation>, others: &mut Vec<SchemaViolation>) {
        for violation in &self.violations {
            let is_structural =
                matches!(&*violation.rule, "required" | "type") && self.fields.contains(&violation.path);
            let is_of_value = self.values.iter().any(|value| is_within(&violation.path, value));
            if structural.contains(violation) || others.contains(violation) {
                continue;
            }
            if is_structural {
                structural.push(violation.clone());
            } else if is_of_value {
                others.push(violation.clone());
            }
        }
    }
}

/// Whether a path leads to this value, or into it.
fn is_within(path: &str, value: &str) -> bool {
    path.strip_prefix(value).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn path(name: &str) -> String {
    format!("$.payload.{name}")
}

/// What is wrong with a value that is not of this type.
fn mistyped<T: Typed>(name: &str, value: &Value) -> SchemaViolation {
    let is_integer = value.as_number().is_some_and(Number::is_integer);
    let (message, fault) = if T::KIND == Some(Kind::Integer64) && is_integer {
        (format!("the integer in `{name}` does not fit 64 bits"), "does not fit 64 bits".to_owned())
    } else {
        (format!("`{name}` must be of type {}", T::NAME), format!("is not of type {}", T::NAME))
    };
    SchemaViolation::new(path(name), "type", message).given(value, fault)
}
