//! One line of a batch, run by a workflow of PGS.

use pgs_evidence::render::Files;
use pgs_rt::once::Request;
use pgs_rt::{Context, Map, RunId, RunIdError, Value, Workflow};

use super::line::Line;
use super::result::LineResult;
use crate::execute::{BeginError, Executed, execute, took_place_before};
use crate::payload;
use crate::size::Size;
use crate::success::NOT_DONE;

/// What lines are run by.
pub(super) struct Runs<'a> {
    pub workflow: &'a Workflow,
    pub context: Context,
    /// What is left beside each trace.
    pub files: Files,
    pub ids: Option<IdField>,
    /// How long a line may be.
    pub longest: Size,
}

/// Where the payloads of a batch hold the ids of their runs.
pub(crate) struct IdField {
    /// The field.
    pub field: String,
    /// Whether a run is done once more that began and broke off.
    pub again: bool,
}

impl IdField {
    fn read(&self, payload: &Map<String, Value>) -> Result<RunId, LineError> {
        let text = payload.get(&self.field).and_then(Value::as_str);
        let id = text.ok_or_else(|| LineError::NoId { field: self.field.clone() })?;
        RunId::new(id).map_err(|source| LineError::Id { field: self.field.clone(), source })
    }
}

/// What became of a line, with the id of its run.
type Ran = (Executed, Option<RunId>);

/// Why a line was not run.
#[derive(Debug, thiserror::Error)]
enum LineError {
    /// It is no payload.
    #[error("{0}")]
    Payload(String),
    /// It has no id.
    #[error("the payload has no text at `{field}`, where --run-id-field says that its run id is")]
    NoId { field: String },
    /// What it has is no id.
    #[error("`{field}` is no run id: {source}")]
    Id { field: String, source: RunIdError },
    /// The run did not begin.
    #[error(transparent)]
    Begin(BeginError),
}

impl Runs<'_> {
    /// Runs one line.
    pub fn one(&self, line: &Line, bytes: Option<Vec<u8>>) -> LineResult {
        match self.execute(bytes) {
            Ok((Executed::Now(completed), _)) => LineResult::of(self.workflow, line, &completed),
            Ok((Executed::Before(before), id)) => {
                LineResult::before(self.workflow, line, before, id.as_ref().map(took_place_before))
            }
            Err(LineError::Payload(reason)) => LineResult::refused(line, &format!("line {} {reason}", line.number)),
            Err(LineError::Begin(error)) if error.exit_status() == NOT_DONE => {
                LineResult::failed(line, &error.to_string())
            }
            Err(error) => LineResult::refused(line, &error.to_string()),
        }
    }

    fn execute(&self, bytes: Option<Vec<u8>>) -> Result<Ran, LineError> {
        let payload = payload::of_line(bytes, self.longest).map_err(LineError::Payload)?;
        let id = self.ids.as_ref().map(|ids| ids.read(&payload)).transpose()?;
        let again = self.ids.as_ref().is_some_and(|ids| ids.again);
        let request = id.as_ref().map(|id| Request { id, again });
        let executed = execute(self.workflow, payload, request, &self.context, self.files);
        executed.map(|executed| (executed, id)).map_err(LineError::Begin)
    }
}
