//! `causal_language_model::CT_PURE_FORM_MODEL_IDENTITY_KEY_V0`: the key that identifies a model.

use pgs_rt::{Failure, Field, Map, Value, json};
use serde::{Deserialize, Serialize};

use super::identity_key;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// How the model is built; not empty. The order of its keys does not count.
        pub description: Field<Map<String, Value>>,
        /// The fingerprint of its training.
        pub fingerprint: Field<String>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The description as canonical JSON, `|`, and the fingerprint without blanks around it, in which a `|` is written `\|`.
        pub identity_key: String,
    }
}

/// Forms the key. Refuses a part that is empty or of another type, and a key of more than 256 characters.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let description = inputs.description.required("description").map_err(Failure::Refused)?;
    if description.is_empty() {
        return Err(Failure::refused("`description` is empty"));
    }
    let fingerprint = identity_key::stripped("fingerprint", inputs.fingerprint)?;
    let canonical = json::canonical(&Value::Object(description));
    Ok(Outputs { identity_key: identity_key::joined(&[&canonical, &fingerprint])? })
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn key(description: Value, fingerprint: &str) -> Result<String, Failure> {
        let inputs = Inputs { description: Field::json(description), fingerprint: fingerprint.into() };
        run(inputs).map(|outputs| outputs.identity_key)
    }

    #[test]
    fn the_order_of_keys_does_not_count() {
        assert_eq!(key(json!({"b": [1, 2.0], "a": "é"}), " f|1 "), Ok(r#"{"a":"\u00e9","b":[1,2.0]}|f\|1"#.to_owned()));
        for (description, fingerprint) in [(json!({}), "f"), (json!([]), "f"), (json!({"a": 1}), " ")] {
            assert!(!key(description, fingerprint).unwrap_err().is_fault());
        }
        assert!(!key(json!({"a": "x".repeat(250)}), "f").unwrap_err().is_fault());
    }
}
