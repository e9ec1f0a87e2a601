//! Whether an answer of which parts are not shown can be one that its step gives.

use pgs_trace::visit_values;
use pgs_value::{Value, View, object};

/// What may stand in the place of a value that is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// Any value.
    Anything,
    /// A text or a number.
    TextOrNumber,
    /// A text.
    Text,
}

impl Unknown {
    /// One value of each type that may stand there, beside the text that does.
    fn others(self) -> Vec<Value> {
        let number = || Value::from(0);
        match self {
            Self::Anything => {
                vec![number(), Value::from(false), Value::Null, Value::Array(Vec::new()), object([])]
            }
            Self::TextOrNumber => vec![number()],
            Self::Text => Vec::new(),
        }
    }
}

/// How many answers are tried.
const TRIES: usize = 4096;

/// Whether this answer can be read with other values in place of what is not shown. What stands deepest is tried last: it
/// mostly is data, which reads as it is.
pub(super) fn can_be_read(
    answer: &Value,
    unknown: &dyn Fn(&str, &str) -> Option<Unknown>,
    reads: &dyn Fn(&Value) -> bool,
) -> bool {
    let mut places: Vec<(String, Vec<Value>)> = Vec::new();
    visit_values(answer.into(), &mut String::new(), &mut |at, value| {
        if let View::Text(text) = value
            && let Some(unknown) = unknown(at, text)
        {
            places.push((at.to_owned(), unknown.others()));
        }
    });
    places.sort_by_key(|(at, _)| at.matches('/').count());
    let mut tries = 1_usize;
    places.retain(|(_, others)| {
        let more = tries.saturating_mul(others.len() + 1);
        let fits = more <= TRIES;
        tries = if fits { more } else { tries };
        fits
    });
    (0..tries).any(|mut n| {
        let mut answer = answer.clone();
        for (at, others) in &places {
            let choice = n % (others.len() + 1);
            n /= others.len() + 1;
            if let Some((value, other)) = answer.pointer_mut(at).zip(others.get(choice)) {
                *value = other.clone();
            }
        }
        reads(&answer)
    })
}
