//! Template arithmetic and the comparison of an `evaluation` (`2-execution.md`, "Bindings" and "A contract").

use std::cmp::Ordering;

use serde_json::Value;

use crate::json;

/// `{{$.path + n}}` and `{{$.path - n}}`: integer arithmetic on what the path found.
///
/// Anything but an integer, and a sum beyond 64 bits, is an error: nothing is stored for it. `template` is the text of
/// the template, for the message.
pub fn plus(found: &Value, n: i64, template: &'static str) -> Result<i64, TemplateError> {
    let value = found.as_i64().ok_or(TemplateError::NoInteger { template })?;
    value.checked_add(n).ok_or(TemplateError::Overflow { template })
}

/// Why the arithmetic of a template has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// What the path found is no integer of 64 bits.
    #[error("template `{template}`: the path holds no 64-bit integer")]
    NoInteger {
        /// The text of the template.
        template: &'static str,
    },
    /// The sum is beyond 64 bits.
    #[error("template `{template}`: the result does not fit 64 bits")]
    Overflow {
        /// The text of the template.
        template: &'static str,
    },
}

/// How an `evaluation` compares its two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// Whether the two values stand in this relation. Equality is Python's; values without an order (a null, an object,
    /// a text beside a number) stand in none of the ordering relations.
    pub fn holds(self, left: &Value, right: &Value) -> bool {
        let ordered = |accepts: fn(Ordering) -> bool| json::compare(left, right).is_some_and(accepts);
        match self {
            Self::Equal => json::equal(left, right),
            Self::NotEqual => !json::equal(left, right),
            Self::Less => ordered(Ordering::is_lt),
            Self::LessOrEqual => ordered(Ordering::is_le),
            Self::Greater => ordered(Ordering::is_gt),
            Self::GreaterOrEqual => ordered(Ordering::is_ge),
        }
    }
}
