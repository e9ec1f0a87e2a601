//! A quantity of an Ethereum transaction: an integer from 0, of any size.

use alloy_rlp::{BufMut, Encodable};
use num_bigint::BigUint;
use pgs_rt::{Field, Value, Violation};

/// The big-endian bytes without leading zeros; none for 0, as RLP wants it.
pub(super) struct Quantity(Vec<u8>);

impl Quantity {
    /// The quantity in this field, which must have one.
    pub(super) fn required(name: &str, field: Field<Value>) -> Result<Self, Violation> {
        Self::read(name, &field.required(name)?)
    }

    /// The quantity in this field, or `default` where there is none.
    pub(super) fn or(default: u64, name: &str, field: Field<Value>) -> Result<Self, Violation> {
        field.optional(name)?.map_or_else(|| Ok(Self::of(&BigUint::from(default))), |value| Self::read(name, &value))
    }

    fn read(name: &str, value: &Value) -> Result<Self, Violation> {
        let digits = match value {
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.clone(),
            _ => String::new(),
        };
        // `BigUint` would also take a sign and underscores.
        let digits = digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits);
        let integer = digits.and_then(|digits| digits.parse().ok());
        integer.as_ref().map(Self::of).ok_or_else(|| {
            Violation::new(format!("`{name}` is not an integer from 0, as a number or as decimal digits in text"))
        })
    }

    fn of(integer: &BigUint) -> Self {
        let bytes = integer.to_bytes_be();
        Self(if bytes == [0] { Vec::new() } else { bytes })
    }
}

impl Encodable for Quantity {
    fn encode(&self, out: &mut dyn BufMut) {
        self.0.as_slice().encode(out);
    }

    fn length(&self) -> usize {
        self.0.as_slice().length()
    }
}
