//! `capability_transforms::CT_PURE_GENERATE_ID_V0`: an identifier made of what it identifies.

use pgs_rt::Failure;

use super::any_value::given;
use crate::transforms::generate_id;
pub use crate::transforms::generate_id::{Inputs, Outputs};

/// Makes the identifier: the first 16 hex digits of SHA-256 over the canonical JSON of the data. What is no object is
/// first put into one, under `value`; so is null. Faults where data or prefix is missing, or the prefix is no text.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let prefix = inputs.prefix.required("prefix").map_err(Failure::Fault)?;
    let data = given("data", &inputs.data).map_err(Failure::Fault)?;
    Ok(Outputs { id: generate_id::id(&prefix, data) })
}

#[cfg(test)]
mod tests {
    use pgs_rt::Field;
    use pgs_value::json;

    use super::*;

    #[test]
    fn null_is_identified_too() {
        let id = |data| run(Inputs { data: Field::json(data), prefix: "A".into() }).unwrap().id;
        assert_eq!(id(json!(null)), id(json!({"value": null})));
        assert!(run(Inputs { data: Field::json(json!(1)), prefix: Field::json(json!(1)) }).unwrap_err().is_fault());
        assert!(run(Inputs { prefix: "A".into(), ..Inputs::default() }).unwrap_err().is_fault());
    }
}
