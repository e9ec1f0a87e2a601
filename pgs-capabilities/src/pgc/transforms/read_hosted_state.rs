//! `causal_language_model::CT_PURE_READ_HOSTED_STATE_V0`: where a hosted request stands, by the records of its trail.

use std::cmp::Ordering;

use pgs_rt::{Failure, Field, Map, Value};
use serde::{Deserialize, Serialize};

use super::any_value;
use super::offer_next_words::END;
use crate::transforms::integer;

/// The outcome of the record with which a request begins.
const OPENING: &str = "WRITING";

/// The outcome of a record of one token.
const STEP: &str = "STEP";

/// The outcomes with which a request ends.
const CLOSING: [&str; 3] = ["RESPONDED", "REFUSED", "FAILED"];

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The entries of the request's trail, as the store gives them.
        pub entries: Field<Vec<Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// `opening` (the opening record), `position` (how many steps were taken), `text` (the response so far), `finished`, and
        /// `limit` (how many tokens it may have).
        pub state: Map<String, Value>,
    }
}

/// Reads the records by their sequence numbers. Refuses a trail without an opening record, and one that was closed. Sequence
/// numbers that have no order, and an opening record without its limits, are faults.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let entries = inputs.entries.required("entries").map_err(Failure::Refused)?;
    let records = records(&entries)?;
    let has = |record: &Map<String, Value>, outcome: &str| record.get("outcome").is_some_and(|it| it == outcome);
    let opening = records.iter().find(|record| has(record, OPENING));
    let opening = *opening.ok_or_else(|| Failure::refused("`entries` have no opening record"))?;
    if records.iter().any(|record| CLOSING.iter().any(|outcome| has(record, outcome))) {
        return Err(Failure::refused("`entries` have a closing record"));
    }
    let steps = records.iter().filter(|record| has(record, STEP));
    let chosen: Vec<Option<&str>> = steps.map(|step| step.get("chosen").and_then(Value::as_str)).collect();
    let text: String = chosen.iter().flatten().copied().filter(|token| *token != END).collect();
    let limit = limit(opening, "maximum_response_length")?.min(limit(opening, "longest_response")?);
    let state = pgs_rt::map([
        ("opening", Value::Object(opening.clone())),
        ("position", Value::from(chosen.len())),
        ("text", Value::String(text)),
        ("finished", Value::Bool(chosen.contains(&Some(END)))),
        ("limit", integer::write("limit", limit).map_err(Failure::Fault)?),
    ]);
    Ok(Outputs { state })
}

fn limit(opening: &Map<String, Value>, name: &str) -> Result<num_bigint::BigInt, Failure> {
    any_value::truncated(name, any_value::part(opening, name)?)
}

type Entry<'e> = &'e Map<String, Value>;

/// The records of the entries, by their sequence numbers; entries with equal ones keep their order.
fn records(entries: &[Value]) -> Result<Vec<Entry<'_>>, Failure> {
    let zero = Value::from(0);
    let number = |entry: &Entry<'_>| entry.get("sequence_number").unwrap_or(&zero).clone();
    let mut ordered: Vec<Entry<'_>> = Vec::with_capacity(entries.len());
    for entry in entries.iter().filter_map(Value::as_object) {
        let wanted = number(&entry);
        let is_behind = |other: &Entry<'_>| any_value::order(&number(other), &wanted).map(Ordering::is_gt);
        // Most come in their order.
        let (mut low, mut high) = match ordered.last() {
            Some(last) if is_behind(last)? => (0, ordered.len()),
            Some(_) | None => (ordered.len(), ordered.len()),
        };
        while let Some(other) = ordered.get(low.midpoint(high)).filter(|_| low < high) {
            (low, high) = if is_behind(other)? { (low, low.midpoint(high)) } else { (low.midpoint(high) + 1, high) };
        }
        ordered.insert(low, entry);
    }
    Ok(ordered.into_iter().filter_map(|entry| entry.get("record")?.as_object()).collect())
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn state(entries: Value) -> Result<Value, Failure> {
        run(Inputs { entries: Field::json(entries) }).map(|outputs| Value::Object(outputs.state))
    }

    fn opening() -> Value {
        json!({"outcome": "WRITING", "maximum_response_length": "7", "longest_response": 5.9})
    }

    #[test]
    fn the_trail_is_read_in_its_order() {
        let entries = json!([
            {"sequence_number": 3, "record": {"outcome": "STEP", "chosen": "b"}},
            {"sequence_number": 1, "record": opening()},
            {"sequence_number": 2.5, "record": {"outcome": "STEP", "chosen": "a"}},
            {"sequence_number": 4, "record": {"outcome": "STEP", "chosen": "<end>"}},
            "passed over",
        ]);
        let expected = json!({"opening": opening(), "position": 3, "text": "ab", "finished": true, "limit": 5});
        assert_eq!(state(entries), Ok(expected));
    }

    #[test]
    fn a_trail_without_beginning_or_with_an_end_is_refused() {
        assert!(!state(json!([])).unwrap_err().is_fault());
        let closed = json!([{"record": opening()}, {"record": {"outcome": "FAILED"}}]);
        assert!(!state(closed).unwrap_err().is_fault());
        assert!(!state(json!(null)).unwrap_err().is_fault());
    }

    #[test]
    fn what_has_no_order_or_no_limit_is_a_fault() {
        let mixed = json!([{"sequence_number": 1, "record": opening()}, {"sequence_number": "2"}]);
        assert!(state(mixed).unwrap_err().is_fault());
        assert!(state(json!([{"record": {"outcome": "WRITING"}}])).unwrap_err().is_fault());
    }
}
