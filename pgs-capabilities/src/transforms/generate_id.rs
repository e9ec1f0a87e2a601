//! `capability_transforms::CT_PURE_GENERATE_ID_V0`: an identifier made of what it identifies.

use pgs_rt::{Field, Value, Violation, json};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// What is identified. Equal data give equal identifiers, in whatever order its keys stand.
        pub data: Field<Value>,
        /// What the identifier begins with.
        pub prefix: Field<String>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The prefix, `_`, and 16 hex digits.
        pub id: String,
    }
}

/// Makes the identifier: the first 16 hex digits of SHA-256 over the canonical JSON of the data. What is no object is
/// first put into one, under `value`. Fails where data or prefix is missing.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let prefix = inputs.prefix.required("prefix")?;
    let data = inputs.data.required("data")?;
    Ok(Outputs { id: id(&prefix, data) })
}

/// The identifier of these data.
pub(crate) fn id(prefix: &str, data: Value) -> String {
    let data = if data.is_object() { data } else { pgs_value::json!({ "value": data }) };
    let digest = hex::encode(Sha256::digest(json::canonical(&data)));
    let (digits, _) = digest.split_at(16);
    format!("{prefix}_{digits}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_rt::Map;
    use pgs_value::json;
    use proptest::prelude::*;

    fn made(data: Value, prefix: &str) -> Result<String, Violation> {
        run(Inputs { data: Field::json(data), prefix: prefix.into() }).map(|outputs| outputs.id)
    }

    #[test]
    fn what_is_no_object_is_wrapped() {
        assert_eq!(made(json!("x"), "A").unwrap(), made(json!({"value": "x"}), "A").unwrap());
        // printf '{"value":[1,"\\u00e9"]}' | sha256sum
        assert_eq!(made(json!([1, "é"]), "").unwrap(), "_c5a35d3c0bdfa4c3");
    }

    #[test]
    fn data_and_prefix_are_needed() {
        assert!(made(json!(null), "A").is_err());
        assert!(run(Inputs { data: json!(1).into(), prefix: Field::json(json!(5)) }).is_err());
        assert!(run(Inputs { data: json!(1).into(), prefix: Field::Unset }).is_err());
    }

    proptest! {
        #[test]
        fn the_order_of_keys_does_not_matter(entries in prop::collection::btree_map(".{0,8}", any::<i64>(), 0..8)) {
            let forwards: Map<String, Value> = entries.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
            let backwards: Map<String, Value> = entries.iter().rev().map(|(k, v)| (k.clone(), json!(v))).collect();
            prop_assert_eq!(made(Value::Object(forwards), "A").unwrap(), made(Value::Object(backwards), "A").unwrap());
        }

        #[test]
        fn other_data_give_other_identifiers(a in any::<i64>(), b in any::<i64>()) {
            prop_assert_eq!(made(json!(a), "A").unwrap() == made(json!(b), "A").unwrap(), a == b);
        }
    }
}
