//! `causal_language_model::CT_PURE_ASSEMBLE_MODEL_READING_V0`: what a model reads, and how long it is.

use num_bigint::BigInt;
use pgs_rt::{Failure, Field, Map, Value};
use serde::{Deserialize, Serialize};

use super::text;
use crate::transforms::integer;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// What the model is told.
        pub system_prompt: Field<String>,
        /// What it is asked.
        pub question: Field<String>,
        /// What it may answer from.
        pub supporting_material: Field<String>,
        /// How many words it can read at once; at least 1.
        pub reading_capacity: Field<i64>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// `system_prompt`, `question` and `supporting_material`.
        pub reading: Map<String, Value>,
        /// How many words these are.
        pub reading_length: i64,
    }
}

/// Assembles the reading. Refuses one that is longer than the model can read, and parts of another type.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let mut reading = Map::new();
    let mut length = 0;
    for (name, part) in [
        ("system_prompt", inputs.system_prompt),
        ("question", inputs.question),
        ("supporting_material", inputs.supporting_material),
    ] {
        let part = part.required(name).map_err(Failure::Refused)?;
        length += text::words(&part).count();
        reading.insert(name.to_owned(), Value::String(part));
    }
    let capacity = integer::required("reading_capacity", inputs.reading_capacity).map_err(Failure::Refused)?;
    if capacity < BigInt::from(1) {
        return Err(Failure::refused("`reading_capacity` is less than 1"));
    }
    if BigInt::from(length) > capacity {
        return Err(Failure::refused("the reading has more words than `reading_capacity`"));
    }
    let reading_length = i64::try_from(length).map_err(|_| Failure::fault("the reading is too long to be counted"))?;
    Ok(Outputs { reading, reading_length })
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn assembled(material: Value, capacity: Value) -> Result<Value, Failure> {
        let inputs = json!({
            "system_prompt": "Be brief.", "question": " why ", "supporting_material": material,
            "reading_capacity": capacity,
        });
        run(pgs_value::from_value(inputs).unwrap()).map(|outputs| json!(outputs))
    }

    #[test]
    fn words_are_counted() {
        let reading = json!({"system_prompt": "Be brief.", "question": " why ", "supporting_material": "a\u{1d}b"});
        assert_eq!(assembled(json!("a\u{1d}b"), json!(5)), Ok(json!({"reading": reading, "reading_length": 5})));
    }

    #[test]
    fn everything_else_is_refused() {
        for (material, capacity) in
            [(json!("a b"), json!(4)), (json!(1), json!(9)), (json!(""), json!(0)), (json!(""), json!(9.0))]
        {
            assert!(!assembled(material, capacity).unwrap_err().is_fault());
        }
    }
}
