//! A scenario made of recorded runs.
//!
//! The runs are made once more, one after the other from empty state, at their times and with their random bytes; what
//! reaches out of state is answered as it was. Where a run does not go the recorded way, as state was there before that the
//! traces do not show, all of its side effects are answered as they were.

use pgs_rt::{Map, Recording, Timestamp, Value};
use pgs_store_memory::Memory;
use pgs_trace::event::{Event, StepEnd, WorkflowStart};
use pgs_trace::sources::time_of_stamp;
use pgs_trace::{Data, Draw, RecordingError, Trace, has_hidden};

use crate::event::effects;
use crate::pattern::escaped;
use crate::run::{Build, Ran};
use crate::scenario::{Answers, Expected, Given, Scenario, Step, StoreAfter, TraceOrder};

/// Why traces make no scenario.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// A trace is none of a compiled workflow.
    #[error("{trace}: {source}")]
    NotARecording {
        /// The trace id, or the file.
        trace: String,
        /// Why.
        source: RecordingError,
    },
    /// A workflow is none of this build.
    #[error("this build holds no workflow {workflow}")]
    UnknownWorkflow {
        /// The FQDN.
        workflow: String,
    },
}

/// A scenario made of recorded runs.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The scenario. It passes, unless a note says otherwise.
    pub scenario: Scenario,
    /// What its author should look at: a sentence each.
    pub notes: Vec<String>,
}

/// Makes a scenario of these traces, in their order.
pub fn record(build: Build<'_>, name: &str, traces: &[Trace]) -> Result<Recorded, RecordError> {
    let (memory, mut steps, mut notes) = (Memory::default(), Vec::new(), Vec::new());
    for (n, trace) in traces.iter().enumerate() {
        steps.push(step(build, n, trace, &memory, &mut notes)?);
    }
    let paths = memory.paths().into_iter();
    let after = paths.filter_map(|path| {
        let contents = memory.contents(&path)?.to_value();
        Some((path, StoreAfter::Holds(escaped(&contents))))
    });
    let scenario = Scenario {
        name: name.to_owned(),
        description: String::new(),
        trace_order: TraceOrder::Ordered,
        seed_data: Map::new(),
        steps,
        expect_data: after.collect(),
    };
    Ok(Recorded { scenario, notes })
}

fn step(
    build: Build<'_>,
    n: usize,
    trace: &Trace,
    memory: &Memory,
    notes: &mut Vec<String>,
) -> Result<Step, RecordError> {
    let id = trace.id().map_or_else(|| trace.file.display().to_string(), str::to_owned);
    let recording = Recording::of(trace).map_err(|source| RecordError::NotARecording { trace: id.clone(), source })?;
    let workflow = build.workflows.iter().find(|it| it.id.fqdn == recording.workflow());
    let workflow =
        workflow.ok_or_else(|| RecordError::UnknownWorkflow { workflow: recording.workflow().to_owned() })?;
    let Draws { time, random } = Draws::of(trace, &recording);
    let mut step = Step {
        workflow: workflow.id.fqdn.to_owned(),
        payload: payload(trace),
        admission: recording.admission(),
        time,
        random,
        answers: answers(trace, |reaches_out| reaches_out),
        trace_id_suffix: None,
        expect: Expected::default(),
    };
    let before = copy(memory);
    let mut ran = Ran::of(workflow, &step, n, memory);
    if ran.went_as(trace) {
        step.expect = ran.as_expected();
        return Ok(step);
    }
    put(&before, memory);
    let reaching_out = std::mem::replace(&mut step.answers, answers(trace, |_| true));
    ran = Ran::of(workflow, &step, n, memory);
    if ran.went_as(trace) {
        step.expect = ran.as_expected();
        return Ok(step);
    }
    // As it was recorded, so that it passes once its author has put right what is missing.
    put(&before, memory);
    let has_secrets = recording.payload().values().any(has_hidden);
    let why = if has_secrets {
        "its payload holds suppressed values, which no trace shows: write them"
    } else {
        "correct it"
    };
    notes.push(format!("step {} does not end here as in the trace {id}; {why}", n + 1));
    step.answers = reaching_out;
    let end = end_of(trace);
    step.expect.status = end.as_ref().map(|(status, _)| status.clone());
    step.expect.exit = end.map(|(_, exit)| exit);
    Ok(step)
}

/// The payload as the trace shows it.
fn payload(trace: &Trace) -> Map<String, Value> {
    let starts = trace.events().map(pgs_trace::RecordedEvent::event);
    let mut payloads = starts.filter_map(|event| match event {
        Event::WorkflowStart(WorkflowStart { payload: Some(Data(payload)), .. }) => Some(payload.to_value()),
        _ => None,
    });
    match payloads.next() {
        Some(Value::Object(payload)) => payload,
        _ => Map::new(),
    }
}

