//! What is printed of one trace.

use std::fmt::Write as _;

use pgs_rt::{Divergence, Side, Value, json};

use super::{Outcome, Replayed};
use crate::evidence::text::{cut, plain};

/// How much of one side is shown.
const SHOWN: usize = 600;

/// The comparison of one trace: a line, and below it what a reader needs where both differ.
pub(crate) fn text(replayed: &Replayed) -> String {
    let (trace, events) = (plain(&replayed.trace), replayed.events);
    let hidden = if replayed.suppressed { "; suppressed values were not compared" } else { "" };
    // Writing to a String can't fail.
    let mut out = String::new();
    let _ = match &replayed.outcome {
        Outcome::Identical => writeln!(out, "identical  {trace} ({events} events{hidden})"),
        Outcome::BreaksOff => {
            writeln!(out, "identical  {trace} (all {events} events there are; the recording breaks off{hidden})")
        }
        Outcome::Suppressed(number, reason) => {
            let same = number.saturating_sub(1);
            writeln!(
                out,
                "in part    {trace} (the first {same} of {events} events are identical; then {})",
                plain(reason)
            )
        }
        Outcome::Diverged(divergence) => {
            let number = divergence.number;
            writeln!(out, "diverged   {trace} at event {number} of {events}{}\n{}", cause(replayed), sides(divergence))
        }
        Outcome::Impossible(reason) => writeln!(out, "impossible {trace}: {}", plain(reason)),
    };
    if let (Some((then, now)), Outcome::Diverged(_)) = (&replayed.protocols, &replayed.outcome) {
        let _ = writeln!(out, "  protocol: recorded {}\n            replayed {now}", plain(then));
    }
    out
}

/// A suppressed value stands for another one: what is decided on it may be decided otherwise.
fn cause(replayed: &Replayed) -> &'static str {
    if replayed.suppressed { " (values are suppressed, which may be the reason)" } else { "" }
}

/// Both sides of a divergence, a line each.
pub(super) fn sides(divergence: &Divergence) -> String {
    let Divergence { recorded, replayed, .. } = divergence;
    format!(
        "  recorded: {}\n  replayed: {}",
        side(recorded.as_ref(), replayed.as_ref(), "nothing: the recording ends here"),
        side(replayed.as_ref(), recorded.as_ref(), "nothing: the run ends here, or asks for something else")
    )
}

/// One side: the event, and of its detail what the other side does not have.
fn side(side: Option<&Side>, other: Option<&Side>, nothing: &str) -> String {
    let Some(side) = side else { return nothing.to_owned() };
    let same = |key: &str, value: &Value| other.and_then(|other| other.detail.get(key)) == Some(value);
    let detail = side.detail.iter().filter(|(key, value)| NAMES.contains(&key.as_str()) || !same(key, value));
    let detail: Vec<String> = detail.map(|(key, value)| format!("{key}={}", json::compact(value))).collect();
    let words = [Some(side.kind.as_str()), side.op.as_deref(), side.status.as_deref()];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    cut(format!("{} {}", words.join(" "), detail.join(" ")).trim_end(), SHOWN)
}

/// What says which event it is.
const NAMES: [&str; 4] = ["cc_fqdn", "node", "step", "nested_wf_fqdn"];
