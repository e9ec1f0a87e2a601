//! The comparison of one trace.

use std::fmt::Write as _;

use crate::style::Look;
use pgs_evidence::replay::{Replay, ReplayError, Unrecorded};
use pgs_evidence::text::{cut, plain, plural};
use pgs_rt::{Divergence, ReplayOutcome, Side, Value, json};

/// How much of one side is shown.
const SHOWN: usize = 600;

/// A line, and below it what a reader needs where run and recording differ.
pub(super) fn text(replay: &Replay, look: Look) -> String {
    let (trace, events) = (plain(&replay.trace), replay.events);
    let hidden = hidden(replay);
    match &replay.outcome {
        Ok(ReplayOutcome::Identical) => format!("{}  {trace} ({events} events{hidden})\n", look.good("identical")),
        Ok(ReplayOutcome::BreaksOff) => {
            let identical = look.good("identical");
            format!("{identical}  {trace} (all {events} events there are; the recording breaks off{hidden})\n")
        }
        Ok(ReplayOutcome::InPart { number, reason }) => {
            let (same, reason) = (number.saturating_sub(1), plain(reason));
            let in_part = look.warning("in part");
            let changed = suppression(replay).map_or_else(String::new, |it| format!("; {it}"));
            let changed = changed + &unrecorded(replay.unrecorded);
            format!(
                "{in_part}    {trace} (the first {same} of {events} events are identical; then {reason}{changed})\n"
            )
        }
        Ok(ReplayOutcome::Diverged(divergence)) => {
            let (number, cause) = (divergence.number, cause(replay, divergence));
            let sides = sides(divergence);
            let diverged = look.bad("diverged");
            format!("{diverged}   {trace} at event {number} of {events}{cause}\n{sides}\n{}", protocols(replay))
        }
        Err(error) => {
            let options = if matches!(error, ReplayError::NoPayload) { " (--payload, --data-root)" } else { "" };
            format!("{} {trace}: {}{options}\n", look.bad("impossible"), plain(&error.to_string()))
        }
    }
}

/// What was not compared.
fn hidden(replay: &Replay) -> String {
    let hidden = match (replay.suppressed, replay.older) {
        (false, _) => "",
        (true, false) => "; suppressed values were not compared",
        (true, true) => {
            "; suppressed values were not compared; an older build wrote it, in which a text that looks as one is taken for one"
        }
    };
    let changed = suppression(replay).map_or_else(String::new, |it| format!("; {it}"));
    let unnamed = if replay.unnamed { "; it does not say of which protocol it is" } else { "" };
    format!("{hidden}{changed}{unnamed}{}", unrecorded(replay.unrecorded))
}

/// What a trace of PGC does not hold.
fn unrecorded(unrecorded: Unrecorded) -> String {
    let Unrecorded { values, sentences } = unrecorded;
    let mut out = String::new();
    if values > 0 {
        // Writing to a String can't fail.
        let _ = write!(
            out,
            "; of {values} value{} that follow from the time or from random bytes, which it does not hold, only the form was compared",
            plural(values)
        );
    }
    if sentences {
        out.push_str("; the sentence of an error differs, which is each implementation's own");
    }
    out
}

/// Which keys one of both protocols alone suppresses.
pub(super) fn suppression(replay: &Replay) -> Option<String> {
    let keys: Vec<String> = replay.suppression.iter().map(|it| format!("`{}`", plain(it))).collect();
    (!keys.is_empty()).then(|| format!("one of both protocols suppresses {}, and the other does not", keys.join(", ")))
}

/// A suppressed value stands for another one: what is decided on it may be decided otherwise.
fn cause(replay: &Replay, divergence: &Divergence) -> String {
    match divergence.cause {
        Some(cause) => format!(" ({cause})"),
        None if replay.suppressed => " (values are suppressed, which may be the reason)".to_owned(),
        None => String::new(),
    }
}

fn protocols(replay: &Replay) -> String {
    let Some(protocols) = &replay.protocols else { return String::new() };
    let mut out = String::new();
    // Writing to a String can't fail.
    let _ = writeln!(out, "  protocol: recorded {}", plain(&protocols.recorded));
    let _ = writeln!(out, "            replayed {}", protocols.current);
    out
}

/// Both sides of a divergence, a line each.
fn sides(divergence: &Divergence) -> String {
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
    let detail = side.detail.iter().filter(|(key, value)| Side::is_name(key) || !same(key, value));
    let detail: Vec<String> = detail.map(|(key, value)| format!("{key}={}", json::compact(value))).collect();
    let words = [Some(side.kind.as_str()), side.op.as_deref(), side.status.as_deref()];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    cut(format!("{} {}", words.join(" "), detail.join(" ")).trim_end(), SHOWN)
}
