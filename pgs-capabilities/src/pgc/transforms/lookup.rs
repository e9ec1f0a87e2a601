//! `capability_transforms::CT_PURE_LOOKUP_V0`: the value at a key.

use pgs_rt::{Failure, Field, Value};

use crate::transforms::lookup;
pub use crate::transforms::lookup::{Inputs, Outputs};

/// Finds the value. Refuses where the key is absent, or is no text; a key that is a list or an object is a fault.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let is_fault =
        matches!((&inputs.key, &inputs.map), (Field::Other(Value::Array(_) | Value::Object(_)), Field::Is(_)));
    lookup::run(inputs).map_err(if is_fault { Failure::Fault } else { Failure::Refused })
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn found(key: Value, map: Value) -> Result<Value, Failure> {
        run(Inputs { key: Field::json(key), map: Field::json(map) }).map(|outputs| outputs.result)
    }

    #[test]
    fn an_absent_key_is_refused_and_a_list_is_a_fault() {
        assert_eq!(found(json!("a"), json!({"a": null})), Ok(json!(null)));
        for (key, map, is_fault) in [
            (json!("b"), json!({"a": 1}), false),
            (json!(1), json!({"1": 1}), false),
            (json!(["a"]), json!({"a": 1}), true),
            (json!(["a"]), json!(null), false),
        ] {
            assert_eq!(found(key, map).unwrap_err().is_fault(), is_fault);
        }
    }
}
