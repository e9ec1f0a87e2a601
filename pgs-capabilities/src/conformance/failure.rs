//! The answer of a transform against its case.

use std::fmt;

use pgs_rt::{Map, Value, Violation, json};

use super::assertion::{Assertion, Property};
use super::case::{Case, CaseError};
use super::equality::same;

/// Why a case fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// It can't be read.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// Its transform is not there.
    #[error("the transform {fqdn} is not in this binary")]
    UnknownTransform {
        /// The transform.
        fqdn: String,
    },
    /// It wants a violation, and the transform succeeded.
    #[error("want a violation, got the outputs {}", json::compact(outputs))]
    NoViolation {
        /// What the transform gave.
        outputs: Value,
    },
    /// It wants outputs, and the transform failed.
    #[error("want SUCCESS, got a violation: {0}")]
    Violation(Violation),
    /// Outputs are not those that it wants.
    #[error("{}", sentences(.0))]
    Outputs(Vec<Difference>),
}

/// An output that is not the one that its case wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The name of the output.
    pub field: String,
    /// What the case wants.
    pub want: Expected,
    /// What the transform gave; none where the output is not there.
    pub got: Option<Value>,
}

/// What a case wants of an output.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Expected {
    /// That it is there.
    Any,
    /// This value.
    Value(Value),
    /// A value that has this property.
    Property(Property),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let got = self.got.as_ref().map_or_else(|| "none".to_owned(), json::compact);
        write!(f, "{}: want {}, got {got}", self.field, self.want)
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any value"),
            Self::Value(value) => f.write_str(&json::compact(value)),
            Self::Property(property) => property.fmt(f),
        }
    }
}

pub(super) fn sentences(differences: &[Difference]) -> String {
    differences.iter().map(Difference::to_string).collect::<Vec<_>>().join("; ")
}

/// Compares what a transform answered with what its case wants.
pub(super) fn compare(case: &Case, answer: Result<Map<String, Value>, Violation>) -> Result<(), Failure> {
    match (case.succeeds, answer) {
        (false, Err(_)) => Ok(()),
        (false, Ok(outputs)) => Err(Failure::NoViolation { outputs: Value::Object(outputs) }),
        (true, Err(violation)) => Err(Failure::Violation(violation)),
        (true, Ok(outputs)) => {
            let differences: Vec<Difference> = asserted(case, &outputs).chain(expected(case, &outputs)).collect();
            if differences.is_empty() { Ok(()) } else { Err(Failure::Outputs(differences)) }
        }
    }
}

/// The assertions that do not hold.
pub(super) fn asserted<'a>(case: &'a Case, outputs: &'a Map<String, Value>) -> impl Iterator<Item = Difference> + 'a {
    case.assertions.iter().filter_map(|(field, assertion)| {
        let got = outputs.get(field);
        let want = match assertion {
            // Where `expected` has the field as well, the comparison tells that it is missing.
            Assertion::Exact if got.is_none() && !case.expected.contains_key(field) => Expected::Any,
            Assertion::Property(property) if !property.holds(got.unwrap_or(&Value::Null)) => {
                Expected::Property(*property)
            }
            Assertion::Exact | Assertion::Property(_) => return None,
        };
        Some(Difference { field: field.clone(), want, got: got.cloned() })
    })
}

/// The expected fields whose value is another; not those that a property describes.
fn expected<'a>(case: &'a Case, outputs: &'a Map<String, Value>) -> impl Iterator<Item = Difference> + 'a {
    differing(case, outputs, same)
}

/// The same, where this says which values are equal.
pub(super) fn differing<'a>(
    case: &'a Case,
    outputs: &'a Map<String, Value>,
    same: fn(&Value, &Value) -> bool,
) -> impl Iterator<Item = Difference> + 'a {
    let fields = case.expected.iter().filter(|(field, _)| !has_property(case, field));
    fields.filter_map(move |(field, want)| {
        let got = outputs.get(field);
        let equal = got.is_some_and(|got| same(want, got));
        (!equal).then(|| Difference { field: field.clone(), want: Expected::Value(want.clone()), got: got.cloned() })
    })
}

fn has_property(case: &Case, field: &str) -> bool {
    case.assertions.iter().any(|(name, assertion)| name == field && matches!(assertion, Assertion::Property(_)))
}
