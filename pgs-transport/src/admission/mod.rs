//! Admission: a payload against the schema of its intent (`2-execution.md`, "Admission").
//!
//! Presence and type of the top-level fields are always enforced: generated code reads them into a struct of static
//! types. Everything else follows the run's admission mode. Null counts as absent; unknown fields are kept.

mod format;
mod schema;

use pgs_rt::{Admission, Fault, Field, Map, Run, Typed, Unmet, Value};

use schema::Found;
pub use schema::{Format, Kind, Literal, Schema};

/// What an IN node answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The payload is admitted.
    Ack,
    /// It is not.
    Nack,
}

/// A payload while its fields are read into a struct.
pub struct Admitting<'r> {
    payload: Map<String, Value>,
    /// Violations of presence and type: NACK in every mode.
    broken: Vec<Unmet>,
    /// Violations of other rules: NACK where they are enforced.
    found: Found<'r>,
    /// The fields of which a recording does not show the value.
    unknown: Vec<String>,
    /// Those of them that are of another type than text, which stands for the value.
    untyped: Vec<String>,
}

impl<'r> Admitting<'r> {
    /// Begins with the rules beyond presence and type, by field.
    ///
    /// Defaults are filled in for the payload's own fields only. Those of nested fields are not: in the recorded
    /// scenarios identifiers are made of whole objects, which would then be others.
    pub fn new(run: &'r Run, payload: Map<String, Value>, rules: &[(&str, Schema)]) -> Self {
        let mut found = Found { run, unmet: Vec::new(), unknown: Vec::new() };
        for (name, schema) in rules {
            if let Some(value) = payload.get(*name).filter(|value| !value.is_null()) {
                schema.check(value, &format_args!("$.payload.{name}"), &mut found);
            }
        }
        Self { payload, broken: Vec::new(), found, unknown: Vec::new(), untyped: Vec::new() }
    }

    /// A field that must be there and of this type.
    pub fn required<T: Typed>(&mut self, name: &str) -> Option<T> {
        let value = self.take(name);
        if value.is_none() {
            self.broken.push(Unmet {
                path: format!("$.payload.{name}"),
                rule: "required".into(),
                message: format!("the required field `{name}` is missing"),
            });
        }
        self.typed(name, value?)
    }

    /// A field that must be of this type if it is there.
    pub fn optional<T: Typed>(&mut self, name: &str) -> Option<T> {
        let value = self.take(name)?;
        self.typed(name, value)
    }

    /// The same with a declared default, which is filled in where rules are enforced.
    pub fn optional_or<T: Typed>(&mut self, name: &str, default: impl FnOnce() -> Value) -> Option<T> {
        match self.take(name) {
            Some(value) => self.typed(name, value),
            None if self.found.run.admission() == Admission::Enforce => T::from_value(default()).ok(),
            None => None,
        }
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        let value = self.payload.shift_remove(name).filter(|value| !value.is_null())?;
        if self.found.run.is_unknown(&value) {
            self.unknown.push(format!("$.payload.{name}"));
        }
        Some(value)
    }

    fn typed<T: Typed>(&mut self, name: &str, value: Value) -> Option<T> {
        match Field::json(value) {
            Field::Is(typed) => Some(typed),
            Field::Other(value) if self.found.run.is_unknown(&value) => {
                self.untyped.push(format!("$.payload.{name}"));
                None
            }
            Field::Other(value) => {
                self.broken.push(Unmet {
                    path: format!("$.payload.{name}"),
                    rule: "type".into(),
                    message: mistyped::<T>(name, &value),
                });
                None
            }
            Field::Unset | Field::Null => None,
        }
    }

    /// The verdict: the fields that no schema declares, or none for NACK. A violation, enforced or observed, is written
    /// to the trace.
    ///
    /// What a replay can't check, as the recording does not show the value, is taken from the recording.
    pub fn verdict(self, run: &Run) -> Result<Option<Map<String, Value>>, Fault> {
        let Self { payload, mut broken, found, unknown, untyped } = self;
        let mut unmet = found.unmet;
        let recorded = run.recorded_violations();
        for violation in &recorded {
            if unknown.contains(&violation.path) && matches!(&*violation.rule, "required" | "type") {
                broken.push(violation.clone());
            } else if found.unknown.contains(&violation.path) {
                unmet.push(violation.clone());
            }
        }
        if let Some(path) = untyped.iter().find(|path| !broken.iter().any(|violation| violation.path == **path)) {
            return Err(run.lacks_suppressed(format!("the payload needs the suppressed value at {path}")));
        }
        let rejected = !broken.is_empty() || (run.admission() == Admission::Enforce && !unmet.is_empty());
        let mut violations: Vec<Unmet> = broken.into_iter().chain(unmet).collect();
        violations.sort_by_key(|violation| recorded.iter().position(|known| known == violation));
        if !violations.is_empty() {
            run.not_admitted(&violations)?;
        }
        Ok((!rejected).then_some(payload))
    }
}

fn mistyped<T: Typed>(name: &str, value: &Value) -> String {
    let is_integer = value.as_number().is_some_and(pgs_rt::Number::is_integer);
    if T::NAME == <i64 as Typed>::NAME && is_integer {
        return format!("the integer in `{name}` does not fit 64 bits");
    }
    format!("`{name}` must be of type {}", T::NAME)
}
