//! `ai_governance::CT_PURE_TERMINATION_CHECK_V0`: whether every sequence ends in 1.

use pgs_rt::{Field, Map, Value, Violation, json};
use serde::{Deserialize, Serialize};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// Sequences by their number.
        pub sequences: Field<Map<String, Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// Whether `non_terminating` is empty.
        pub all_terminate: bool,
        /// The keys whose sequence is no list, is empty, or does not end in 1, in the order of `sequences`.
        pub non_terminating: Vec<Value>,
    }
}

/// Looks at the last value of each sequence. Fails only where `sequences` is no object.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let non_terminating: Vec<Value> = inputs
        .sequences
        .required("sequences")?
        .into_iter()
        .filter(|(_, sequence)| !terminates(sequence))
        .map(|(key, _)| Value::String(key))
        .collect();
    Ok(Outputs { all_terminate: non_terminating.is_empty(), non_terminating })
}

fn terminates(sequence: &Value) -> bool {
    sequence.as_array().and_then(|values| values.last()).is_some_and(|last| json::equal(last, &Value::from(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn check(sequences: Value) -> Result<Outputs, Violation> {
        run(Inputs { sequences: Field::json(sequences) })
    }

    #[test]
    fn names_the_sequences_that_do_not_end_in_one() {
        let outputs = check(json!({"2": [2, 1], "3": [3, 10], "4": [], "5": 1, "1": [1.0]})).unwrap();
        assert_eq!(
            outputs,
            Outputs { all_terminate: false, non_terminating: vec!["3".into(), "4".into(), "5".into()] }
        );
    }

    #[test]
    fn no_sequences_all_terminate() {
        assert_eq!(check(json!({})).unwrap(), Outputs { all_terminate: true, non_terminating: vec![] });
    }

    #[test]
    fn sequences_must_be_an_object() {
        assert!(check(json!(null)).is_err());
        assert!(check(json!([[1]])).is_err());
    }
}
