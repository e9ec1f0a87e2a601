//! A recording and its repetitions, line by line.
//!
//! A sentence of an `ERROR` is each implementation's own, and is not compared. A value that differs from the recorded one is
//! none of the run's if it differs between repetitions, too: then it follows from what is drawn, and has to have the form of
//! the recorded one. One that follows from random bytes alone has to stand for the same recorded one everywhere.

use std::collections::BTreeMap;

use pgs_pgc::{Map, Value};

use crate::replay::Unrecorded;

type Line = Map<String, Value>;

/// What an `ERROR` says in words of the schema.
const REFUSALS: [&str; 5] =
    ["capability fault", "unlisted step outcome", "unknown continuation", "unrouted outcome", "no admission contract"];

/// How a recording and its repetition compare.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Compared {
    /// So many lines are the same; then one of both ends, or both.
    Same { lines: usize, unrecorded: Unrecorded },
    /// The line of this number, from 0, depends on what is drawn.
    Depends { number: usize, unrecorded: Unrecorded },
    /// The line of this number differs.
    Differs { number: usize, unrecorded: Unrecorded },
}

/// Why two values are not the same.
enum Mismatch {
    /// What is there depends on what is drawn.
    Depends,
    /// The recorded one is another.
    Differs,
}

/// Compares a recording with a repetition; two more, at another time and with other random bytes, tell what is drawn.
pub(super) fn compare(recorded: &[Line], repeated: &[Line], others: Option<[&[Line]; 2]>) -> Compared {
    let mut draws = Draws::default();
    let both = recorded.len().min(repeated.len());
    for (number, (left, right)) in recorded.iter().zip(repeated).enumerate() {
        let (left, right) = (draws.compared(left, right), compared(right));
        let there = others.map(|others| others.map(|lines| lines.get(number).map(compared)));
        let others = there.as_ref().map(|there| there.each_ref().map(|line| line.as_ref().map(|(line, _)| line)));
        match draws.object(&left, &right.0, others) {
            Ok(()) => {}
            Err(Mismatch::Depends) => return Compared::Depends { number, unrecorded: draws.unrecorded },
            Err(Mismatch::Differs) => return Compared::Differs { number, unrecorded: draws.unrecorded },
        }
    }
    let is_longer = |lines: &[Line]| lines.len() != repeated.len();
    if recorded.len() != repeated.len() && others.is_some_and(|others| others.into_iter().any(is_longer)) {
        return Compared::Depends { number: both, unrecorded: draws.unrecorded };
    }
    Compared::Same { lines: both, unrecorded: draws.unrecorded }
}

/// A line without sentences, and those.
fn compared(line: &Line) -> (Line, Vec<Value>) {
    let mut line = line.clone();
    let mut sentences = Vec::new();
    if line.get("event_type").is_some_and(|event| *event == "ERROR")
        && let Some(Value::Object(detail)) = line.get_mut("detail")
    {
        sentences.extend(detail.shift_remove("reason"));
        if !detail.get("message").and_then(Value::as_str).is_some_and(|message| REFUSALS.contains(&message)) {
            sentences.extend(detail.insert("message".to_owned(), Value::Null));
        }
    }
    (line, sentences)
}

/// What was found to be drawn.
#[derive(Default)]
struct Draws {
    unrecorded: Unrecorded,
    /// What stands for what, of values that follow from random bytes: drawn ones for recorded ones, and the other way round.
    recorded_of: BTreeMap<String, String>,
    drawn_of: BTreeMap<String, String>,
}

impl Draws {
    /// The recorded line as it is compared.
    fn compared(&mut self, recorded: &Line, repeated: &Line) -> Line {
        let ((recorded, left), (_, right)) = (compared(recorded), compared(repeated));
        self.unrecorded.sentences |= left != right;
        recorded
    }

    fn object(&mut self, recorded: &Line, repeated: &Line, others: Option<[Option<&Line>; 2]>) -> Result<(), Mismatch> {
        if recorded == repeated {
            return Ok(());
        }
        let has_keys = |line: &Line| line.len() == repeated.len() && line.keys().all(|key| repeated.contains_key(key));
        if !has_keys(recorded) {
            let depends = others.is_some_and(|others| others.iter().any(|line| !line.is_some_and(has_keys)));
            return Err(if depends { Mismatch::Depends } else { Mismatch::Differs });
        }
        for (key, recorded) in recorded {
            let (Some(repeated), at) = (repeated.get(key), |line: Option<&Line>| line?.get(key).cloned()) else {
                return Err(Mismatch::Differs);
            };
            self.value(recorded, repeated, others.map(|others| others.map(at)))?;
        }
        Ok(())
    }

    fn value(
        &mut self,
        recorded: &Value,
        repeated: &Value,
        others: Option<[Option<Value>; 2]>,
    ) -> Result<(), Mismatch> {
        if recorded == repeated {
            return Ok(());
        }
        match (recorded, repeated) {
            (Value::Object(recorded), Value::Object(repeated)) => {
                let others = others.as_ref().map(|others| others.each_ref().map(|it| it.as_ref()?.as_object()));
                self.object(recorded, repeated, others)
            }
            (Value::Array(recorded), Value::Array(repeated)) if recorded.len() == repeated.len() => {
                for (n, (recorded, repeated)) in recorded.iter().zip(repeated).enumerate() {
                    let at = |it: &Option<Value>| it.as_ref()?.as_array()?.get(n).cloned();
                    self.value(recorded, repeated, others.as_ref().map(|others| others.each_ref().map(at)))?;
                }
                Ok(())
            }
            _ => self.leaf(recorded, repeated, others),
        }
    }

    /// Values that differ, and are not of parts that can be told apart.
    fn leaf(&mut self, recorded: &Value, repeated: &Value, others: Option<[Option<Value>; 2]>) -> Result<(), Mismatch> {
        let Some([another_time, other_bytes]) = others else { return Err(Mismatch::Differs) };
        let differs = |it: &Option<Value>| it.as_ref() != Some(repeated);
        let (of_time, of_bytes) = (differs(&another_time), differs(&other_bytes));
        if !of_time && !of_bytes {
            return Err(Mismatch::Differs);
        }
        let has_form = |it: &Option<Value>| it.as_ref().is_some_and(|it| form(it) == form(repeated));
        if form(repeated).is_none() || !has_form(&another_time) || !has_form(&other_bytes) {
            return Err(Mismatch::Depends);
        }
        if form(recorded) != form(repeated) || (!of_time && !self.stands_for(recorded, repeated)) {
            return Err(Mismatch::Differs);
        }
        self.unrecorded.values += 1;
        Ok(())
    }

    /// Whether a drawn text stands for the same recorded one as everywhere.
    fn stands_for(&mut self, recorded: &Value, drawn: &Value) -> bool {
        let (Some(recorded), Some(drawn)) = (recorded.as_str(), drawn.as_str()) else { return true };
        let same = |known: &mut BTreeMap<String, String>, of: &str, is: &str| {
            *known.entry(of.to_owned()).or_insert_with(|| is.to_owned()) == is
        };
        same(&mut self.recorded_of, drawn, recorded) && same(&mut self.drawn_of, recorded, drawn)
    }
}

/// The form of a value that may be drawn: of a text its characters, with `0` for hexadecimal digits; of a number nothing but
/// that it is one.
fn form(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            Some(text.chars().map(|c| if c.is_ascii_digit() || ('a'..='f').contains(&c) { '0' } else { c }).collect())
        }
        Value::Number(_) => Some(String::new()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
