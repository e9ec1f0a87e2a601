//! `causal_language_model::CT_PURE_CHOOSE_PERMITTED_TOKEN_V0`: the next token of a hosted response, among those that no rule
//! forbids.

use pgs_rt::{Failure, Field, Map, Value};
use serde::{Deserialize, Serialize};

use super::any_value;
use super::numbers::Judge;
use super::offer_next_words::{END, NOT_STOPPED};
use super::ranking::{Choice, ranked};
use crate::transforms::python;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// `opening` (with `reading`, `rules_in_force` and `ground_numbers`), `position`, `text`, `finished`, `limit`.
        pub state: Field<Map<String, Value>>,
        /// Objects `{token, likelihood}`; others are passed over.
        pub candidates: Field<Vec<Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// `position`, `candidates`, `chosen` (null where none is permitted), `stopped` (objects `{token, rule}`), `stopped_by`,
        /// `finished`, `within_length`.
        pub step: Map<String, Value>,
        /// The response with the chosen token; as it came where none is chosen.
        pub text: Value,
        /// Whether the response has ended.
        pub finished: bool,
        /// The rule that stopped the likeliest token where none is permitted, else `none`.
        pub stopped_by: Value,
        /// Whether the response has ended or is no longer than it may be.
        pub within_length: bool,
    }
}

/// Chooses a token. It is joined to the response as it is.
///
/// Texts are judged in their compatibility form (NFKC). A token is stopped by the first rule whose pattern is found in the
/// response with the token, ends within the token, and is not one of its exceptions; then by its numbers: one that can only
/// become a number that a rule forbids in what the model read is stopped by that rule, and where numbers are grounded, one that
/// no number of the reading begins with, or, at its end, is, by `numbers_from_the_reading`. Refuses a response that has ended,
/// and what is no state and no list; what is missing in the state is a fault.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let state = inputs.state.required("state").map_err(Failure::Refused)?;
    let offered = inputs.candidates.required("candidates").map_err(Failure::Refused)?;
    if state.get("finished").is_some_and(python::truthy) {
        return Err(Failure::refused("`state`: the response has ended"));
    }
    let opening = any_value::object("opening", any_value::part(&state, "opening")?)?;
    let rules = any_value::object("rules_in_force", any_value::part(opening, "rules_in_force")?)?;
    let judge = Judge::of(opening, rules)?;
    let position = next(any_value::part(&state, "position")?)?;
    let (text, limit) = (any_value::part(&state, "text")?, any_value::part(&state, "limit")?);
    let candidates = ranked("token", &offered)?;
    let (mut permitted, mut stopped, mut first_stop) = (Vec::new(), Vec::new(), None);
    for (token, _) in candidates {
        let rule = judge.stops(text, token)?;
        if rule.is_null() {
            permitted.push(token);
            continue;
        }
        stopped.push(pgs_value::json!({ "token": token, "rule": rule }));
        first_stop = first_stop.filter(python::truthy).or(Some(rule));
    }
    let chosen = if permitted.is_empty() { None } else { Some(Choice::of(rules, &position)?.among(&permitted)?) };
    let finished = chosen == Some(END);
    let text = match (chosen.filter(|_| !finished), text) {
        (Some(token), Value::String(text)) => Value::from(format!("{text}{token}")),
        (Some(_) | None, text) => text.clone(),
    };
    let none = if chosen.is_none() { first_stop.filter(python::truthy) } else { None };
    let stopped_by = none.unwrap_or_else(|| Value::from(NOT_STOPPED));
    let within_length = finished || chosen.is_none() || any_value::order(&position, limit)?.is_le();
    let is_candidate = |it: &Value| it.get("token").is_some_and(Value::is_string);
    let step = pgs_rt::map([
        ("position", position),
        ("candidates", Value::Array(offered.iter().filter(|it| is_candidate(it)).cloned().collect())),
        ("chosen", chosen.map_or(Value::Null, Value::from)),
        ("stopped", Value::Array(stopped)),
        ("stopped_by", stopped_by.clone()),
        ("finished", Value::Bool(finished)),
        ("within_length", Value::Bool(within_length)),
    ]);
    Ok(Outputs { step, text, finished, stopped_by, within_length })
}

/// The position after this one.
fn next(position: &Value) -> Result<Value, Failure> {
    if let Some(float) = position.as_number().filter(|it| it.is_f64()).and_then(pgs_rt::Number::as_f64) {
        return Ok(Value::from(float + 1.0));
    }
    crate::transforms::integer::write("position", any_value::counted("position", position)? + 1).map_err(Failure::Fault)
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn chosen(text: &str, tokens: &[&str], ground_numbers: bool) -> Outputs {
        let forbidden = json!([{"rule": "account", "pattern": "[0-9]{8}", "except": ["12345678"]}]);
        let opening = json!({
            "reading": {"material": "Yours is 12345678, hers 87654321, and 42."},
            "rules_in_force": {"forbidden": forbidden, "freedom": 0, "seed": 0},
            "ground_numbers": ground_numbers,
        });
        let state = json!({"opening": opening, "position": 1, "text": text, "finished": false, "limit": 2});
        let candidates: Vec<Value> = tokens.iter().map(|token| json!({"token": token, "likelihood": 1})).collect();
        run(Inputs { state: Field::json(state), candidates: Field::json(json!(candidates)) }).unwrap()
    }

    #[test]
    fn a_number_that_can_only_become_a_forbidden_one_is_not_begun() {
        let outputs = chosen("no ", &["8", "1", "x"], false);
        assert_eq!(outputs.text, "no 1");
        assert_eq!(outputs.step["stopped"], json!([{"token": "8", "rule": "account"}]));
        assert_eq!(outputs.step["position"], 2);
        // Subscript digits are digits.
        assert_eq!(chosen("", &["\u{2088}\u{2087}"], false).stopped_by, "account");
    }

    #[test]
    fn a_grounded_number_is_one_that_was_read() {
        assert_eq!(chosen("it is 4", &["2"], true).text, "it is 42");
        assert_eq!(chosen("it is 4", &["3"], true).stopped_by, "numbers_from_the_reading");
        assert_eq!(chosen("it is 4", &["3"], false).text, "it is 43");
        assert_eq!(chosen("it is 4", &["<end>"], true).stopped_by, "numbers_from_the_reading");
        assert!(chosen("it is 42", &["<end>"], true).finished);
    }

    #[test]
    fn a_state_that_lacks_something_is_a_fault_and_one_that_has_ended_is_refused() {
        let run = |state: Value| run(Inputs { state: Field::json(state), candidates: Field::json(json!([])) });
        assert!(run(json!({})).unwrap_err().is_fault());
        assert!(!run(json!({"finished": true})).unwrap_err().is_fault());
        assert!(!run(json!([])).unwrap_err().is_fault());
    }
}
