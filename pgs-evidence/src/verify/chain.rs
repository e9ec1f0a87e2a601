//! Every line as it was written, in its place, up to the seal.

use pgs_rt::json::ParseError;
use pgs_trace::{Event, GENESIS, Line, LineError, ROOT, RecordedEvent, Trace, check_chain};

use super::defect::{Checked, Defect};

/// One event that was read, with the number of its line.
pub(super) type Numbered<'t> = (usize, &'t RecordedEvent);

/// The events of a trace of which every line is where and as it was written.
pub(super) fn check(trace: &Trace) -> Checked<Vec<Numbered<'_>>> {
    let mut events: Vec<Numbered<'_>> = Vec::new();
    let mut before = GENESIS;
    for (n, line) in trace.lines.iter().enumerate() {
        let at = |defect| (line.number, defect);
        let event = readable(trace, n, line).map_err(at)?;
        if events.last().is_some_and(|(_, last)| last.seals()) {
            return Err(at(Defect::AfterSeal));
        }
        if !event.is_chained() {
            return Err(at(if n == 0 { Defect::NotChained } else { Defect::NoHash }));
        }
        in_place(trace, n, event).map_err(at)?;
        before = unchanged(line, event, before).map_err(at)?;
        events.push((line.number, event));
    }
    sealed(trace, &events)?;
    Ok(events)
}

fn readable<'t>(trace: &Trace, n: usize, line: &'t Line) -> Result<&'t RecordedEvent, Defect> {
    let last = n + 1 == trace.lines.len();
    line.event.as_ref().map_err(|error| match error {
        LineError::OtherFormat(format) if n == 0 => Defect::OtherFormat(*format),
        _ if last && !trace.ends => Defect::CutOff,
        LineError::NotJson(ParseError::UnexpectedEnd { .. }) if line.text.is_empty() => Defect::EmptyLine,
        // Behind it stands the next trace of its file.
        LineError::NotJson(ParseError::UnexpectedEnd { .. }) if last => Defect::CutOff,
        error => Defect::NoEvent(error.clone()),
    })
}

/// Whether the event is the one that follows on those before it.
fn in_place(trace: &Trace, n: usize, event: &RecordedEvent) -> Result<(), Defect> {
    let place = number(n);
    let Some(seq) = event.seq() else { return Err(Defect::SeqNotNumber) };
    if seq == place {
        return Ok(());
    }
    let at = |seq: u64, lines: &[Line]| {
        let found = |line: &&Line| line.event.as_ref().is_ok_and(|event| event.seq() == Some(seq));
        lines.iter().find(found).map(|line| line.number)
    };
    let (earlier, later) = trace.lines.split_at(n.min(trace.lines.len()));
    let following = later.get(1).and_then(|line| line.event.as_ref().ok()?.seq());
    Err(if following == Some(number(n + 1)) {
        Defect::SeqAltered { seq, place }
    } else if let Some(line) = at(seq, earlier) {
        Defect::Added { seq, line }
    } else if let Some(line) = at(place, later) {
        Defect::Moved { place, line }
    } else if seq == place + 1 {
        Defect::RemovedOne(place)
    } else if seq > place {
        Defect::Removed { first: place, last: seq - 1 }
    } else {
        Defect::MovedOrAdded { seq, place }
    })
}

fn number(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX).saturating_add(1)
}

/// Whether the line is as it was written; then its hash.
fn unchanged<'t>(line: &Line, event: &'t RecordedEvent, before: &str) -> Result<&'t str, Defect> {
    let hash = event.hash().ok_or(Defect::HashNotText)?;
    check_chain(before, &line.text, hash)?;
    // Whoever writes hashes of his own may still not write lines of his own.
    event.is_exactly(&line.text)?;
    Ok(hash)
}

/// Whether the last event is the one with which the run ended.
fn sealed(trace: &Trace, events: &[Numbered<'_>]) -> Checked<()> {
    let Some((line, last)) = events.last() else { return Err((1, Defect::EmptyFile)) };
    let defect = if !last.seals() {
        Defect::NotSealed
    } else if last.span() != Some(ROOT) || !matches!(last.event(), Event::WorkflowEnd(_) | Event::Error(_)) {
        Defect::SealedEarly
    } else if !trace.ends {
        Defect::NoLineBreak
    } else {
        return Ok(());
    };
    Err((*line, defect))
}
