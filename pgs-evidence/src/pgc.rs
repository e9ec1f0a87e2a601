//! Traces of PGC: which these are, and their lines. `pgs-pgc` defines what they hold.

use pgs_pgc::event::{Header, Line, SCHEMA_VERSION};
use pgs_trace::{LineError, RecordedEvent, Trace, UnreadableLine};

/// Whether this is a trace of PGC: the first version of a schema that stands in it is that of PGC.
pub(crate) fn is_pgc(trace: &Trace) -> bool {
    trace.schema_version() == Some(SCHEMA_VERSION)
}

/// What a line of a trace is.
pub(crate) enum Read<'t> {
    /// The first one, which says of which snapshot the trace is.
    Header(Header<'t>),
    /// An event, and the line as it stands there.
    Event(Line<'t>, &'t RecordedEvent),
}

/// The lines that can be read, each with its number in the file.
pub(crate) fn lines(trace: &Trace) -> impl Iterator<Item = (usize, Read<'_>)> {
    trace.lines.iter().filter_map(|line| Some((line.number, read(line.event.as_ref().ok()?).ok()?)))
}

/// Reads a line.
pub(crate) fn read(recorded: &RecordedEvent) -> Result<Read<'_>, LineError> {
    let read = if recorded.classifies() {
        Header::read(recorded.members()).map(Read::Header)
    } else {
        Line::read(recorded.members()).map(|line| Read::Event(line, recorded))
    };
    read.map_err(|error| LineError::NoEvent(error.to_string()))
}

/// The lines that can't be read.
pub(crate) fn unreadable(trace: &Trace) -> Vec<UnreadableLine> {
    let error = |line: &pgs_trace::Line| match &line.event {
        Ok(recorded) => read(recorded).err(),
        Err(error) => Some(error.clone()),
    };
    trace.lines.iter().filter_map(|line| Some(UnreadableLine { line: line.number, error: error(line)? })).collect()
}
