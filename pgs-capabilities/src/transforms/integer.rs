//! Integers of any size, as the reference has them, in fields that are declared `integer`.

use num_bigint::BigInt;
use pgs_rt::{Field, Number, Value, Violation};

/// The integer in this field, which must have one.
pub(crate) fn required(name: &str, field: Field<i64>) -> Result<BigInt, Violation> {
    optional(name, field)?.ok_or_else(|| Violation::Missing { field: name.to_owned() })
}

/// The integer in this field, if there is a value.
pub(crate) fn optional(name: &str, field: Field<i64>) -> Result<Option<BigInt>, Violation> {
    // What does not fit 64 bits is a value of another type to the field.
    match &field {
        Field::Other(value) if of(value).is_some() => Ok(of(value)),
        Field::Unset | Field::Null | Field::Is(_) | Field::Other(_) => Ok(field.optional(name)?.map(BigInt::from)),
    }
}

/// The integer that a value is; a boolean and a number with a fraction are none.
pub(crate) fn of(value: &Value) -> Option<BigInt> {
    value.as_number().and_then(Number::to_bigint)
}

/// The integer as a value. `name` is the field's name.
pub(crate) fn write(name: &str, integer: BigInt) -> Result<Value, Violation> {
    let number = Number::try_from(integer).map_err(|error| Violation::new(format!("`{name}`: {error}")))?;
    Ok(Value::Number(number))
}
