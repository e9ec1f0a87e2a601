//! `book_library_mgmt::CT_PURE_SELECT_RECORDS_V0`: the records that equal what is asked for, if there are any.

use pgs_rt::{Failure, Field, Map, Value, json};
use serde::{Deserialize, Serialize};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The records. What is no object is passed over.
        pub source: Field<Vec<Value>>,
        /// By field, the value that it must equal; a field that a record lacks equals null.
        pub filter: Field<Map<String, Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The records, in their order; possibly none.
        pub extracted: Vec<Value>,
    }
}

/// Selects the records. Refuses where there are no records or criteria to look at; none that is found is no refusal.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let mut extracted = inputs.source.required("source").map_err(Failure::Refused)?;
    let filter = inputs.filter.required("filter").map_err(Failure::Refused)?;
    extracted.retain(|record| record.as_object().is_some_and(|record| equals(record, &filter)));
    Ok(Outputs { extracted })
}

fn equals(record: &Map<String, Value>, filter: &Map<String, Value>) -> bool {
    filter.iter().all(|(field, wanted)| json::equal(record.get(field).unwrap_or(&Value::Null), wanted))
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    #[test]
    fn none_is_an_answer() {
        let source = json!([{"a": 1}, {"a": null}, {}, 5]);
        let select = |filter: Value| run(Inputs { source: Field::json(source.clone()), filter: Field::json(filter) });
        assert_eq!(select(json!({"a": true})).unwrap().extracted, [json!({"a": 1})]);
        assert_eq!(select(json!({"a": null})).unwrap().extracted.len(), 2);
        assert_eq!(select(json!({"a": "present"})).unwrap().extracted.len(), 0);
        assert!(!select(json!([])).unwrap_err().is_fault());
    }
}
