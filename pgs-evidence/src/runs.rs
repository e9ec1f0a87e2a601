//! What happened: the workflows of a trace with their contracts and steps.

use std::collections::BTreeMap;

use pgs_rt::Value;

use crate::read::{Event, Trace};

/// What the events of a trace tell.
#[derive(Debug)]
pub(crate) struct Runs<'t> {
    /// The workflow that was started.
    pub root: WorkflowRun<'t>,
    /// The workflows that steps started, in the order in which they began.
    pub nested: Vec<WorkflowRun<'t>>,
    /// Whether the last event seals the trace; none where its system does not.
    pub sealed: Option<bool>,
    /// How many events there are.
    pub events: usize,
    /// The hash of the last one.
    pub hash: Option<&'t str>,
}

/// One workflow that ran.
#[derive(Debug, Default)]
pub(crate) struct WorkflowRun<'t> {
    /// The span of its events.
    pub span: String,
    /// Its FQDN, where it is recorded.
    pub workflow: Option<&'t str>,
    /// The `WF_START`.
    pub start: Option<&'t Event>,
    /// The `ADMISSION`, if a rule was not met.
    pub admission: Option<&'t Event>,
    /// Its contracts, in order.
    pub contracts: Vec<ContractRun<'t>>,
    /// The `WF_COMPLETE`.
    pub end: Option<&'t Event>,
    /// Why it, or a workflow that it started, could not go on.
    pub errors: Vec<&'t str>,
    /// How many workflows it started.
    started: usize,
}

/// One contract that ran.
#[derive(Debug)]
pub(crate) struct ContractRun<'t> {
    /// The `CC_START`.
    pub start: &'t Event,
    /// Its steps, in order.
    pub steps: Vec<StepRun<'t>>,
    /// The workflows that a step started which did not end, as indices.
    pub started: Vec<usize>,
    /// The `CC_COMPLETE`.
    pub end: Option<&'t Event>,
}

/// One step that ran.
#[derive(Debug)]
pub(crate) struct StepRun<'t> {
    /// The `CS_CALL`.
    pub call: Option<&'t Event>,
    /// The `CC_STEP`; none where the run broke off in the step.
    pub end: Option<&'t Event>,
    /// The workflows that it started, as indices.
    pub started: Vec<usize>,
}

impl<'t> Runs<'t> {
    /// What the events of this trace tell; none where it has no event.
    pub fn of(trace: &'t Trace) -> Option<Self> {
        let mut reader = Reader::default();
        trace.events().for_each(|event| reader.take(event));
        let mut workflows = reader.workflows.into_iter();
        let (root, nested) = (workflows.next()?, workflows.collect());
        let last = trace.events().last()?;
        Some(Self {
            root,
            nested,
            sealed: last.is_chained().then(|| last.seals()),
            events: trace.events().count(),
            hash: last.text("hash"),
        })
    }

    /// All workflows, in the order in which they began.
    pub fn workflows(&self) -> impl Iterator<Item = &WorkflowRun<'t>> {
        std::iter::once(&self.root).chain(&self.nested)
    }

    /// The workflow with this index.
    pub fn workflow(&self, n: usize) -> Option<&WorkflowRun<'t>> {
        match n.checked_sub(1) {
            None => Some(&self.root),
            Some(n) => self.nested.get(n),
        }
    }
}

impl<'t> WorkflowRun<'t> {
    /// The status with which it ended.
    pub fn status(&self) -> Option<&'t str> {
        self.end?.text("result_status")
    }

    /// The EXIT node: its key, reason and event.
    pub fn exit(&self) -> Option<ExitNode<'t>> {
        let exit = self.end?.detail("exit")?;
        let text = |key: &str| exit.get(key).and_then(Value::as_str);
        Some(ExitNode { node: text("node")?, reason: text("reason"), emit: text("emit") })
    }

    /// Whether it is recorded that no EXIT node was reached.
    pub fn ended_without_exit(&self) -> bool {
        let exit = |event: &Event| event.0.get("detail")?.get("exit").cloned();
        self.end.and_then(exit) == Some(Value::Null)
    }

    /// How long it took, in nanoseconds.
    pub fn duration(&self) -> Option<u64> {
        self.end?.number("ts_ns")?.checked_sub(self.start?.number("ts_ns")?)
    }
}

/// Whether a workflow that ends with this status did what it was asked.
pub(crate) fn is_good(status: &str) -> bool {
    matches!(status, "SUCCESS" | "ALREADY_EXISTS" | "ACK")
}

/// The EXIT node that a workflow reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExitNode<'t> {
    /// The node's key.
    pub node: &'t str,
    /// The declared reason, if any.
    pub reason: Option<&'t str>,
    /// The declared event, if any.
    pub emit: Option<&'t str>,
}

impl<'t> ContractRun<'t> {
    /// The FQDN.
    pub fn contract(&self) -> &'t str {
        self.start.detail_text("cc_fqdn").unwrap_or("(contract not recorded)")
    }

    /// The key of the node that ran it, where it is recorded.
    pub fn node(&self) -> Option<&'t str> {
        self.start.detail_text("node")
    }

    /// The status with which it ended.
    pub fn status(&self) -> Option<&'t str> {
        self.end?.text("result_status")
    }

    /// How long it took, in nanoseconds.
    pub fn duration(&self) -> Option<u64> {
        self.end?.number("ts_ns")?.checked_sub(self.start.number("ts_ns")?)
    }
}

