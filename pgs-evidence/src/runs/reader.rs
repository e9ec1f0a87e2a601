//! The events of a trace, put together.

use std::collections::BTreeMap;

use pgs_trace::event::{Call, Error, Event, StepEnd, WorkflowEnd, WorkflowStart};
use pgs_trace::{RecordedEvent, Sentence};

use super::workflow::{ContractRun, DEPTH_TOLD_APART, RunError, StepRun, Timed, WorkflowRun};
use crate::wording;

/// What is open while the events are taken.
#[derive(Default)]
pub(super) struct Reader<'t> {
    workflows: Vec<WorkflowRun<'t>>,
    spans: BTreeMap<String, usize>,
    /// The workflows that have not ended, of a trace without spans.
    open: Vec<usize>,
}

impl<'t> Reader<'t> {
    /// The workflows, in the order in which they began.
    pub fn workflows(self) -> Vec<WorkflowRun<'t>> {
        self.workflows
    }

    /// Takes the next event.
    pub fn take(&mut self, recorded: &'t RecordedEvent) {
        let event = recorded.event();
        let begins = matches!(event, Event::WorkflowStart(_));
        let known = if begins { None } else { self.workflow_of(recorded.span()) };
        let n = known.unwrap_or_else(|| self.begin(recorded.span(), names(&event)));
        if let Event::WorkflowEnd(_) = event {
            self.open.pop_if(|open| *open == n);
        }
        if let Some(workflow) = self.workflows.get_mut(n) {
            workflow.take(event, recorded.time());
        }
    }

    fn workflow_of(&self, span: Option<&str>) -> Option<usize> {
        match span {
            Some(span) => self.spans.get(span).copied(),
            None => self.open.last().copied(),
        }
    }

    /// Begins a workflow, also where the event with which it began can't be read. Gives its index.
    fn begin(&mut self, span: Option<&str>, [outer, nested]: [Option<&'t str>; 2]) -> usize {
        let n = self.workflows.len();
        let parent = match span {
            Some(span) => span.rsplit_once('.').and_then(|(parent, _)| self.spans.get(parent)).copied(),
            None => self.open.get(self.open.len().min(DEPTH_TOLD_APART).wrapping_sub(1)).copied(),
        };
        let nth = parent.and_then(|parent| self.workflows.get_mut(parent)).map(|parent| parent.starts(n));
        let name = span.map(str::to_owned).or(nth).unwrap_or_else(|| "0".to_owned());
        let workflow = match (nested, parent) {
            // The reference names the outer workflow in the events of a nested one.
            (None, Some(_)) => None,
            (nested, _) => nested.or(outer),
        };
        self.spans.insert(name.clone(), n);
        if span.is_none() {
            self.open.push(n);
        }
        self.workflows.push(WorkflowRun { span: name, workflow, ..WorkflowRun::default() });
        n
    }
}

/// The FQDNs in the event of a workflow: of the one that was started first, and of a nested one.
fn names<'t>(event: &Event<'t>) -> [Option<&'t str>; 2] {
    match event {
        Event::WorkflowStart(WorkflowStart { workflow, nested, .. })
        | Event::WorkflowEnd(WorkflowEnd { workflow, nested, .. }) => [*workflow, *nested],
        Event::NotAdmitted(_)
        | Event::ContractStart(_)
        | Event::Call(_)
        | Event::StepEnd(_)
        | Event::ContractEnd(_)
        | Event::Error(_)
        | Event::Other(_) => [None; 2],
    }
}

impl<'t> WorkflowRun<'t> {
    /// Notes that a step started this workflow. Gives its span.
    fn starts(&mut self, n: usize) -> String {
        self.started += 1;
        if let Some(contract) = self.contracts.last_mut() {
            contract.started.push(n);
        }
        format!("{}.{}", self.span, self.started)
    }

    fn take(&mut self, event: Event<'t>, time: Option<u64>) {
        match event {
            Event::WorkflowStart(event) => self.start = Some(Timed { event, time }),
            Event::NotAdmitted(event) => self.admission = Some(event),
            Event::ContractStart(event) => self.contracts.push(ContractRun {
                start: Timed { event, time },
                steps: Vec::new(),
                started: Vec::new(),
                end: None,
            }),
            Event::Call(call) => self.contracts.last_mut().into_iter().for_each(|contract| contract.call(call)),
            Event::StepEnd(end) => self.contracts.last_mut().into_iter().for_each(|contract| contract.step(end)),
            Event::ContractEnd(event) => {
                if let Some(contract) = self.contracts.last_mut() {
                    contract.end = Some(Timed { event, time });
                }
            }
            Event::WorkflowEnd(event) => self.end = Some(Timed { event, time }),
            Event::Error(error) => self.errors.push(error.into()),
            Event::Other(_) => {}
        }
    }
}

impl<'t> ContractRun<'t> {
    fn call(&mut self, call: Call<'t>) {
        self.steps.push(StepRun { call: Some(call), end: None, started: Vec::new(), atoms: Vec::new() });
    }

    fn step(&mut self, end: StepEnd<'t>) {
        let started = std::mem::take(&mut self.started);
        match self.steps.last_mut().filter(|step| step.end.is_none()) {
            Some(step) => {
                step.end = Some(end);
                step.started = started;
            }
            None => self.steps.push(StepRun { call: None, end: Some(end), started, atoms: Vec::new() }),
        }
    }
}

impl<'t> From<Error<'t>> for RunError<'t> {
    fn from(error: Error<'t>) -> Self {
        let message = error.message.map_or("(message not recorded)", |Sentence(message)| message);
        Self { message, code: error.code.or_else(|| wording::fault(message)) }
    }
}
