//! `capability_transforms::CT_PURE_VALIDATE_RECORD_STRUCTURE_V0`: what a record lacks of its schema.

use pgs_rt::Failure;

use crate::transforms::validate_record_structure::check;
pub use crate::transforms::validate_record_structure::{Inputs, Outputs};

/// Checks the record. Never refuses: it faults where record or schema is no object, and where it comes to a rule that can't be
/// read (a pattern that is no regular expression, a bound that is no number).
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let record = inputs.record.required("record").map_err(Failure::Fault)?;
    let schema = inputs.schema.required("schema").map_err(Failure::Fault)?;
    let findings = check(&record, &schema);
    if let Some(rule) = findings.iter().find_map(|it| it.unreadable) {
        return Err(Failure::fault(format!("`schema`: a rule `{rule}` can't be read")));
    }
    Ok(Outputs { violations: findings.into_iter().filter_map(|it| it.violation).collect() })
}

#[cfg(test)]
mod tests {
    use pgs_rt::{Field, Value};
    use pgs_value::json;

    use super::*;

    fn validated(record: Value, schema: Value) -> Result<Vec<Value>, Failure> {
        run(Inputs { record: Field::json(record), schema: Field::json(schema) }).map(|outputs| outputs.violations)
    }

    #[test]
    fn what_is_broken_is_listed() {
        let violation = json!({"field": "a", "rule": "pattern", "message": "Field 'a' does not match pattern 'b+'"});
        assert_eq!(validated(json!({"a": "x"}), json!({"a": {"pattern": "b+"}})), Ok(vec![violation]));
        assert_eq!(validated(json!({}), json!({"a": {"pattern": "("}})), Ok(vec![]));
    }

    #[test]
    fn what_can_not_be_read_is_a_fault() {
        for rules in [
            json!({"pattern": "("}),
            json!({"pattern": ["a"]}),
            json!({"min_length": "2"}),
            json!({"max_value": []}),
            json!({"lte_field": ["b"]}),
        ] {
            assert!(validated(json!({"a": "2"}), json!({"a": rules})).unwrap_err().is_fault(), "{rules}");
        }
        assert!(validated(json!([]), json!({})).unwrap_err().is_fault());
        assert!(validated(json!({}), json!(null)).unwrap_err().is_fault());
    }
}
