//! `causal_language_model::CT_IMPURE_OFFER_NEXT_WORDS_V0`: the step of a model, as the reference's test model takes it.

use pgs_rt::{Failure, Field, Map, Value};
use serde::{Deserialize, Serialize};

use super::any_value::given;
use super::{any_value, text};
use crate::transforms::python;

/// The word that ends a response.
pub(super) const END: &str = "<end>";

/// Where no rule has stopped a response.
pub(super) const NOT_STOPPED: &str = "none";

/// What the model tries at every word: the number of an account that is not the customer's.
const ACCOUNT_OF_ANOTHER: &str = "87654321";

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// What the model reads: its `supporting_material` is offered word by word.
        pub reading: Field<Map<String, Value>>,
        /// The response so far.
        pub text: Field<String>,
        /// Whether the response has ended.
        pub finished: Field<bool>,
        /// The rule that stopped the response, or `none`.
        pub stopped_by: Field<String>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// Objects `{word, likelihood}`; none where the response has ended or was stopped.
        pub candidates: Vec<Value>,
    }
}

/// Offers words. Refuses a reading that is no object where there is something to offer, and what is missing. It is declared as
/// not determined by its inputs: what it offers is recorded.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    given("reading", &inputs.reading).map_err(Failure::Refused)?;
    let response = given("text", &inputs.text).map_err(Failure::Refused)?;
    let finished = given("finished", &inputs.finished).map_err(Failure::Refused)?;
    let stopped_by = given("stopped_by", &inputs.stopped_by).map_err(Failure::Refused)?;
    if python::truthy(&finished) || stopped_by != NOT_STOPPED {
        return Ok(Outputs { candidates: Vec::new() });
    }
    let reading = inputs.reading.required("reading").map_err(Failure::Refused)?;
    let material = reading.get("supporting_material").filter(|it| python::truthy(it));
    let material = material.map(any_value::text).unwrap_or_default();
    let written = text::words(&any_value::text(&response)).count();
    let candidates = match text::words(&material).nth(written) {
        None => vec![candidate(END, 0.9)],
        Some(word) => vec![candidate(ACCOUNT_OF_ANOTHER, 0.6), candidate(word, 0.4)],
    };
    Ok(Outputs { candidates })
}

fn candidate(word: &str, likelihood: f64) -> Value {
    pgs_value::json!({ "word": word, "likelihood": likelihood })
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn offered(inputs: Value) -> Result<Value, Failure> {
        run(pgs_value::from_value(inputs).unwrap()).map(|outputs| Value::Array(outputs.candidates))
    }

    #[test]
    fn the_next_word_is_offered_until_the_material_ends() {
        let inputs = |text: &str| json!({"reading": {"supporting_material": "one two"}, "text": text, "finished": false, "stopped_by": "none"});
        let expected = json!([{"word": "87654321", "likelihood": 0.6}, {"word": "two", "likelihood": 0.4}]);
        assert_eq!(offered(inputs("one")), Ok(expected));
        assert_eq!(offered(inputs("one two")), Ok(json!([{"word": "<end>", "likelihood": 0.9}])));
    }

    #[test]
    fn nothing_is_offered_after_the_end() {
        for (finished, stopped_by) in
            [(json!(true), json!("none")), (json!(false), json!("a_rule")), (json!(0), json!(null))]
        {
            let inputs = json!({"reading": null, "text": "", "finished": finished, "stopped_by": stopped_by});
            assert_eq!(offered(inputs), Ok(json!([])));
        }
        let inputs = json!({"reading": null, "text": "", "finished": false, "stopped_by": "none"});
        assert!(!offered(inputs).unwrap_err().is_fault());
        assert!(!offered(json!({})).unwrap_err().is_fault());
    }
}
