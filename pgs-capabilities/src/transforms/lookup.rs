//! `capability_transforms::CT_PURE_LOOKUP_V0`: the value at a key.

use pgs_rt::{Field, Map, Value, Violation};
use serde::{Deserialize, Serialize};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The key.
        pub key: Field<String>,
        /// Values by their keys.
        pub map: Field<Map<String, Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The value at the key.
        pub result: Value,
    }
}

/// Finds the value. Fails where the key is absent.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let key = inputs.key.required("key")?;
    let result = inputs.map.required("map")?.remove(&key);
    result.map(|result| Outputs { result }).ok_or_else(|| Violation::new("`map` does not have the `key`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn lookup(key: Value, map: Value) -> Result<Value, Violation> {
        run(Inputs { key: Field::json(key), map: Field::json(map) }).map(|outputs| outputs.result)
    }

    #[test]
    fn a_present_key_has_its_value() {
        assert_eq!(lookup(json!("a"), json!({"a": [1], "b": 2})).unwrap(), json!([1]));
        assert_eq!(lookup(json!("a"), json!({"a": null})).unwrap(), json!(null));
    }

    #[test]
    fn everything_else_fails() {
        for (key, map) in [
            (json!("c"), json!({"a": 1})),
            (json!(null), json!({"a": 1})),
            (json!(1), json!({"1": 1})),
            (json!("a"), json!(null)),
            (json!("a"), json!(["a"])),
        ] {
            assert!(lookup(key.clone(), map.clone()).is_err(), "{key} {map}");
        }
    }
}
