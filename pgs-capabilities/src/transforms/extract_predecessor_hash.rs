//! `blockchain::CT_PURE_EXTRACT_PREDECESSOR_HASH_V0`: the hash of the block that a block follows.

use pgs_rt::{Field, Map, Value, Violation};
use serde::{Deserialize, Serialize};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The block.
        pub block: Field<Map<String, Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The block's `predecessor_hash`; null if it has none.
        pub predecessor_hash: Option<String>,
    }
}

/// Reads the hash. Fails where the block is no object, or the hash no text.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    match inputs.block.required("block")?.remove("predecessor_hash") {
        None | Some(Value::Null) => Ok(Outputs { predecessor_hash: None }),
        Some(Value::String(hash)) => Ok(Outputs { predecessor_hash: Some(hash) }),
        Some(_) => Err(Violation::new("`block`: `predecessor_hash` is not of type string")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn extract(block: Value) -> Result<Option<String>, Violation> {
        run(Inputs { block: Field::json(block) }).map(|outputs| outputs.predecessor_hash)
    }

    #[test]
    fn the_hash_is_the_blocks_own() {
        assert_eq!(extract(json!({"predecessor_hash": "0xab", "height": 1})).unwrap(), Some("0xab".to_owned()));
        assert_eq!(extract(json!({"height": 0})).unwrap(), None);
        assert_eq!(extract(json!({"predecessor_hash": null})).unwrap(), None);
    }

    #[test]
    fn other_types_fail() {
        for block in [json!(null), json!("0xab"), json!({"predecessor_hash": 5})] {
            assert!(extract(block.clone()).is_err(), "{block}");
        }
    }
}
