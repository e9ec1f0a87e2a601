//! One run of a workflow: its trace, its data root, its sources of time and randomness.
//!
//! ```text
//! events   what it writes to its trace
//! effects  what it does to state
//! decided  what decided, should it not succeed
//! shown    what a person may be shown of a payload
//! draws    what it takes from outside the protocol
//! secrets  what its events may not show
//! followed where its secrets are
//! unknown  what can't be repeated where a value is not known
//! ```

mod decided;
mod draws;
mod effects;
mod events;
mod followed;
mod secrets;
mod shown;
mod unknown;

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use pgs_store::{Scope, Session, State};
use pgs_trace::{ROOT, Redaction, TraceFile};

use decided::Decided;
use followed::Followed;
pub(crate) use followed::{Places, within};
use pgs_value::schema::SchemaViolation;
use pgs_value::{Map, Value};
pub(crate) use shown::shown;

use crate::journal::Journal;
use crate::limits::NESTING_LIMIT;
use crate::runs::NamedRun;
use crate::{Admission, Answers, Fault, Sources, Waits, WorkflowId};

/// What a workflow and those that it starts share.
pub(crate) struct Shared {
    /// The workflow that was started.
    pub workflow: WorkflowId,
    /// The digest of its protocol.
    pub protocol: &'static str,
    /// What no output may show.
    pub redaction: Arc<Redaction>,
    /// The admission mode.
    pub admission: Admission,
    /// None for a replay, whose side effects do not run.
    pub state: Option<State>,
    /// What its sessions belong to.
    pub scope: Scope,
    /// Who waits until what they did is on disk.
    pub waits: Waits,
    /// Where time and random bytes come from.
    pub sources: Arc<dyn Sources>,
    /// Who answers in the place of side effects.
    pub answers: Option<Arc<dyn Answers>>,
    /// What its caller calls it.
    pub named: Option<NamedRun>,
    /// What was found torn and was repaired.
    pub notes: Mutex<Vec<String>>,
    /// The damaged log that an APPEND of the run has met, if one has: such a run does not succeed.
    pub damage: OnceLock<Fault>,
    /// Whether it has done something, or failed to.
    pub progress: Progress,
}

/// What a run has done so far, for whoever asks whether it took place.
#[derive(Default)]
pub(crate) struct Progress {
    /// Whether an operation that may write, or a side effect without a store, may have done something; or a run before
    /// this one with its id.
    did: AtomicBool,
    /// Whether a store could not be used.
    failed: AtomicBool,
}

/// A session that is begun when it is needed, and that workflows of a run may have together.
type SharedSession = Arc<Mutex<Option<Box<dyn Session>>>>;

/// What belongs to one workflow of a run: its events are one span of the trace.
struct Span {
    id: String,
    /// How many workflows it is inside of.
    depth: usize,
    /// How many workflows it has started.
    started: AtomicUsize,
    journal: Box<dyn Journal>,
    /// Whether others of the run go on beside it.
    beside_others: bool,
    /// What it does to state; none before its first operation. An isolated run has one for all its workflows.
    session: SharedSession,
    /// Where its secrets are.
    followed: Arc<Followed>,
    /// The same of the workflow that started it.
    outer: Option<Arc<Followed>>,
    /// What decided in it.
    decided: Arc<Decided>,
    /// The same of the workflow that started it, and which of its workflows this is.
    decided_within: Option<(Arc<Decided>, usize)>,
}

impl Span {
    /// The span of the workflow that was started.
    fn first(journal: Box<dyn Journal>) -> Self {
        let (id, session) = (ROOT.to_owned(), Arc::default());
        Self {
            id,
            depth: 0,
            started: AtomicUsize::new(0),
            journal,
            beside_others: false,
            session,
            followed: Arc::default(),
            outer: None,
            decided: Arc::default(),
            decided_within: None,
        }
    }
}

