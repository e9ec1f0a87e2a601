//! Conditions of an `evaluation`: a path, an operator, a literal or a path (`docs/reference/bindings.md`, "Conditions").

use pgs_value::Value;
use thiserror::Error;

/// `left operator right`
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The left side.
    pub left: Operand,
    /// The comparison.
    pub operator: Operator,
    /// The right side.
    pub right: Operand,
    /// The condition as written.
    pub text: String,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A literal.
    Literal(Value),
    /// `$.inputs.x`: a contract input.
    Input(Vec<String>),
    /// `$.capability_result.x`: the raw result of the step that led here.
    Raw(Vec<String>),
    /// `$.output`: what the steps so far mapped.
    Output(Vec<String>),
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
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

/// The two-character operators come first: `<` is the head of `<=`.
const OPERATORS: [(&str, Operator); 6] = [
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

/// Why a condition can't be read, with the text in it that can't.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConditionError {
    /// Nothing is compared.
    #[error("`{text}` holds none of the operators ==, !=, <, <=, >, >= outside quotes")]
    NoOperator {
        /// The condition.
        text: String,
    },
    /// A path with an empty part, or with white space in it.
    #[error("`{text}` is no path")]
    Path {
        /// The operand.
        text: String,
    },
    /// No path, and no JSON.
    #[error("`{text}` is neither a path nor a literal")]
    Operand {
        /// The operand.
        text: String,
    },
    /// A list or an object.
    #[error("`{text}` is no scalar literal")]
    NotScalar {
        /// The operand.
        text: String,
    },
}

/// Reads a condition.
pub fn parse(text: &str) -> Result<Condition, ConditionError> {
    let (at, word, operator) =
        find_operator(text).ok_or_else(|| ConditionError::NoOperator { text: text.to_owned() })?;
    let (left, right) = (text[..at].trim(), text[at + word.len()..].trim());
    Ok(Condition { left: parse_operand(left)?, operator, right: parse_operand(right)?, text: text.to_owned() })
}

fn find_operator(text: &str) -> Option<(usize, &'static str, Operator)> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None => {
                let found = OPERATORS.iter().find(|(word, _)| text[at..].starts_with(word));
                if let Some((word, operator)) = found {
                    return Some((at, word, *operator));
                }
            }
        }
    }
    None
}

fn parse_operand(text: &str) -> Result<Operand, ConditionError> {
    let written = || text.to_owned();
    if let Some(path) = text.strip_prefix("$.") {
        let parts: Vec<String> = path.split('.').map(str::to_owned).collect();
        if parts.iter().any(|part| part.is_empty() || part.contains(char::is_whitespace)) {
            return Err(ConditionError::Path { text: written() });
        }
        return Ok(match parts.as_slice() {
            [first, rest @ ..] if first == "inputs" && !rest.is_empty() => Operand::Input(rest.to_vec()),
            [first, rest @ ..] if first == "capability_result" && !rest.is_empty() => Operand::Raw(rest.to_vec()),
            _ => Operand::Output(parts),
        });
    }
    let single = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    if let Some(inside) = single {
        return Ok(Operand::Literal(Value::from(inside)));
    }
    let literal = match text {
        "True" => Value::Bool(true),
        "False" => Value::Bool(false),
        "None" => Value::Null,
        text => pgs_value::from_str(text).map_err(|_| ConditionError::Operand { text: written() })?,
    };
    match literal {
        Value::Array(_) | Value::Object(_) => Err(ConditionError::NotScalar { text: written() }),
        scalar => Ok(Operand::Literal(scalar)),
    }
}
