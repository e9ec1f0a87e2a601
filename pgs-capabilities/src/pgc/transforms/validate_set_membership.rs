//! `capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0`: a gate that only members of a set pass.

use pgs_rt::{Failure, json};

use super::any_value::given;
pub use crate::transforms::validate_set_membership::{Inputs, Outputs};

/// Looks for the value, null too, as Python's `in` does. Refuses where it is no member.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let value = given("value", &inputs.value).map_err(Failure::Refused)?;
    let allowed = inputs.allowed_set.required("allowed_set").map_err(Failure::Refused)?;
    if allowed.iter().any(|member| json::equal(member, &value)) {
        Ok(Outputs { is_member: true })
    } else {
        Err(Failure::refused("`value` is not in `allowed_set`"))
    }
}

#[cfg(test)]
mod tests {
    use pgs_rt::{Field, Value};
    use pgs_value::json;

    use super::*;

    #[test]
    fn null_may_be_a_member_and_all_else_is_refused() {
        let validate =
            |value: Value, set: Value| run(Inputs { value: Field::json(value), allowed_set: Field::json(set) });
        assert!(validate(json!(null), json!([null])).is_ok());
        assert!(validate(json!(true), json!([1.0])).is_ok());
        assert!(!validate(json!("a"), json!(["b"])).unwrap_err().is_fault());
        assert!(!validate(json!("a"), json!("a")).unwrap_err().is_fault());
        assert!(!run(Inputs { allowed_set: Field::json(json!([null])), ..Inputs::default() }).unwrap_err().is_fault());
    }
}
