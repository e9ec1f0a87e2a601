//! `capability_transforms::CT_PURE_FILTER_RECORDS_V0`: the records that meet every criterion.

use pgs_rt::Failure;

use crate::transforms::filter_records;
pub use crate::transforms::filter_records::{Inputs, Outputs};

/// Selects the records. Refuses where no record meets the criteria, or there are no records and criteria to look at.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    filter_records::run(inputs).map_err(Failure::Refused)
}

#[cfg(test)]
mod tests {
    use pgs_rt::{Field, Value};
    use pgs_value::json;

    use super::*;

    #[test]
    fn none_is_refused() {
        let source = json!([{"a": 1}, {"a": 2}]);
        let filter = |source: &Value, filter: Value| {
            run(Inputs { source: Field::json(source.clone()), filter: Field::json(filter) })
        };
        assert_eq!(filter(&source, json!({"a": true})).unwrap().extracted, [json!({"a": 1})]);
        for (source, criteria) in [(source.clone(), json!({"a": 3})), (json!(null), json!({})), (source, json!("a"))] {
            assert!(!filter(&source, criteria).unwrap_err().is_fault());
        }
        assert!(!run(Inputs::default()).unwrap_err().is_fault());
    }
}
