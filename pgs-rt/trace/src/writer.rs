//! How the line of an event is written, up to its hash.

use pgs_value::{View, json};

use crate::line::next;
use crate::{Event, SCHEMA_VERSION, WorkflowId};

/// How long the parts that all lines begin with are at most, mostly.
const USUAL: usize = 192;

/// What every line of a trace has in common: up to the event type, and from there to the address of the contract.
pub(crate) struct Common {
    start: String,
    place: String,
}

/// What a line says beside its event.
pub(crate) struct Written<'a> {
    /// Nanoseconds since the trace was begun.
    pub time: u64,
    /// The number of the event, from 1.
    pub seq: u64,
    /// The span.
    pub span: &'a str,
}

impl Common {
    /// That of a trace with this id.
    pub fn new(id: &str, workflow: WorkflowId) -> Self {
        let [mut start, mut place] = [USUAL; 2].map(String::with_capacity);
        start.push('{');
        start.push_str(next::SCHEMA_VERSION.trim_start_matches(','));
        json::write_text(&mut start, SCHEMA_VERSION);
        start.push_str(next::TRACE_ID);
        json::write_text(&mut start, id);
        start.push_str(next::EVENT_TYPE);
        place.push_str(next::DOMAIN);
        json::write_text(&mut place, workflow.domain);
        place.push_str(next::WORKFLOW);
        json::write_integer(&mut place, workflow.address);
        place.push_str(next::CONTRACT);
        Self { start, place }
    }

    /// Writes the line of an event up to its hash. `detail` appends the detail.
    pub fn write(&self, line: &mut String, event: &Event<'_>, detail: impl FnOnce(&mut String)) {
        let fields = event.line_fields();
        line.push_str(&self.start);
        json::write_text(line, event.name());
        line.push_str(&self.place);
        json::write_compact(line, fields.contract.map_or(View::Null, View::Integer));
        line.push_str(next::STEP);
        json::write_compact(line, fields.step.map_or(View::Null, View::Integer));
        line.push_str(next::OP);
        json::write_compact(line, fields.op.map_or(View::Null, View::Text));
        line.push_str(next::STATUS);
        json::write_compact(line, fields.status.map_or(View::Null, View::Text));
        line.push_str(next::DETAIL);
        detail(line);
    }
}

impl Written<'_> {
    /// Goes on with the line of an event, up to its hash.
    pub fn write(&self, line: &mut String, seals: bool) {
        line.push_str(next::TIME);
        json::write_integer(line, self.time);
        line.push_str(next::SEQ);
        json::write_integer(line, self.seq);
        line.push_str(next::SPAN);
        json::write_text(line, self.span);
        if seals {
            line.push_str(next::SEALED);
            json::write_compact(line, View::Bool(true));
        }
    }
}
