//! A condition of an `evaluation`.

use pgs_protocol::protocol::{Operand, Operator, parse_condition};
use pgs_value::Value;
use pgs_value::arithmetic::Comparison;

/// Reads the input as a condition.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(condition) = parse_condition(text) else { return };
    assert_eq!(condition.text, text);
    let (left, right) = (value(&condition.left), value(&condition.right));
    let comparison = match condition.operator {
        Operator::Equal => Comparison::Equal,
        Operator::NotEqual => Comparison::NotEqual,
        Operator::Less => Comparison::Less,
        Operator::LessOrEqual => Comparison::LessOrEqual,
        Operator::Greater => Comparison::Greater,
        Operator::GreaterOrEqual => Comparison::GreaterOrEqual,
    };
    let _ = comparison.holds(&left, &right);
    assert_ne!(Comparison::Equal.holds(&left, &right), Comparison::NotEqual.holds(&left, &right));
    assert!(!(Comparison::Less.holds(&left, &right) && Comparison::GreaterOrEqual.holds(&left, &right)));
    assert_eq!(Comparison::Less.holds(&left, &right), Comparison::Greater.holds(&right, &left));
}

fn value(operand: &Operand) -> Value {
    match operand {
        Operand::Literal(value) => value.clone(),
        Operand::Input(keys) | Operand::Raw(keys) | Operand::Output(keys) => {
            assert!(keys.iter().all(|key| !key.is_empty()), "{keys:?}");
            Value::Null
        }
    }
}
