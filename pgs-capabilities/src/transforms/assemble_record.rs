//! `capability_transforms::CT_PURE_ASSEMBLE_RECORD_V0`: several values as one record.

use pgs_rt::{Field, Map, Value, Violation};
use serde::{Deserialize, Deserializer, Serialize};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Inputs {
        /// The record's fields.
        pub fields: Field<Map<String, Value>>,
        /// Every other argument, by its name.
        pub others: Map<String, Value>,
    }
}

/// By hand, because a flattened map does not keep numbers of any size.
impl<'de> Deserialize<'de> for Inputs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut others = Map::deserialize(deserializer)?;
        let fields = others.shift_remove("fields").map_or(Field::Unset, Field::json);
        Ok(Self { fields, others })
    }
}

pgs_rt::described! {
    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The record.
        pub record: Map<String, Value>,
    }
}

/// Gives `fields`, or else all other arguments as one object. Fails where there is neither, or `fields` is no object.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    match inputs.fields.clone().optional("fields")? {
        Some(record) => Ok(Outputs { record }),
        None if inputs.others.is_empty() => inputs.fields.required("fields").map(|record| Outputs { record }),
        None => Ok(Outputs { record: inputs.others }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assemble(arguments: &str) -> Result<String, Violation> {
        run(pgs_value::from_str(arguments).unwrap()).map(|o| pgs_rt::json::compact(&Value::Object(o.record)))
    }

    #[test]
    fn fields_are_the_record() {
        assert_eq!(assemble(r#"{"fields":{"b":1,"a":null},"c":2}"#).unwrap(), r#"{"b":1,"a":null}"#);
        assert_eq!(assemble(r#"{"fields":{},"c":2}"#).unwrap(), "{}");
    }

    #[test]
    fn without_fields_all_other_arguments_are_the_record() {
        let record = r#"{"b":10000000000000000000000000,"a":{"c":[]}}"#;
        assert_eq!(assemble(record).unwrap(), record);
        assert_eq!(assemble(r#"{"fields":null,"c":2}"#).unwrap(), r#"{"c":2}"#);
    }

    #[test]
    fn nothing_and_other_types_fail() {
        for arguments in ["{}", r#"{"fields":null}"#, r#"{"fields":[]}"#, r#"{"fields":"a","c":2}"#] {
            assert!(assemble(arguments).is_err(), "{arguments}");
        }
    }
}
