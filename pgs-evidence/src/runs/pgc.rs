//! The events of a trace of PGC, put together.

use pgs_pgc::event::{ADMIT, AtomEnd, Error, Event, Line, Route};
use pgs_trace::event::{Call, ContractEnd, ContractStart, StepEnd, WorkflowEnd, WorkflowStart};
use pgs_trace::{Data, ExitNode, Keys, Nullable, ROOT, RecordedEvent, Trace};
use pgs_value::{Map, Value};

use super::of_pgc::{GateRun, Hop, OfPgc};
use super::workflow::{AtomRun, ContractRun, RunError, StepRun, Timed, WorkflowRun};
use crate::pgc::{Read, lines};

/// What the lines of this trace tell, and how many events there are; none where no line can be read.
pub(super) fn read(trace: &Trace) -> Option<(WorkflowRun<'_>, usize)> {
    let run = WorkflowRun { span: ROOT.to_owned(), ..WorkflowRun::default() };
    let mut reader = Reader { run, ..Reader::default() };
    let mut all = 0;
    for (_, line) in lines(trace) {
        all += 1;
        match line {
            Read::Header(header) => reader.of_pgc.snapshot = Some(header.snapshot_id),
            Read::Event(line, recorded) => {
                reader.events += 1;
                reader.take(line, recorded);
            }
        }
    }
    let Reader { mut run, of_pgc, events, .. } = reader;
    run.of_pgc = Some(of_pgc);
    (all > 0).then_some((run, events))
}

/// What is open while the events are taken.
#[derive(Default)]
struct Reader<'t> {
    run: WorkflowRun<'t>,
    of_pgc: OfPgc<'t>,
    events: usize,
    /// The atoms of the step that has not ended.
    atoms: Vec<AtomRun<'t>>,
    /// The EXIT node that the last outcome led to.
    exit: Option<&'t str>,
}

impl<'t> Reader<'t> {
    fn take(&mut self, line: Line<'t>, recorded: &'t RecordedEvent) {
        let (time, detail) = (u64::try_from(line.time).ok(), recorded.detail());
        match line.event {
            Event::WorkflowStart(start) => {
                self.run.workflow = Some(start.workflow);
                let payload_keys = keys(detail, "payload_keys");
                let event = WorkflowStart { workflow: Some(start.workflow), payload_keys, ..WorkflowStart::default() };
                self.run.start = Some(Timed { event, time });
            }
            Event::ContractStart(start) => {
                let (name, node) = (Some(start.name), Some(start.node));
                let inputs = Some(Data(start.inputs.0));
                let event = ContractStart { contract: Some(start.contract), name, inputs, node };
                self.begin(Timed { event, time });
            }
            Event::AtomEnd(atom) => self.atoms.push(atom_run(&atom)),
            Event::StepEnd(step) if step.op == Some(ADMIT) => self.judged(step, time),
            Event::StepEnd(step) => {
                let end = StepEnd {
                    contract: Some(step.contract),
                    step: Some(step.step),
                    op: step.op,
                    capability: Some(step.capability),
                    result_keys: keys(detail, "result_keys"),
                    status: Some(step.outcome),
                    ..StepEnd::default()
                };
                self.step(None, Some(end));
            }
            Event::ContractEnd(end) => {
                let (status, name) = (Some(end.status), Some(end.name));
                let output_keys = keys(detail, "output_keys");
                let event = ContractEnd { contract: Some(end.contract), status, name, output_keys };
                self.end(Timed { event, time });
            }
            Event::Announced(announced) => self.of_pgc.announced.push(announced.event),
            Event::Route(route) => self.routed(&route),
            Event::WorkflowEnd(end) => self.complete(end.status, end.workflow, time),
            Event::Error(error) => self.failed(error),
        }
    }

    fn begin(&mut self, start: Timed<ContractStart<'t>>) {
        self.run.contracts.push(ContractRun { start, steps: Vec::new(), started: Vec::new(), end: None });
    }

    /// A step has ended, or broken off.
    fn step(&mut self, call: Option<Call<'t>>, end: Option<StepEnd<'t>>) {
        let atoms = std::mem::take(&mut self.atoms);
        if let Some(contract) = self.run.contracts.last_mut() {
            contract.steps.push(StepRun { call, end, started: Vec::new(), atoms });
        }
    }

    fn end(&mut self, end: Timed<ContractEnd<'t>>) {
        if let Some(contract) = self.run.contracts.last_mut() {
            contract.end = Some(end);
        }
    }

    /// The gate of the run; an IN node behind it is shown as what it is to the path: a node with an outcome.
    fn judged(&mut self, step: pgs_pgc::event::StepEnd<'t>, time: Option<u64>) {
        let (intent, outcome) = (step.capability, step.outcome);
        if self.of_pgc.gate.is_none() && self.run.contracts.is_empty() {
            let node = intent.rsplit("::").next().unwrap_or(intent);
            let checks = step.checks.unwrap_or_default();
            self.of_pgc.gate = Some(GateRun { intent, node, outcome, checks });
            return;
        }
        let contract = Some(step.contract);
        let start = ContractStart { contract, name: Some(intent), ..ContractStart::default() };
        let end = ContractEnd { contract, status: Some(outcome), name: Some(intent), ..ContractEnd::default() };
        self.begin(Timed { event: start, time });
        self.end(Timed { event: end, time });
    }

    fn routed(&mut self, route: &Route<'t>) {
        let hop = Hop { from: route.from_node, outcome: route.status, to: route.to_node.0 };
        if let (Some(gate), true) = (&mut self.of_pgc.gate, self.of_pgc.hops.is_empty()) {
            gate.node = hop.from;
        }
        if let Some(ContractRun { start, .. }) = self.run.contracts.last_mut() {
            start.event.node.get_or_insert(hop.from);
        }
        self.exit = if route.terminal { hop.to } else { None };
        self.of_pgc.hops.push(hop);
    }

    /// A run that was refused has no end of its own: what follows its error says so once more.
    fn complete(&mut self, status: &'t str, workflow: &'t str, time: Option<u64>) {
        if self.of_pgc.error.is_some() {
            return;
        }
        let exit = self.exit.map(|node| ExitNode { node, reason: None, emit: None });
        let exit = exit.map_or(Nullable::Absent, Nullable::Is);
        let event = WorkflowEnd { status: Some(status), workflow: Some(workflow), exit, ..WorkflowEnd::default() };
        self.run.end = Some(Timed { event, time });
    }

    fn failed(&mut self, error: Error<'t>) {
        self.run.errors.push(RunError { message: error.reason.unwrap_or(error.message), code: None });
        let is_open = self.run.contracts.last().is_some_and(|contract| contract.end.is_none());
        if is_open && error.refusal.is_some() {
            let call = Call { name: error.step, ..Call::default() };
            self.step(Some(call), None);
        }
        self.of_pgc.error = Some(error);
    }
}

fn atom_run<'t>(atom: &AtomEnd<'t>) -> AtomRun<'t> {
    AtomRun { path: atom.path, atom: atom.atom, outcome: atom.outcome.map(|outcome| Data(outcome.0)) }
}

/// The list of keys there, as it stands.
fn keys<'t>(detail: Option<&'t Map<String, Value>>, key: &str) -> Option<Keys<'t>> {
    Some(Keys::Recorded(detail?.get(key)?.as_array()?))
}
