//! How one of several candidates is chosen.

use num_bigint::BigInt;
use pgs_rt::{Failure, Map, Value};

use super::any_value;

/// The candidates that have a text under this name, with that text, likeliest first. Equal ones keep their order, and one
/// without a likelihood comes last.
pub(super) fn ranked<'c>(name: &str, candidates: &'c [Value]) -> Result<Vec<(&'c str, &'c Value)>, Failure> {
    let zero = Value::from(0);
    let mut found = Vec::new();
    for candidate in candidates {
        let Some(text) = candidate.get(name).and_then(Value::as_str) else { continue };
        let likelihood = any_value::float("likelihood", candidate.get("likelihood").unwrap_or(&zero))?;
        found.push((likelihood, (text, candidate)));
    }
    // None is `nan`, and zeros are equal.
    found.sort_by(|(one, _), (other, _)| other.partial_cmp(one).unwrap_or(std::cmp::Ordering::Equal));
    Ok(found.into_iter().map(|(_, candidate)| candidate).collect())
}

/// Which of the permitted ones is chosen.
pub(super) struct Choice {
    /// How many are looked at.
    window: BigInt,
    /// Which of them, counted around.
    at: BigInt,
}

impl Choice {
    /// By the `freedom` and `seed` of `rules_in_force`, at this position.
    pub fn of(rules: &Map<String, Value>, position: &Value) -> Result<Self, Failure> {
        let number = |name: &str| rules.get(name).map_or(Ok(BigInt::ZERO), |value| any_value::counted(name, value));
        let window = number("freedom")? + 1;
        Ok(Self { window, at: number("seed")? + any_value::counted("position", position)? })
    }

    /// The chosen one.
    pub fn among<'p, T: ?Sized>(&self, permitted: &[&'p T]) -> Result<&'p T, Failure> {
        let window = any_value::items_before(permitted, &self.window);
        let chosen = any_value::item_around(window, &self.at);
        chosen.copied().ok_or_else(|| Failure::fault("`freedom` is negative: nothing can be chosen"))
    }
}
