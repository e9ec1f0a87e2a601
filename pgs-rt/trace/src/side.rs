//! What is compared of an event when a run is repeated.

use pgs_value::{Map, Value};

use crate::detail::{MARKS, NOTES};
use crate::draw::DRAWS;
use crate::event::{ADMISSION, CONTRACT, Event, LineFields, NESTED, NODE, PROTOCOL, RUN_ID, STEP};
use crate::marked::shown;

/// What is compared of an event: not its addresses, times and hashes, which another build or day makes others.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// The event type.
    pub kind: String,
    /// The operation of a side effect.
    pub op: Option<String>,
    /// The status of a contract or workflow.
    pub status: Option<String>,
    /// The detail without draws, notes, and, of the first event, protocol digest, admission mode and
    /// run id.
    pub detail: Map<String, Value>,
}

impl Side {
    /// That of an event with this detail.
    pub fn new(event: &Event<'_>, mut detail: Map<String, Value>, is_first: bool) -> Self {
        detail.shift_remove(NOTES);
        detail.shift_remove(DRAWS);
        if is_first {
            detail.shift_remove(PROTOCOL);
            detail.shift_remove(ADMISSION);
            detail.shift_remove(RUN_ID);
        }
        let (line, owned) = (event.line_fields(), |text: &str| text.to_owned());
        Self { kind: owned(event.name()), op: line.op.map(owned), status: line.status.map(owned), detail }
    }

    /// The same as the recording has it: with `"<suppressed>"` for what is suppressed.
    pub fn shown(self) -> Self {
        let detail = self.detail.iter().map(|(key, value)| (key.clone(), shown(value))).collect();
        Self { detail, ..self }
    }

    /// Where it says that something is suppressed, as JSON pointers.
    pub fn marks(&self) -> impl Iterator<Item = &str> {
        self.detail.get(MARKS).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// Without what says what is suppressed, which an older trace does not have.
    pub fn without_marks(mut self) -> Self {
        self.detail.shift_remove(MARKS);
        self
    }

    /// Whether the value at this key of a detail says which event it is.
    pub fn is_name(key: &str) -> bool {
        [CONTRACT, NODE, STEP, NESTED].contains(&key)
    }

    /// The event, without what is not compared of it.
    pub fn event(&self) -> Event<'_> {
        let line = LineFields { op: self.op.as_deref(), status: self.status.as_deref(), ..LineFields::default() };
        Event::read(&self.kind, line, Some(&self.detail))
    }
}