impl<'t> StepRun<'t> {
    fn event(&self) -> Option<&'t Event> {
        self.end.or(self.call)
    }

    /// The transform or side effect.
    pub fn capability(&self) -> &'t str {
        self.event().and_then(|event| event.detail_text("step_fqdn")).unwrap_or("(step not recorded)")
    }

    /// The step's name; else the transform or side effect.
    pub fn name(&self) -> &'t str {
        self.event().and_then(|event| event.detail_text("step")).unwrap_or_else(|| self.capability())
    }

    /// The operation; none for a transform.
    pub fn op(&self) -> Option<&'t str> {
        self.event()?.text("step_op")
    }

    /// The status with which it ended, where it is recorded.
    pub fn status(&self) -> Option<&'t str> {
        self.end?.detail_text("status")
    }

    /// Why it did not succeed.
    pub fn reason(&self) -> Option<&'t str> {
        self.end?.detail_text("reason")
    }
}

/// What is open while the events are taken.
#[derive(Default)]
struct Reader<'t> {
    workflows: Vec<WorkflowRun<'t>>,
    spans: BTreeMap<String, usize>,
    /// The workflows that have not ended, of a trace without spans.
    open: Vec<usize>,
}

/// How deep workflows that start each other are told apart: deeper than any system starts them.
pub(crate) const DEPTH_LIMIT: usize = 64;

impl<'t> Reader<'t> {
    fn take(&mut self, event: &'t Event) {
        let known = if event.kind() == "WF_START" { None } else { self.workflow_of(event) };
        let n = known.unwrap_or_else(|| self.begin(event));
        if event.kind() == "WF_COMPLETE" {
            self.open.pop_if(|open| *open == n);
        }
        if let Some(workflow) = self.workflows.get_mut(n) {
            take(workflow, event);
        }
    }

    fn workflow_of(&self, event: &Event) -> Option<usize> {
        match event.text("span") {
            Some(span) => self.spans.get(span).copied(),
            None => self.open.last().copied(),
        }
    }

    /// Begins a workflow, also where the event with which it began can't be read. Gives its index.
    fn begin(&mut self, event: &'t Event) -> usize {
        let n = self.workflows.len();
        let parent = match event.text("span") {
            Some(span) => span.rsplit_once('.').and_then(|(parent, _)| self.spans.get(parent)).copied(),
            None => self.open.get(self.open.len().min(DEPTH_LIMIT).wrapping_sub(1)).copied(),
        };
        let nth = parent.and_then(|parent| self.workflows.get_mut(parent)).map(|parent| parent.starts(n));
        let span = event.text("span").map(str::to_owned).or(nth).unwrap_or_else(|| "0".to_owned());
        let workflow = match (event.detail_text("nested_wf_fqdn"), parent) {
            // The reference names the outer workflow in the events of a nested one.
            (None, Some(_)) => None,
            (nested, _) => nested.or_else(|| event.detail_text("wf_fqdn")),
        };
        self.spans.insert(span.clone(), n);
        if event.text("span").is_none() {
            self.open.push(n);
        }
        self.workflows.push(WorkflowRun { span, workflow, ..WorkflowRun::default() });
        n
    }
}

impl WorkflowRun<'_> {
    /// Notes that a step started this workflow. Gives its span.
    fn starts(&mut self, n: usize) -> String {
        self.started += 1;
        if let Some(contract) = self.contracts.last_mut() {
            contract.started.push(n);
        }
        format!("{}.{}", self.span, self.started)
    }
}

fn take<'t>(workflow: &mut WorkflowRun<'t>, event: &'t Event) {
    match event.kind() {
        "WF_START" => workflow.start = Some(event),
        "ADMISSION" => workflow.admission = Some(event),
        "CC_START" => {
            workflow.contracts.push(ContractRun { start: event, steps: Vec::new(), started: Vec::new(), end: None });
        }
        "WF_COMPLETE" => workflow.end = Some(event),
        "ERROR" => workflow.errors.push(event.detail_text("message").unwrap_or("(message not recorded)")),
        kind => {
            if let Some(contract) = workflow.contracts.last_mut() {
                take_step(contract, kind, event);
            }
        }
    }
}

fn take_step<'t>(contract: &mut ContractRun<'t>, kind: &str, event: &'t Event) {
    match kind {
        "CS_CALL" => contract.steps.push(StepRun { call: Some(event), end: None, started: Vec::new() }),
        "CC_STEP" => {
            let started = std::mem::take(&mut contract.started);
            match contract.steps.last_mut().filter(|step| step.end.is_none()) {
                Some(step) => {
                    step.end = Some(event);
                    step.started = started;
                }
                None => contract.steps.push(StepRun { call: None, end: Some(event), started }),
            }
        }
        "CC_COMPLETE" => contract.end = Some(event),
        _ => {}
    }
}
