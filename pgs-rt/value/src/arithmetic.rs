//! Template arithmetic and the comparison of an `evaluation` (`docs/reference/bindings.md`).

use std::cmp::Ordering;

use crate::hidden::has_hidden;
use crate::json;
use crate::value::Value;

/// Why the arithmetic of a template gives no value. Nothing is stored for it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArithmeticError {
    /// The path found something else, or nothing.
    #[error("template `{template}`: the path holds no 64-bit integer")]
    NoInteger {
        /// The text of the template.
        template: String,
    },
    /// The sum is too large or too small.
    #[error("template `{template}`: the result does not fit 64 bits")]
    Overflow {
        /// The text of the template.
        template: String,
    },
    /// Nobody knows what the path found.
    #[error("template `{template}` needs a suppressed value")]
    Unknown {
        /// The text of the template.
        template: String,
    },
}

/// `{{$.path + n}}` and `{{$.path - n}}`: integer arithmetic of 64 bits on what the path found. `template` is the text of
/// the template, for the error.
pub fn plus(found: &Value, n: i64, template: &str) -> Result<i64, ArithmeticError> {
    if has_hidden(found) {
        return Err(ArithmeticError::Unknown { template: template.to_owned() });
    }
    let value = found.as_i64().ok_or_else(|| ArithmeticError::NoInteger { template: template.to_owned() })?;
    value.checked_add(n).ok_or_else(|| ArithmeticError::Overflow { template: template.to_owned() })
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
