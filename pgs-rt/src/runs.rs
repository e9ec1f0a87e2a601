//! The store of runs that have an id of their caller: that each has begun, and how it ended. It belongs to the state and is
//! written like it, in the session of the run. Nothing of a payload stands there but a hash.
//!
//! It is a registry with one or two entries a run, `begun:ID` and `ended:ID`.

use std::fmt;

use pgs_store::{DeclaredStore, Location, Session, StoreError, StoreKind, StoreResult};
use pgs_value::{Map, Value, from_value, to_value};
use serde::{Deserialize, Serialize};

use crate::cause::Cause;
use crate::{Admission, WorkflowId};

/// Where the store lies.
pub const RUNS: DeclaredStore = DeclaredStore { kind: StoreKind::Registry, at: Location::at("runs with an id", PATH) };

const PATH: &str = ".pgs/runs.jsonl";

/// How long an id may be, in bytes.
const LONGEST: usize = 200;

/// The caller's own id of a run: 1 to 200 bytes of text without control characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RunId(String);

/// Why a text is no id of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunIdError {
    /// It has no characters, or too many.
    #[error("a run id has 1 to {LONGEST} bytes")]
    Length,
    /// A control character is in it.
    #[error("a run id has no control characters, such as line breaks")]
    Control,
}

impl RunId {
    /// The id of this text.
    pub fn new(text: &str) -> Result<Self, RunIdError> {
        match text.len() {
            1..=LONGEST if !text.chars().any(char::is_control) => Ok(Self(text.to_owned())),
            1..=LONGEST => Err(RunIdError::Control),
            _ => Err(RunIdError::Length),
        }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A run as whoever asks for it names it: by its id, and by what it is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamedRun {
    pub id: RunId,
    /// SHA-256, in hex, over workflow, payload and admission mode.
    pub digest: String,
}

impl NamedRun {
    /// The run of this workflow with this payload. The mode in which that is admitted is part of what is asked for: in
    /// another one the answer may be another. How state is kept, waited for and traced is not.
    pub fn new(id: &RunId, workflow: WorkflowId, payload: &Map<String, Value>, admission: Admission) -> Self {
        let name = match admission {
            Admission::Enforce => workflow.fqdn.to_owned(),
            Admission::Observe => format!("{} {}", workflow.fqdn, admission.as_str()),
        };
        let digest = pgs_trace::payload_digest(workflow.domain, &name, payload);
        Self { id: id.clone(), digest: hex::encode(digest) }
    }
}

/// How a run that has an id ended, as it was told then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FirstEnd {
    /// The id of its trace.
    pub trace_id: String,
    /// Its status.
    pub status: String,
    /// The surface without what the workflow suppresses: an object.
    pub output: Value,
    /// The EXIT node; none where an outcome has no edge.
    pub exit: Option<FirstExit>,
    /// Why it did not succeed; no value of a payload stands in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Box<Cause>>,
}

/// The EXIT node of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstExit {
    /// The node's key.
    pub node: String,
    /// The declared reason, if any.
    pub reason: Option<String>,
    /// The declared event, if any.
    pub emit: Option<String>,
}

/// What the store says of an id.
pub(crate) enum Known {
    /// Nothing.
    Nothing,
    /// It stands for another workflow, payload or admission mode, in this trace.
    Other { trace_id: String },
    /// Its run has begun, and not ended.
    Begun { trace_id: String },
    /// Its run has ended.
    Ended(FirstEnd),
}

#[derive(Serialize, Deserialize)]
struct Begun {
    key: String,
    digest: String,
    trace_id: String,
}

#[derive(Serialize, Deserialize)]
struct Ended {
    key: String,
    digest: String,
    #[serde(flatten)]
    end: FirstEnd,
}

fn begun_key(id: &RunId) -> String {
    format!("begun:{id}")
}

fn ended_key(id: &RunId) -> String {
    format!("ended:{id}")
}

/// What is known of a run.
pub(crate) fn look_up(session: &mut dyn Session, run: &NamedRun) -> StoreResult<Known> {
    if let Some(entry) = session.find(PATH, &ended_key(&run.id))? {
        let Ended { digest, end, .. } = read(entry)?;
        let same = digest == run.digest;
        return Ok(if same { Known::Ended(end) } else { Known::Other { trace_id: end.trace_id } });
    }
    let Some(entry) = session.find(PATH, &begun_key(&run.id))? else { return Ok(Known::Nothing) };
    let Begun { digest, trace_id, .. } = read(entry)?;
    Ok(if digest == run.digest { Known::Begun { trace_id } } else { Known::Other { trace_id } })
}

/// Writes down that a run begins, in place of one with its id that broke off; whether there was one.
pub(crate) fn begin(session: &mut dyn Session, run: &NamedRun, trace_id: &str) -> StoreResult<bool> {
    let key = begun_key(&run.id);
    let broke_off = session.deregister(PATH, &key)?;
    let begun = Begun { key: key.clone(), digest: run.digest.clone(), trace_id: trace_id.to_owned() };
    add(session, &key, &begun).map(|()| broke_off)
}

/// Takes back that a run has begun, which has done nothing.
pub(crate) fn forget(session: &mut dyn Session, run: &NamedRun) -> StoreResult<()> {
    session.deregister(PATH, &begun_key(&run.id)).map(drop)
}

/// Writes down how a run ended.
pub(crate) fn end(session: &mut dyn Session, run: &NamedRun, end: FirstEnd) -> StoreResult<()> {
    let key = ended_key(&run.id);
    add(session, &key, &Ended { key: key.clone(), digest: run.digest.clone(), end })
}

fn add(session: &mut dyn Session, key: &str, entry: &impl Serialize) -> StoreResult<()> {
    let mut object = || match to_value(entry) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(unreadable("can't be written")),
    };
    if session.register(PATH, key, &mut object)? {
        return Ok(());
    }
    // Whoever holds the lock of the id is alone with it.
    Err(unreadable("holds this run id already, by a run that did not hold its lock"))
}

fn read<T: for<'de> Deserialize<'de>>(entry: Map<String, Value>) -> StoreResult<T> {
    from_value(Value::Object(entry)).map_err(|error| unreadable(&format!("holds an entry that is none: {error}")))
}

fn unreadable(what: &str) -> StoreError {
    StoreError::Conflict { path: PATH.into(), reason: format!("{PATH} {what}") }
}
