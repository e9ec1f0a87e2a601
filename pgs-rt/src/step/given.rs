//! The secrets among what a step is given, and where they turn up in what it is answered.

use pgs_trace::{Flow, Redaction, Secrets, below, visit_values};

use crate::run::{Places, within};
use crate::{Run, StepId, Value, View};

/// A shorter number turns up everywhere.
const SHORTEST_NUMBER: usize = 4;

/// The secrets among what a step is given.
#[derive(Default)]
pub(super) struct Given {
    /// Where they stand.
    places: Places,
    /// The texts there, and numbers as texts.
    texts: Vec<String>,
    /// Whether there is any.
    any: bool,
}

impl Given {
    /// Secrets at these places.
    pub fn at(places: Places) -> Self {
        Self { places, ..Self::default() }
    }

    /// Where they stand.
    pub fn places(&self) -> &[String] {
        &self.places
    }

    /// Whether there is any.
    pub fn any(&self) -> bool {
        self.any
    }

    /// Notes what of that the step is given is secret.
    pub fn look_at(&mut self, redaction: &Redaction, inputs: &Value) {
        let Self { places, texts, any } = self;
        visit_values(inputs.into(), &mut String::new(), &mut |at, value| {
            if redaction.hides_at(at) || places.iter().any(|place| below(place, at) == Some("")) {
                *any = true;
                let is_found = |text: &String| match value {
                    View::Text(_) => !text.is_empty(),
                    _ => text.len() >= SHORTEST_NUMBER,
                };
                texts.extend(text_of(value).filter(is_found));
            }
        });
    }

    /// Where what the step was answered holds a secret: one that it was given, or, of a side effect, that the run has met.
    fn found_in(&self, redaction: &Redaction, answer: View<'_>, of_run: bool) -> Places {
        let mut places = Places::new();
        visit_values(answer, &mut String::new(), &mut |at, value| {
            let is_secret = |text: &String| {
                (self.any && redaction.finds(text, &self.texts)) || (of_run && redaction.finds_any(text))
            };
            if text_of(value).is_some_and(|text| is_secret(&text)) {
                places.push(at.to_owned());
            }
        });
        places
    }

    /// What the event of the step's end may not show.
    pub fn at_end(
        mut self,
        run: &Run,
        id: &StepId,
        maps: &[Flow],
        (answer, results): (Option<&Value>, View<'_>),
    ) -> Secrets {
        let redaction = run.redaction();
        // A side effect answers in the words of the protocol, a transform in its own.
        let (answer, within_answer) = match (answer, id.op) {
            (Some(answer), None) => (answer.get("outputs"), "answer/outputs"),
            (answer, _) => (answer, "answer"),
        };
        let unmapped = match (answer, id.op) {
            (Some(answer), None) => unmapped(answer.into(), results),
            _ => Places::new(),
        };
        let mut at = within(within_answer, &unmapped);
        if redaction.is_empty() {
            return Secrets { at, ..Secrets::default() };
        }
        // What is mapped to a suppressed output is a secret before any of this event is shown.
        redaction.learn(results);
        let drawn = run.journal().secret_draws();
        self.any |= run.journal().drew_secret();
        self.texts.extend(drawn);
        let of_run = id.op.is_some() && run.has_secrets();
        let mut raw = answer.map(|answer| self.found_in(redaction, answer.into(), of_run)).unwrap_or_default();
        if id.op.is_some() {
            // With what it ended is a word of the protocol, whatever else has the same.
            raw.retain(|at| at != "/status");
        }
        let (mut mapped, raw) = run.result_secrets(id.name, maps, raw);
        mapped.extend(self.found_in(redaction, results, of_run));
        at.extend(within(within_answer, &raw));
        at.extend(within("results", &mapped));
        if !at.is_empty() {
            run.meets_secrets();
        }
        Secrets { at, texts: self.texts, of_run: id.op.is_some(), says: false }
    }
}

/// Where the answer of a transform holds a text that the contract maps to no output: it may be a secret that has no
/// name yet.
fn unmapped(answer: View<'_>, results: View<'_>) -> Places {
    let mut places = Places::new();
    visit_values(answer, &mut String::new(), &mut |at, value| {
        if matches!(value, View::Text(text) if !text.is_empty() && !results.holds(text)) {
            places.push(at.to_owned());
        }
    });
    places
}

/// A text, or a number as one.
fn text_of(value: View<'_>) -> Option<String> {
    match value {
        View::Text(text) => Some(text.to_owned()),
        View::Integer(number) => Some(number.to_string()),
        View::Number(number) => Some(number.to_string()),
        View::Null | View::Bool(_) | View::Array(_) | View::Object(_) | View::Fields(_) => None,
    }
}
