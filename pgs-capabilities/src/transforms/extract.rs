//! `capability_transforms::CT_PURE_EXTRACT_V0`: one value out of an object.

use pgs_rt::{Field, Value, Violation};
use serde::{Deserialize, Serialize};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The object to read.
        pub from: Field<Value>,
        /// The keys on the way to the value, joined with dots.
        pub path: Field<String>,
        /// The type that the value must have: `string`, `number`, `object` or `array`; another word allows any.
        pub r#type: Field<String>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The value; null if it is absent.
        pub result: Value,
    }
}

/// Reads the value. Fails where it is present and of another type.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let from = inputs.from.required("from")?;
    let path = inputs.path.required("path")?;
    let expected = inputs.r#type.required("type")?;
    let found = path.split('.').try_fold(&from, |value, key| value.as_object()?.get(key));
    let result = found.cloned().unwrap_or_default();
    if result.is_null() || has_type(&result, &expected) {
        Ok(Outputs { result })
    } else {
        Err(Violation::new("`from`: the value at `path` is not of the type that `type` names"))
    }
}

fn has_type(value: &Value, expected: &str) -> bool {
    match expected {
        "string" => value.is_string(),
        // To the reference, a boolean is a number.
        "number" => value.is_number() || value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn extract(from: Value, path: &str, r#type: &str) -> Result<Value, Violation> {
        run(Inputs { from: Field::json(from), path: path.into(), r#type: r#type.into() }).map(|outputs| outputs.result)
    }

    #[test]
    fn a_path_leads_to_a_value_or_to_null() {
        let from = json!({"a": {"b": [1], "c": null}, "": {"": 5}});
        assert_eq!(extract(from.clone(), "a.b", "array").unwrap(), json!([1]));
        assert_eq!(extract(from.clone(), ".", "number").unwrap(), json!(5));
        for path in ["a.c", "a.x", "a.b.0", "x.y", "a.c.d", "$.a"] {
            assert_eq!(extract(from.clone(), path, "string").unwrap(), json!(null), "{path}");
        }
        assert_eq!(extract(json!([1]), "0", "number").unwrap(), json!(null));
    }

    #[test]
    fn a_value_of_another_type_fails() {
        let values = [("string", json!("a")), ("number", json!(1.5)), ("object", json!({})), ("array", json!([]))];
        for (of, value) in &values {
            for (wanted, _) in &values {
                assert_eq!(extract(json!({"a": value}), "a", wanted).is_ok(), of == wanted, "{of} {wanted}");
            }
        }
        assert_eq!(extract(json!({"a": true}), "a", "boolean").unwrap(), json!(true));
    }

    #[test]
    fn every_input_is_needed() {
        assert!(extract(json!(null), "a", "string").is_err());
        assert!(run(Inputs { from: json!({}).into(), path: "a".into(), r#type: Field::Null }).is_err());
        assert!(run(Inputs { from: json!({}).into(), path: Field::Unset, r#type: "string".into() }).is_err());
    }
}