/// One run, or one nested workflow within it. Nested workflows share the trace and the data root. A clone is the same run.
///
/// Contracts and their steps write into it. Generated text does, and so may a test:
///
/// ```
/// use pgs_rt::prelude::*;
/// use pgs_rt::store::{Durability, FILES, State};
/// use pgs_rt::Traces;
///
/// const CONTRACT: ContractId = ContractId { fqdn: "town::CC_GREET_V0", address: 2 };
/// const STEP: StepId = StepId::transform("greet", "town::CT_PURE_GREET_V0", 3);
///
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// let state = State::at(folder.join("data"), &FILES, Durability::Sync)?;
/// let id = WorkflowId { fqdn: "town::WF_GREET_V0", domain: "town", address: 1 };
/// let workflow = Workflow::new(id, |_, _| Err(Fault::new("this test takes its steps by hand")));
/// let run = workflow.begin(&Context::new(state, Traces::below(folder)), &Map::new())?;
///
/// run.contract_starts(&CONTRACT, "GREET", &Map::new())?;
/// let greeting = run.step(&CONTRACT, &STEP).compute("Ada", |name| format!("Hello {name}"))?;
/// assert_eq!(greeting, "Hello Ada");
/// run.contract_ends(&CONTRACT, "SUCCESS", &Map::new())?;
/// run.flush()?;
/// assert_eq!(std::fs::read_to_string(run.trace_file())?.lines().count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Run {
    shared: Arc<Shared>,
    span: Arc<Span>,
}

impl Run {
    /// The run of the workflow that is started, whose events go to this journal.
    pub(crate) fn new(shared: Shared, journal: Box<dyn Journal>) -> Self {
        Self { shared: Arc::new(shared), span: Arc::new(Span::first(journal)) }
    }

    /// The run of a workflow that this one starts. What this run has done to state stays done, and the other sees it.
    pub fn nested(&self) -> Result<Self, Fault> {
        self.inner(false)
    }

    /// The same for one of several that run at the same time. Called in the order in which they are declared.
    pub fn nested_beside_others(&self) -> Result<Self, Fault> {
        self.inner(true)
    }

    fn inner(&self, beside_others: bool) -> Result<Self, Fault> {
        if self.span.depth == NESTING_LIMIT {
            return Err(Fault::NestedTooDeep { limit: NESTING_LIMIT });
        }
        let session = self.hand_over()?;
        let number = self.span.started.fetch_add(1, Ordering::Relaxed) + 1;
        let id = format!("{}.{number}", self.span.id);
        let journal = self.journal().nested(&id);
        let span = Span {
            id,
            depth: self.span.depth + 1,
            started: AtomicUsize::new(0),
            journal,
            beside_others: beside_others || self.span.beside_others,
            session,
            followed: Arc::new(self.span.followed.nested()),
            outer: Some(Arc::clone(&self.span.followed)),
            decided: Arc::default(),
            decided_within: Some((Arc::clone(&self.span.decided), number)),
        };
        Ok(Self { shared: Arc::clone(&self.shared), span: Arc::new(span) })
    }

    pub(crate) fn journal(&self) -> &dyn Journal {
        &*self.span.journal
    }

    /// The id of the trace; empty where there is none.
    pub fn trace_id(&self) -> &str {
        self.journal().trace().map_or("", TraceFile::id)
    }

    /// The file that holds the trace, alone or among others; empty where there is none.
    pub fn trace_file(&self) -> &Path {
        self.journal().trace().map_or_else(|| Path::new(""), TraceFile::path)
    }

    /// The admission mode.
    pub fn admission(&self) -> Admission {
        self.shared.admission
    }

    /// In a replay, the violations of the payload that the recording holds next.
    pub(crate) fn recorded_violations(&self) -> Option<Vec<SchemaViolation>> {
        self.journal().recorded_violations()
    }

    /// In a replay, where the next event says that something is suppressed, as JSON pointers; none where no event does.
    fn recorded_marks(&self) -> Option<Vec<String>> {
        self.journal().recorded_marks()
    }

    /// Ends a replay that can't go on without a value that the recording does not show.
    pub(crate) fn lacks_suppressed(&self, reason: String) -> Fault {
        self.journal().lacks_suppressed(reason)
    }

    /// These fields as any output may show them: without what `suppress_trace_fields` lists.
    pub fn redacted(&self, fields: &Map<String, Value>) -> Value {
        self.shared.redaction.mask(&Value::Object(fields.clone()), &self.surface_secrets())
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut run = f.debug_struct("Run");
        run.field("workflow", &self.shared.workflow.fqdn).field("trace_id", &self.trace_id());
        run.field("span", &self.span.id).finish_non_exhaustive()
    }
}
