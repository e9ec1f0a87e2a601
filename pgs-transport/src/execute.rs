//! One run of a workflow, from its payload to how it ended, with what is left beside its trace.

use std::time::{Duration, Instant};

use crate::success::{NOT_DONE, USAGE};
use pgs_evidence::render::{Files, RenderError, write_beside};
use pgs_rt::admission::SchemaViolation;
use pgs_rt::once::{self, Once, OnceError, Request};
use pgs_rt::{
    Admission, BrokenOff, Context, DestinationError, Ended, FirstEnd, Map, Run, RunError, RunId, TraceError, Value,
    Workflow, engine,
};

/// A run that is over.
pub(crate) struct CompletedRun {
    pub ended: Result<Ended, Box<BrokenOff>>,
    pub duration: Duration,
    /// What can't be written beside the trace.
    pub warnings: Vec<RenderError>,
    /// The rules that the payload does not meet, and was admitted all the same.
    pub observed: Vec<SchemaViolation>,
}

impl CompletedRun {
    /// The run, with its trace.
    pub fn run(&self) -> &Run {
        match &self.ended {
            Ok(ended) => &ended.run,
            Err(broken) => &broken.run,
        }
    }
}

/// Why a run did not begin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BeginError {
    /// It could not.
    #[error("{}{}", .0, remedy(.0))]
    Run(#[from] RunError),
    /// Its id speaks against it.
    #[error("{}{}", .0, option(.0))]
    Id(OnceError),
}

impl BeginError {
    /// The exit status of a process that was asked for this run alone.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Id(OnceError::OtherPayload { .. } | OnceError::Secret { .. }) => USAGE,
            Self::Id(_) | Self::Run(_) => NOT_DONE,
        }
    }
}

/// What to do where the error does not say it.
fn remedy(error: &RunError) -> &'static str {
    match error {
        RunError::NotBegun(TraceError::NotBegun(
            DestinationError::NotCreated { .. } | DestinationError::NotOpened { .. },
        )) => "; check --data-root, --workspace and their permissions",
        _ => "",
    }
}

/// The option of the command line for what the error advises.
fn option(error: &OnceError) -> &'static str {
    match error {
        OnceError::BrokeOff { .. } => "; here --again runs it once more",
        _ => "",
    }
}

/// What became of a run that was asked for.
pub(crate) enum Executed {
    /// It took place.
    Now(CompletedRun),
    /// It took place before, under the same id.
    Before(RunBefore),
}

/// A run that took place before.
pub(crate) struct RunBefore {
    /// How it ended.
    pub end: FirstEnd,
    /// How long it took to find that.
    pub duration: Duration,
    /// The rules that the payload does not meet, and was admitted all the same.
    pub observed: Vec<SchemaViolation>,
}

/// Runs a workflow; where the caller has given the run an id, once.
pub(crate) fn execute(
    workflow: &Workflow,
    payload: Map<String, Value>,
    id: Option<Request<'_>>,
    context: &Context,
    files: Files,
) -> Result<Executed, BeginError> {
    let observed = observed(workflow, &payload, context.admission);
    let begun = Instant::now();
    let once = match id {
        None => engine::run(workflow, payload, context).map(Once::Ran).map_err(OnceError::Run),
        Some(request) => once::run(workflow, payload, request, context),
    };
    let ended = match once {
        Ok(Once::Ran(ended)) => Ok(ended),
        Ok(Once::Before(end)) => return Ok(Executed::Before(RunBefore { end, duration: begun.elapsed(), observed })),
        Err(OnceError::Run(RunError::BrokenOff(broken))) => Err(broken),
        Err(OnceError::Run(error)) => return Err(BeginError::Run(error)),
        Err(error) => return Err(BeginError::Id(error)),
    };
    let mut completed = CompletedRun { ended, duration: begun.elapsed(), warnings: Vec::new(), observed };
    completed.warnings = render(workflow, completed.run(), files);
    Ok(Executed::Now(completed))
}

/// The rules that a payload does not meet, and is admitted all the same, as rules are observed alone.
pub(crate) fn observed(workflow: &Workflow, payload: &Map<String, Value>, mode: Admission) -> Vec<SchemaViolation> {
    let refused = |mode| engine::admit(workflow, payload.clone(), mode);
    match mode {
        Admission::Enforce => Vec::new(),
        Admission::Observe if refused(mode).is_some() => Vec::new(),
        Admission::Observe => refused(Admission::Enforce).map(|it| it.violations().to_vec()).unwrap_or_default(),
    }
}

/// What is said of a run that took place before.
pub(crate) fn took_place_before(id: &RunId) -> String {
    format!("the run {id} took place before: this is what it answered then, and nothing was done now")
}

/// Writes summary and picture. The run is over, and its trace is whole without them: what fails is only said.
fn render(workflow: &Workflow, run: &Run, files: Files) -> Vec<RenderError> {
    if files == Files::NONE {
        return Vec::new();
    }
    let written = write_beside(run.trace_file(), files, std::slice::from_ref(workflow));
    written.into_iter().filter_map(Result::err).collect()
}
