//! Integers beyond 64 bits on their way from typed data.
//!
//! serde has integers of 64 and of 128 bits. A larger one passes as a newtype struct, whose name this crate's serializer
//! knows; all others serialize what is in it. What is in it is the integer's bytes if this crate's serializer asks, and
//! an integer of 128 bits, or an error, if any other does. Who asks is said beside serde, not in what is serialized: so no
//! text, key or number has a meaning.

use std::cell::Cell;

use num_bigint::BigInt;
use num_traits::ToPrimitive as _;
use serde::ser::{Error as _, Serialize, Serializer};

use super::SerializeError;
use crate::number::Number;

/// The name of the newtype struct.
const NAME: &str = "$pgs_value::Number";

thread_local! {
    /// Whether this crate's serializer asks for what is in the newtype struct, at this moment.
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// An integer beyond 64 bits.
pub struct Wide<'n>(pub &'n BigInt);

impl Wide<'_> {
    /// Passes the integer to a serializer.
    pub fn pass<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.to_u64() {
            Some(integer) => serializer.serialize_u64(integer),
            None => serializer.serialize_newtype_struct(NAME, self),
        }
    }
}

/// What is in the newtype struct.
impl Serialize for Wide<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if ASKED.take() {
            return serializer.serialize_bytes(&self.0.to_signed_bytes_le());
        }
        if let Some(integer) = self.0.to_i128() {
            serializer.serialize_i128(integer)
        } else if let Some(integer) = self.0.to_u128() {
            serializer.serialize_u128(integer)
        } else {
            Err(S::Error::custom("an integer beyond 128 bits, which this format does not have"))
        }
    }
}

/// Whether a newtype struct of this name holds an integer.
pub fn is_wide(name: &str) -> bool {
    name == NAME
}

/// Asks for the bytes of an integer.
pub fn ask<T: Serialize + ?Sized, S: Serializer>(integer: &T, serializer: S) -> Result<S::Ok, S::Error> {
    ASKED.set(true);
    let answer = integer.serialize(serializer);
    ASKED.set(false);
    answer
}

/// The integer of the bytes that were asked for.
pub fn answered(bytes: &[u8]) -> Result<Number, SerializeError> {
    Ok(Number::try_from(BigInt::from_signed_bytes_le(bytes))?)
}
