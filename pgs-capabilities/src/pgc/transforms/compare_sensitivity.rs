//! `causal_language_model::CT_PURE_COMPARE_SENSITIVITY_V0`: a gate that only kinds up to a ceiling pass.

use pgs_rt::{Failure, Field, Value, json};
use serde::{Deserialize, Serialize};

use super::any_value::given;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The most sensitive kind that is there. Declared as a text, compared as whatever it is.
        pub kind: Field<Value>,
        /// The most sensitive kind that may be there.
        pub ceiling: Field<Value>,
        /// All kinds, least sensitive first.
        pub kinds: Field<Vec<Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// True: a kind above the ceiling is refused.
        pub within_ceiling: bool,
    }
}

/// Compares the places of both kinds. Refuses a kind above the ceiling, kinds that are not listed, and an empty list.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let kind = given("kind", &inputs.kind).map_err(Failure::Refused)?;
    let ceiling = given("ceiling", &inputs.ceiling).map_err(Failure::Refused)?;
    let kinds = inputs.kinds.required("kinds").map_err(Failure::Refused)?;
    let place = |name: &str, wanted: &Value| {
        let place = kinds.iter().position(|kind| json::equal(kind, wanted));
        place.ok_or_else(|| Failure::refused(format!("`{name}` is not one of `kinds`")))
    };
    if place("kind", &kind)? > place("ceiling", &ceiling)? {
        return Err(Failure::refused("`kind` is more sensitive than `ceiling`"));
    }
    Ok(Outputs { within_ceiling: true })
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    #[test]
    fn a_kind_above_the_ceiling_is_refused() {
        let compare = |kind: &str, ceiling: &str| {
            let kinds = Field::json(json!(["public", "internal", "secret"]));
            run(Inputs { kind: Field::json(json!(kind)), ceiling: Field::json(json!(ceiling)), kinds })
        };
        assert!(compare("public", "internal").is_ok());
        assert!(compare("internal", "internal").is_ok());
        for (kind, ceiling) in [("secret", "internal"), ("other", "secret"), ("public", "other")] {
            assert!(!compare(kind, ceiling).unwrap_err().is_fault(), "{kind} {ceiling}");
        }
    }
}
