//! The inputs and outputs of a transform as JSON.

use pgs_rt::{Value, Violation, from_value, to_value};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Fields;

/// The typed inputs of a transform.
pub fn read<T: DeserializeOwned>(inputs: Fields) -> Result<T, Violation> {
    from_value(Value::Object(inputs)).map_err(|error| Violation::new(error.to_string()))
}

/// The outputs of a transform as JSON.
pub fn write<T: Serialize>(outputs: &T) -> Result<Fields, Violation> {
    match to_value(outputs) {
        Ok(Value::Object(outputs)) => Ok(outputs),
        Ok(_) => Err(Violation::new("the outputs are no object")),
        Err(error) => Err(Violation::new(error.to_string())),
    }
}
