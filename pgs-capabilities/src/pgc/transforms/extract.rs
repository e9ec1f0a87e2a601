//! `capability_transforms::CT_PURE_EXTRACT_V0`: one value out of an object.

use pgs_rt::{Failure, Field};

use super::any_value::given;
use crate::transforms::extract;
pub use crate::transforms::extract::{Inputs, Outputs};

/// Reads the value. Never refuses: it faults where the value is present and of another type, and where there is nothing to
/// read.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    given("type", &inputs.r#type).map_err(Failure::Fault)?;
    // A type that is no text names none.
    let r#type = match inputs.r#type {
        Field::Is(name) => Field::Is(name),
        Field::Unset | Field::Null | Field::Other(_) => Field::Is(String::new()),
    };
    extract::run(Inputs { r#type, ..inputs }).map_err(Failure::Fault)
}

#[cfg(test)]
mod tests {
    use pgs_rt::Value;
    use pgs_value::json;

    use super::*;

    fn extracted(inputs: Value) -> Result<Value, Failure> {
        run(pgs_value::from_value(inputs).unwrap()).map(|outputs| outputs.result)
    }

    #[test]
    fn what_can_not_be_read_is_a_fault() {
        assert_eq!(extracted(json!({"from": {"a": {"b": 1}}, "path": "a.b", "type": "number"})), Ok(json!(1)));
        assert_eq!(extracted(json!({"from": {"a": 1}, "path": "a", "type": null})), Ok(json!(1)));
        for inputs in [
            json!({"from": {"a": 1}, "path": "a", "type": "string"}),
            json!({"from": null, "path": "a", "type": "string"}),
            json!({"from": {}, "path": null, "type": "string"}),
            json!({"from": {}, "path": "a"}),
        ] {
            assert!(extracted(inputs).unwrap_err().is_fault());
        }
    }
}