/// What a run took from outside.
struct Draws {
    time: Timestamp,
    random: Vec<Vec<u8>>,
}

impl Draws {
    /// The time of the first draw, or that of the trace id; random bytes up to the first that no trace shows.
    fn of(trace: &Trace, recording: &Recording) -> Self {
        let mut recorded: Vec<_> = recording.spans.values().flatten().collect();
        recorded.sort_by_key(|it| it.number);
        let draws = || recorded.iter().flat_map(|it| &it.draws);
        let time = draws().find_map(|draw| match draw {
            Draw::Time(time) => Some(*time),
            Draw::Random(_) | Draw::Suppressed => None,
        });
        let of_id = || time_of_stamp(trace.id()?.split("__").next()?);
        let shown = draws().take_while(|draw| **draw != Draw::Suppressed);
        let random = shown.filter_map(|draw| match draw {
            Draw::Random(bytes) => Some(bytes.clone()),
            Draw::Time(_) | Draw::Suppressed => None,
        });
        Self { time: time.or_else(of_id).unwrap_or_default(), random: random.collect() }
    }
}

/// The answers of side effects, by step and in turn: those that are wanted, given whether they reach out of state.
fn answers(trace: &Trace, wanted: impl Fn(bool) -> bool) -> Vec<Answers> {
    let mut found: Vec<Answers> = Vec::new();
    let mut contracts: Map<String, String> = Map::new();
    let mut open: Map<String, bool> = Map::new();
    for recorded in trace.events() {
        let span = recorded.span().unwrap_or_default();
        match recorded.event() {
            Event::ContractStart(start) => {
                let code = start.name.and_then(|name| name.rsplit("::").next()).unwrap_or_default();
                contracts.insert(span.to_owned(), code.to_owned());
            }
            Event::Call(call) => drop(open.insert(span.to_owned(), call.store.is_none())),
            Event::StepEnd(StepEnd { name: Some(step), answer: Some(Data(answer)), .. }) => {
                let Some(reaches_out) = open.shift_remove(span) else { continue };
                if !wanted(reaches_out) {
                    continue;
                }
                let (contract, answer) = (contracts.get(span).cloned(), answer.to_value());
                match found.iter_mut().find(|it| it.contract == contract && it.step == step) {
                    Some(Answers { given: Given::InTurn(list), .. }) => list.push(answer),
                    _ => {
                        let given = Given::InTurn(vec![answer]);
                        found.push(Answers { contract, step: step.to_owned(), given, shared: false });
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// The status and the EXIT node with which the workflow ended that was started.
fn end_of(trace: &Trace) -> Option<(String, Option<String>)> {
    let ends = trace.events().filter(|it| it.span() == Some(pgs_trace::ROOT)).filter_map(|it| match it.event() {
        Event::WorkflowEnd(end) => Some((end.status?.to_owned(), end.exit.get().map(|exit| exit.node.to_owned()))),
        _ => None,
    });
    ends.last()
}

impl Ran {
    /// Whether it called the same side effects with the same status, and ended as the trace does.
    fn went_as(&self, trace: &Trace) -> bool {
        let called = |trace: &Trace| -> Vec<Vec<Option<Value>>> {
            let of = |effect: &Map<String, Value>| {
                ["contract", "step", "status"].map(|key| effect.get(key).cloned()).to_vec()
            };
            effects(trace).iter().map(of).collect()
        };
        let end = Some((self.status().to_owned(), self.exit().map(str::to_owned)));
        self.trace().is_some_and(|own| called(own) == called(trace)) && end_of(trace) == end
    }

    /// What is expected of a run that goes like this one.
    fn as_expected(&self) -> Expected {
        let short = |effect: Map<String, Value>| {
            let keys = ["step", "op", "store", "status"];
            keys.iter().filter_map(|key| Some(((*key).to_owned(), effect.get(*key)?.clone()))).collect()
        };
        let surface = self.surface().map(|surface| escaped(&surface));
        Expected {
            status: Some(self.status().to_owned()),
            exit: Some(self.exit().map(str::to_owned)),
            effects: self.trace().map(|trace| effects(trace).into_iter().map(short).collect()),
            surface,
            ..Expected::default()
        }
    }
}

/// Memory of its own with the same contents.
fn copy(memory: &Memory) -> Memory {
    let copy = Memory::default();
    put(memory, &copy);
    copy
}

/// Puts the contents of one into the other; what the other alone has goes.
fn put(from: &Memory, to: &Memory) {
    to.clear();
    for path in from.paths() {
        if let Some(contents) = from.contents(&path) {
            to.set(&path, contents);
        }
    }
}
