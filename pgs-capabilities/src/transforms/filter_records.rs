//! `capability_transforms::CT_PURE_FILTER_RECORDS_V0`: the records that meet every criterion.

use pgs_rt::{Field, Map, Value, Violation, json};
use serde::{Deserialize, Serialize};

/// The criterion that a field is met by not being null.
const PRESENT: &str = "present";

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// By field, the value that it must have, or `"present"` where any but null will do.
        pub filter: Field<Map<String, Value>>,
        /// The records. What is no object meets nothing.
        pub source: Field<Vec<Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The records that meet every criterion, in their order; at least one.
        pub extracted: Vec<Value>,
    }
}

/// Selects the records. Fails where no record meets the criteria.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let filter = inputs.filter.required("filter")?;
    let mut extracted = inputs.source.required("source")?;
    extracted.retain(|record| record.as_object().is_some_and(|record| matches(record, &filter)));
    if extracted.is_empty() {
        return Err(Violation::new("`source`: no record meets `filter`"));
    }
    Ok(Outputs { extracted })
}

fn matches(record: &Map<String, Value>, filter: &Map<String, Value>) -> bool {
    filter.iter().all(|(field, criterion)| {
        let value = record.get(field).unwrap_or(&Value::Null);
        if criterion == PRESENT { !value.is_null() } else { json::equal(value, criterion) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;
    use proptest::prelude::*;

    fn filter(source: Value, filter: Value) -> Result<Value, Violation> {
        run(Inputs { filter: Field::json(filter), source: Field::json(source) }).map(|o| Value::Array(o.extracted))
    }

    #[test]
    fn records_meet_every_criterion() {
        let source = json!([{"a": 1, "b": null}, {"a": 1.0, "b": 2}, {"a": 2, "b": 2}, "a", null]);
        assert_eq!(filter(source.clone(), json!({"a": 1})).unwrap(), json!([{"a": 1, "b": null}, {"a": 1.0, "b": 2}]));
        assert_eq!(filter(source.clone(), json!({"a": 1, "b": "present"})).unwrap(), json!([{"a": 1.0, "b": 2}]));
        assert_eq!(filter(source.clone(), json!({"c": null, "b": null})).unwrap(), json!([{"a": 1, "b": null}]));
        assert_eq!(filter(source, json!({})).unwrap().as_array().unwrap().len(), 3);
    }

    #[test]
    fn none_is_a_violation() {
        for (source, criteria) in [
            (json!([]), json!({})),
            (json!([{"a": 1}]), json!({"a": "1"})),
            (json!([{"a": null}]), json!({"a": "present"})),
            (json!(null), json!({})),
            (json!({"a": 1}), json!({})),
            (json!([{"a": 1}]), json!(null)),
        ] {
            assert!(filter(source.clone(), criteria.clone()).is_err(), "{source} {criteria}");
        }
    }

    proptest! {
        #[test]
        fn what_is_extracted_is_a_part_of_the_source_in_its_order(
            records in prop::collection::vec((0..3, 0..3), 1..20), a in 0..3, b in 0..3
        ) {
            let source: Vec<Value> = records.iter().enumerate().map(|(n, (a, b))| json!({"n": n, "a": a, "b": b})).collect();
            let extracted = filter(json!(source), json!({"a": a, "b": b})).unwrap_or_else(|_| json!([]));
            let expected: Vec<Value> = source.into_iter().filter(|r| r["a"] == json!(a) && r["b"] == json!(b)).collect();
            prop_assert_eq!(extracted, json!(expected));
        }
    }
}
