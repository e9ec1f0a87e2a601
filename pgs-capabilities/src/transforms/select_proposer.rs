//! `blockchain::CT_PURE_SELECT_PROPOSER_V0`: the proposer of a round, each validator in turn.

use num_bigint::{BigInt, Sign};
use pgs_rt::{Field, Value, Violation};
use serde::{Deserialize, Serialize};

use super::integer;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The validators that may propose, each an object with `actor_id`.
        pub eligible_validators: Field<Vec<Value>>,
        /// The round, counted from 0.
        pub round_number: Field<i64>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The `actor_id` of the validator whose turn it is.
        pub proposer_id: Option<String>,
    }
}

/// Selects `eligible_validators[round_number mod n]`. Fails on an empty list, on a negative round, and where the
/// validator has no `actor_id`.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let validators = inputs.eligible_validators.required("eligible_validators")?;
    let round = integer::required("round_number", inputs.round_number)?;
    if round.sign() == Sign::Minus {
        return Err(Violation::new("`round_number` is negative"));
    }
    if validators.is_empty() {
        return Err(Violation::new("`eligible_validators` is empty"));
    }
    let turn = usize::try_from(round % BigInt::from(validators.len())).ok();
    let selected = turn.and_then(|turn| validators.get(turn));
    // A remainder is less than what is divided by.
    let selected = selected.ok_or_else(|| Violation::new("`eligible_validators` is empty"))?;
    match selected.as_object().and_then(|validator| validator.get("actor_id")) {
        Some(Value::String(actor)) => Ok(Outputs { proposer_id: Some(actor.clone()) }),
        Some(Value::Null) => Ok(Outputs { proposer_id: None }),
        Some(_) => Err(Violation::new("`eligible_validators`: `actor_id` is not of type string")),
        None => Err(Violation::new("`eligible_validators`: a member has no `actor_id`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn select(validators: Value, round: Value) -> Result<Option<String>, Violation> {
        run(Inputs { eligible_validators: Field::json(validators), round_number: Field::json(round) })
            .map(|outputs| outputs.proposer_id)
    }

    #[test]
    fn each_validator_has_its_turn() {
        let validators = json!([{"actor_id": "a"}, {"actor_id": "b"}, {"actor_id": "c"}]);
        let turns: Vec<_> = (0..7).map(|n| select(validators.clone(), json!(n)).unwrap().unwrap()).collect();
        assert_eq!(turns, ["a", "b", "c", "a", "b", "c", "a"]);
        assert_eq!(select(validators.clone(), json!(i64::MAX)).unwrap(), Some("b".to_owned()));
        let late = pgs_value::json::parse("18446744073709551617").unwrap();
        assert_eq!(select(validators, late).unwrap(), Some("c".to_owned()));
    }

    #[test]
    fn without_a_validator_or_a_round_it_fails() {
        let one = json!([{"actor_id": "a"}]);
        for (validators, round) in [
            (json!([]), json!(0)),
            (json!(null), json!(0)),
            (json!([{"id": "a"}]), json!(0)),
            (json!(["actor_id"]), json!(0)),
            (json!([{"actor_id": 5}]), json!(0)),
            (one.clone(), json!(-1)),
            (one.clone(), json!(null)),
            (one, json!(0.0)),
        ] {
            assert!(select(validators.clone(), round.clone()).is_err(), "{validators} {round}");
        }
    }
}
