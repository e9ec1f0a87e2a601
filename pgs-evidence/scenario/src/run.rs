//! A scenario run.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use pgs_rt::store::{DeclaredStore, State};
use pgs_rt::{Context, Ended, Fault, Map, RunError, Traces, Value, Workflow, engine};
use pgs_store_memory::Memory;
use pgs_trace::{Trace, TraceReader};

use crate::compare::{Difference, differences, differences_in};
use crate::event::{effects, reasons, trace_differences, violations};
use crate::file::FoundScenario;
use crate::near;
use crate::report::{Finding, Place, Report, StepRun, What};
use crate::scenario::{Expected, Scenario, Step, TraceOrder};
use crate::stand_in::{StandIn, StillSources};
use crate::state;

/// What a build holds.
#[derive(Clone, Copy, Debug)]
pub struct Build<'b> {
    /// The workflows.
    pub workflows: &'b [Workflow],
    /// The stores.
    pub stores: &'b [DeclaredStore],
}

/// The status of a run that could not go on.
const ERROR: &str = "ERROR";

/// Runs scenarios, so many at the same time. The reports stand in the order of the scenarios.
pub fn run_all(build: Build<'_>, scenarios: &[FoundScenario], jobs: usize) -> Vec<Report> {
    let next = AtomicUsize::new(0);
    let reports = Mutex::new(Vec::with_capacity(scenarios.len()));
    std::thread::scope(|threads| {
        for _ in 0..jobs.clamp(1, scenarios.len().max(1)) {
            threads.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(FoundScenario { file, scenario }) = scenarios.get(n) else { return };
                    let report = run(build, file, scenario);
                    reports.lock().unwrap_or_else(PoisonError::into_inner).push((n, report));
                }
            });
        }
    });
    let mut reports = reports.into_inner().unwrap_or_else(PoisonError::into_inner);
    reports.sort_by_key(|(n, _)| *n);
    reports.into_iter().map(|(_, report)| report).collect()
}

/// Runs a scenario, which this file holds.
pub fn run(build: Build<'_>, file: &Path, scenario: &Scenario) -> Report {
    let begun = Instant::now();
    let (memory, mut findings) = state::before(&scenario.seed_data, build.stores);
    let mut steps = Vec::new();
    for (n, step) in scenario.steps.iter().enumerate() {
        let place = Place::Step(n + 1, step.workflow.clone());
        let Some(workflow) = build.workflows.iter().find(|it| it.id.fqdn == step.workflow) else {
            findings.push(Finding::says(place, unknown(&step.workflow, build.workflows)));
            continue;
        };
        let ran = Ran::of(workflow, step, n, &memory);
        findings.extend(ran.findings(step, scenario.trace_order, &place));
        steps.push(ran.into_step(step));
    }
    findings.extend(state::after(&scenario.expect_data, &memory, build.stores));
    Report { file: file.to_owned(), name: scenario.name.clone(), time: begun.elapsed(), steps, findings }
}

fn unknown(name: &str, workflows: &[Workflow]) -> String {
    let near = near::nearest(name, workflows.iter().map(|it| it.id.fqdn)).map(|it| format!("; did you mean {it}?"));
    format!("this build holds no workflow {name}{}", near.unwrap_or_default())
}

/// A run that has taken place.
pub(crate) struct Ran {
    end: Result<Ended, Fault>,
    trace: Option<Trace>,
    stand_in: Arc<StandIn>,
}

impl Ran {
    /// Runs the nth step.
    pub(crate) fn of(workflow: &Workflow, step: &Step, n: usize, memory: &Memory) -> Self {
        let (stand_in, traces) = (Arc::new(StandIn::new(step)), Traces::in_memory());
        let context = Context {
            admission: step.admission,
            sources: Arc::new(StillSources::new(step, n)),
            answers: Some(Arc::clone(&stand_in) as Arc<dyn pgs_rt::Answers>),
            ..Context::new(State::on(Arc::new(memory.clone())), traces.clone())
        };
        let end = engine::run(workflow, step.payload.clone(), &context).map_err(|error| match error {
            RunError::BrokenOff(broken) => broken.fault,
            other => Fault::new(other.to_string()),
        });
        let kept = traces.take_kept();
        let trace = TraceReader::of(Path::new(""), kept.as_bytes()).next().and_then(Result::ok);
        Self { end, trace, stand_in }
    }

    /// The status; `ERROR` where it could not go on.
    pub(crate) fn status(&self) -> &str {
        match &self.end {
            Ok(ended) => ended.status,
            Err(fault) if fault.is_backend() => "BACKEND_ERROR",
            Err(_) => ERROR,
        }
    }

