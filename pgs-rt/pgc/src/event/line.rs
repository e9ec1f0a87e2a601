//! One line of a trace behind its first: an event, and what every line says.

use pgs_value::{Map, Value};

use super::member::{Member as _, Members, Nullable, member};
use super::{Event, LineFields, SCHEMA_VERSION};

/// One line of a trace.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'a> {
    /// The id of the trace.
    pub trace_id: &'a str,
    /// The domain of the workflow.
    pub domain: &'a str,
    /// The address of the workflow.
    pub workflow: i64,
    /// The event.
    pub event: Event<'a>,
    /// When, in nanoseconds of a clock that never goes back.
    pub time: i64,
}

/// Why a line is no event of this schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EventError {
    /// It is of another version of the schema, or of none.
    #[error("its `trace_schema_version` is not \"{SCHEMA_VERSION}\"")]
    Schema,
    /// What every line has is not there, or of another form.
    #[error("`{0}` is not there, or of another form")]
    Common(&'static str),
    /// There is no such type.
    #[error("there is no event type `{0}`")]
    Type(String),
    /// What its type has beside the detail is not there.
    #[error("its {0} is not there, or of another form")]
    Line(&'static str),
    /// A value of the detail is not there, or of another form.
    #[error("`detail.{0}` is not there, or of another form")]
    Detail(&'static str),
}

impl<'a> Line<'a> {
    /// Appends the line, with its break.
    pub fn write(&self, text: &mut String) {
        let LineFields { contract, step, op, status } = self.event.line_fields();
        let mut line = Members::begin(text);
        SCHEMA_VERSION.write("trace_schema_version", &mut line);
        self.trace_id.write("trace_id", &mut line);
        self.event.name().write("event_type", &mut line);
        self.domain.write("domain", &mut line);
        self.workflow.write("wf_addr", &mut line);
        Nullable(contract).write("cc_addr", &mut line);
        Nullable(step).write("step_addr", &mut line);
        Nullable(op).write("step_op", &mut line);
        Nullable(status).write("result_status", &mut line);
        let mut detail = Members::begin(line.key("detail"));
        self.event.write_detail(&mut detail);
        detail.end();
        self.time.write("ts_ns", &mut line);
        line.end();
        text.push('\n');
    }

    /// Reads a line.
    pub fn read(line: &'a Map<String, Value>) -> Result<Self, EventError> {
        if member(line, "trace_schema_version") != Some(SCHEMA_VERSION) {
            return Err(EventError::Schema);
        }
        let fields = LineFields {
            contract: nullable(line, "cc_addr", Value::as_i64)?,
            step: nullable(line, "step_addr", Value::as_i64)?,
            op: nullable(line, "step_op", Value::as_str)?,
            status: nullable(line, "result_status", Value::as_str)?,
        };
        let detail = line.get("detail").and_then(Value::as_object).ok_or(EventError::Common("detail"))?;
        Ok(Self {
            trace_id: common(line, "trace_id", Value::as_str)?,
            domain: common(line, "domain", Value::as_str)?,
            workflow: common(line, "wf_addr", Value::as_i64)?,
            event: Event::read(common(line, "event_type", Value::as_str)?, fields, detail)?,
            time: common(line, "ts_ns", Value::as_i64)?,
        })
    }
}

fn common<'a, T>(
    line: &'a Map<String, Value>,
    key: &'static str,
    read: impl FnOnce(&'a Value) -> Option<T>,
) -> Result<T, EventError> {
    line.get(key).and_then(read).ok_or(EventError::Common(key))
}

fn nullable<'a, T>(
    line: &'a Map<String, Value>,
    key: &'static str,
    read: impl FnOnce(&'a Value) -> Option<T>,
) -> Result<Option<T>, EventError> {
    match line.get(key) {
        Some(Value::Null) => Ok(None),
        value => value.and_then(read).map(Some).ok_or(EventError::Common(key)),
    }
}
