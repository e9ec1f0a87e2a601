//! `blockchain::CT_PURE_HASH_BLOCK`: the hash that a block's successor names.

use pgs_rt::{Field, Map, Value, Violation, json};
use serde::{Deserialize, Serialize};

use super::{hex_bytes, keccak256_hash::keccak256};

pgs_rt::described! {
    /// What the transform reads.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The block, whole.
        pub block: Field<Map<String, Value>>,
    }

    /// What the transform yields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Outputs {
        /// Keccak-256 of the block's canonical JSON: `0x` and 64 hex digits.
        pub content_hash: String,
    }
}

/// Hashes the block. The order of its keys does not matter.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let block = Value::Object(inputs.block.required("block")?);
    Ok(Outputs { content_hash: hex_bytes::write(keccak256(json::canonical(&block).as_bytes())) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(text: &str) -> Result<String, Violation> {
        run(Inputs { block: Field::json(json::parse(text).unwrap()) }).map(|outputs| outputs.content_hash)
    }

    // Computed with Python's json and PyCryptodome.
    #[test]
    fn known_answers() {
        let block = r#"{"height": 3, "proposer": "Ünï 🦀", "weights": [1.0, 1e-05, 12.5,
            1000000000000000000000000000000], "body": {"b": null, "a": true}}"#;
        let reordered = r#"{"body": {"a": true, "b": null}, "proposer": "Ünï 🦀", "height": 3,
            "weights": [1.0, 0.00001, 1.25e1, 1000000000000000000000000000000]}"#;
        let hashed = "0x3956db8e317275516c17751302ea25fd586397b9827fb98fd477d15d34bdcb65";
        assert_eq!(hash(block).unwrap(), hashed);
        assert_eq!(hash(reordered).unwrap(), hashed);
        assert_eq!(hash("{}").unwrap(), "0xb48d38f93eaa084033fc5970bf96e559c33c4cdc07d889ab00b4d63f9590739d");
    }

    #[test]
    fn what_is_not_an_object_is_a_violation() {
        for text in ["null", "[]", "\"block\"", "1"] {
            assert!(hash(text).is_err());
        }
        assert!(run(Inputs::default()).is_err());
    }
}