    /// The trace.
    pub(crate) fn trace(&self) -> Option<&Trace> {
        self.trace.as_ref()
    }

    /// The surface, as it is printed.
    pub(crate) fn surface(&self) -> Option<Value> {
        self.end.as_ref().ok().map(Ended::output)
    }

    /// The EXIT node.
    pub(crate) fn exit(&self) -> Option<&'static str> {
        self.end.as_ref().ok()?.exit.map(|exit| exit.node)
    }

    fn into_step(self, step: &Step) -> StepRun {
        let (status, exit) = (self.status().to_owned(), self.exit().map(str::to_owned));
        StepRun { workflow: step.workflow.clone(), status, exit, trace: self.trace }
    }

    /// What is not as expected.
    fn findings(&self, step: &Step, order: TraceOrder, place: &Place) -> Vec<Finding> {
        let mut findings = Vec::new();
        let says = |sentence: String| Finding::says(place.clone(), sentence);
        let differences = self.differences(&step.expect, order);
        if let (Err(fault), None, true) = (&self.end, &step.expect.error, !is_error(step.expect.status.as_deref())) {
            findings.push(says(format!("the run could not go on: {fault}")));
        } else if let (Err(fault), Some(wanted)) = (&self.end, &step.expect.error)
            && !fault.to_string().contains(wanted.as_str())
        {
            findings.push(says(format!("the run could not go on, but for another reason than `{wanted}`: {fault}")));
        } else if let (Ok(ended), Some(wanted)) = (&self.end, &step.expect.error) {
            findings.push(says(format!("the run was to break off (`{wanted}`), and ended with {}", ended.status)));
        }
        if !differences.is_empty() {
            let because = self.trace.as_ref().map(reasons).unwrap_or_default();
            findings.push(Finding { place: place.clone(), what: What::Differs(differences), because });
        }
        findings.extend(self.suffix(step).map(says));
        findings.extend(self.stand_in.complaints().into_iter().map(says));
        findings
    }

    fn suffix(&self, step: &Step) -> Option<String> {
        let wanted = step.trace_id_suffix.as_ref()?;
        let id = self.trace.as_ref().and_then(Trace::id).unwrap_or_default();
        (!id.ends_with(&format!("__{wanted}"))).then(|| format!("the trace id {id} does not end in {wanted}"))
    }

    fn differences(&self, expect: &Expected, order: TraceOrder) -> Vec<Difference> {
        let mut list = Vec::new();
        if let Some(status) = &expect.status {
            list.extend(differences("status", &status.as_str().into(), &self.status().into()));
        }
        if let Some(exit) = &expect.exit {
            list.extend(differences("exit", &exit.as_deref().into(), &self.exit().into()));
        }
        if let (Some(surface), Ok(ended)) = (&expect.surface, &self.end) {
            list.extend(differences("surface", surface, &ended.output()));
        }
        let Some(trace) = &self.trace else { return list };
        if let Some(expected) = &expect.violations {
            list.extend(in_any_order("violations", expected, violations(trace)));
        }
        if let Some(expected) = &expect.effects {
            let found = effects(trace);
            list.extend(match order {
                TraceOrder::Ordered => of_objects("effects", expected, &found),
                TraceOrder::Any => in_any_order("effects", expected, found),
            });
        }
        if let (Some(expected), TraceOrder::Ordered) = (&expect.trace, order) {
            list.extend(trace_differences(expected, trace));
        }
        list
    }
}

/// Whether a run is expected to break off.
fn is_error(status: Option<&str>) -> bool {
    matches!(status, Some(ERROR | "BACKEND_ERROR"))
}

/// Objects against those of which what is written down is expected.
fn of_objects(path: &str, expected: &[Map<String, Value>], found: &[Map<String, Value>]) -> Vec<Difference> {
    let mut list = Vec::new();
    for n in 0..expected.len().max(found.len()) {
        let path = format!("{path}[{n}]");
        match (expected.get(n), found.get(n)) {
            (Some(expected), Some(found)) => list.extend(differences_in(&path, expected, found)),
            (expected, found) => {
                let value = |it: Option<&Map<String, Value>>| it.cloned().map(Value::Object);
                list.push(Difference { path, expected: value(expected), found: value(found) });
            }
        }
    }
    list
}

/// The same where each may stand anywhere.
fn in_any_order(path: &str, expected: &[Map<String, Value>], mut found: Vec<Map<String, Value>>) -> Vec<Difference> {
    let mut missing = Vec::new();
    for wanted in expected {
        match found.iter().position(|it| differences_in(path, wanted, it).is_empty()) {
            Some(n) => drop(found.remove(n)),
            None => missing.push(wanted.clone()),
        }
    }
    of_objects(path, &missing, &found)
}
