//! `causal_language_model::CT_PURE_CHOOSE_PERMITTED_WORD_V0`: the next word of a response, among those that no rule forbids.

use pgs_rt::{Failure, Field, Map, Value, Violation};
use serde::{Deserialize, Serialize};

use super::any_value::{self, given};
use super::forbidden::Forbidden;
use super::offer_next_words::{END, NOT_STOPPED};
use super::ranking::{Choice, ranked};
use crate::transforms::python;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// Objects `{word, likelihood}`; others are passed over.
        pub candidates: Field<Vec<Value>>,
        /// `forbidden`, a list of `{rule, pattern, except}`; `freedom`, among how many more than one is chosen; `seed`.
        pub rules_in_force: Field<Map<String, Value>>,
        /// Which word of the response this is.
        pub position: Field<i64>,
        /// The response so far.
        pub text: Field<String>,
        /// Whether it has ended.
        pub finished: Field<bool>,
        /// The rule that stopped it, or `none`.
        pub stopped_by: Field<String>,
        /// What was stopped so far.
        pub stopped: Field<Vec<Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The response with the chosen word; as it came where none is chosen.
        pub text: Value,
        /// Whether the response has ended; as it came where it was over before.
        pub finished: Value,
        /// The rule that stopped the likeliest word where none is permitted, else `none`; as it came where it was over before.
        pub stopped_by: Value,
        /// What was stopped so far, and the words that are stopped here: objects `{position, word, rule}`.
        pub stopped: Vec<Value>,
    }
}

/// Chooses a word. A response that has ended or was stopped is left as it is.
///
/// A word is stopped by the first rule whose pattern is found in the response with the word, ends within the word, and is not one
/// of its exceptions (without spaces and dashes). Of the permitted ones, likeliest first, the first `freedom` and one more are
/// looked at, and the one at `seed` plus `position`, counted around, is chosen. Refuses what is missing; what can't be compared,
/// counted or read as a pattern is a fault.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let read = inputs.read().map_err(Failure::Refused)?;
    let mut stopped = any_value::items("stopped", &read.stopped)?;
    if python::truthy(&read.finished) || read.stopped_by != NOT_STOPPED {
        let Read { text, finished, stopped_by, .. } = read;
        return Ok(Outputs { text, finished, stopped_by, stopped });
    }
    let rules = any_value::object("rules_in_force", &read.rules_in_force)?;
    let forbidden = Forbidden::of(rules);
    let offered = any_value::items("candidates", &read.candidates)?;
    let mut permitted = Vec::new();
    let mut first_stop = None;
    for (word, _) in ranked("word", &offered)? {
        let joined = joined(&read.text, word);
        let rule = forbidden.stops(&joined, joined.chars().count() - word.chars().count())?;
        if rule.is_null() {
            permitted.push(word);
            continue;
        }
        stopped.push(pgs_value::json!({ "position": read.position, "word": word, "rule": rule }));
        first_stop = first_stop.filter(python::truthy).or(Some(rule));
    }
    let (no, none) = (Value::Bool(false), Value::from(NOT_STOPPED));
    if permitted.is_empty() {
        let stopped_by = first_stop.filter(python::truthy).unwrap_or(none);
        return Ok(Outputs { text: read.text, finished: no, stopped_by, stopped });
    }
    let word = Choice::of(rules, &read.position)?.among(&permitted)?;
    Ok(if word == END {
        Outputs { text: read.text, finished: Value::Bool(true), stopped_by: none, stopped }
    } else {
        Outputs { text: Value::from(joined(&read.text, word)), finished: no, stopped_by: none, stopped }
    })
}

/// The response with one more word.
fn joined(text: &Value, word: &str) -> String {
    if python::truthy(text) { format!("{} {word}", any_value::text(text)) } else { word.to_owned() }
}

/// The inputs, all of which are there.
struct Read {
    candidates: Value,
    rules_in_force: Value,
    position: Value,
    text: Value,
    finished: Value,
    stopped_by: Value,
    stopped: Value,
}

impl Inputs {
    fn read(&self) -> Result<Read, Violation> {
        Ok(Read {
            candidates: given("candidates", &self.candidates)?,
            rules_in_force: given("rules_in_force", &self.rules_in_force)?,
            position: given("position", &self.position)?,
            text: given("text", &self.text)?,
            finished: given("finished", &self.finished)?,
            stopped_by: given("stopped_by", &self.stopped_by)?,
            stopped: given("stopped", &self.stopped)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn chosen(candidates: Value, rules: Value, text: &str) -> Result<Outputs, Failure> {
        let inputs = json!({
            "candidates": candidates, "rules_in_force": rules, "position": 1, "text": text, "finished": false,
            "stopped_by": "none", "stopped": [],
        });
        run(pgs_value::from_value(inputs).unwrap())
    }

    fn offer() -> Value {
        json!([{"word": "5678", "likelihood": 0.6}, {"word": "hello", "likelihood": 0.4}, {"word": "<end>"}, 5])
    }

    fn rules(except: &[&str], freedom: i64) -> Value {
        let rule = json!({"rule": "account", "pattern": "[0-9]{4} ?[0-9]{4}", "except": except});
        json!({"forbidden": [rule], "freedom": freedom, "seed": 1})
    }

    #[test]
    fn a_word_that_completes_a_forbidden_one_is_stopped() {
        let outputs = chosen(offer(), rules(&[], 0), "no 1234").unwrap();
        assert_eq!(outputs.text, "no 1234 hello");
        assert_eq!(outputs.stopped, [json!({"position": 1, "word": "5678", "rule": "account"})]);
        assert_eq!(chosen(offer(), rules(&["1234-5678"], 0), "1234").unwrap().text, "1234 5678");
        assert_eq!(chosen(offer(), rules(&[], 0), "").unwrap().text, "5678");
    }

    #[test]
    fn freedom_and_seed_choose_and_the_end_ends() {
        // The third of three: (1 + 1) mod 3.
        let outputs = chosen(offer(), rules(&[], 5), "").unwrap();
        assert_eq!((outputs.text, outputs.finished), (json!(""), json!(true)));
    }

    #[test]
    fn where_nothing_is_permitted_the_rule_is_named() {
        let offer = json!([{"word": "5678"}]);
        let outputs = chosen(offer, rules(&[], 0), "1234").unwrap();
        assert_eq!((outputs.text, outputs.stopped_by), (json!("1234"), json!("account")));
        assert_eq!(chosen(json!([]), json!({}), "1234").unwrap().stopped_by, "none");
    }

    #[test]
    fn what_can_not_be_read_is_a_fault_where_it_is_reached() {
        let broken = json!({"forbidden": [{"rule": "r", "pattern": "("}]});
        assert!(chosen(offer(), broken.clone(), "").unwrap_err().is_fault());
        assert!(chosen(json!([]), broken, "").is_ok());
        assert!(chosen(offer(), json!({"freedom": 1.0}), "").unwrap_err().is_fault());
        assert!(chosen(json!([{"word": "a", "likelihood": null}]), json!({}), "").unwrap_err().is_fault());
        assert!(!run(Inputs::default()).unwrap_err().is_fault());
    }
}
