//! The events of a run (`3-traces.md`, `docs/traces.md`).

use pgs_value::{Map, Value, json};

use pgs_trace::{Detail, Event};

use super::Run;
use crate::admission::SchemaViolation;
use crate::{ContractId, End, Fault, Status, View, WorkflowId};

impl Run {
    /// Adds an event. Its detail is only made where it is wanted.
    pub(crate) fn emit(&self, event: Event<'_>, detail: impl FnOnce(&mut Detail<'_>)) -> Result<(), Fault> {
        let mut detail = Some(detail);
        self.journal().event(event, &mut |text| {
            if let Some(write) = detail.take() {
                write(text);
            }
        })
    }

    /// Makes sure that every event so far outlives this process.
    pub fn flush(&self) -> Result<(), Fault> {
        self.journal().flush()
    }

    /// `WF_START`. A nested workflow names itself in `nested_wf_fqdn`: the event belongs to the outer one.
    pub fn workflow_starts(&self, workflow: &WorkflowId, payload: &Map<String, Value>) -> Result<(), Fault> {
        self.emit(Event::new("WF_START"), |detail| {
            self.name_workflow(detail, workflow).keys("payload_keys", View::from(payload).keys());
            if self.span.depth == 0 {
                detail.word("protocol", self.shared.protocol).word("admission", self.admission().as_str());
            }
            detail.data("payload", payload);
        })
    }

    /// `ADMISSION`: the rules that a payload does not meet, with the mode that decided what follows.
    pub fn not_admitted(&self, violations: &[SchemaViolation]) -> Result<(), Fault> {
        self.emit(Event::new("ADMISSION"), |detail| {
            detail.word("mode", self.admission().as_str()).plain("violations", (&json!(violations)).into());
        })
    }

    /// `CC_START`: the node that runs the contract, and the inputs as they were bound.
    pub fn contract_starts<'v>(
        &self,
        contract: &ContractId,
        node: &str,
        inputs: impl Into<View<'v>>,
    ) -> Result<(), Fault> {
        let event = Event { contract: Some(contract.address), ..Event::new("CC_START") };
        self.emit(event, |detail| {
            detail.word("cc_fqdn", contract.fqdn).data("inputs", inputs).word("node", node);
        })
    }

    /// `CC_COMPLETE`, with the keys of the contract's surface. What the contract did to state stays done from then on.
    pub fn contract_ends<'v>(
        &self,
        contract: &ContractId,
        status: &str,
        surface: impl Into<View<'v>>,
    ) -> Result<(), Fault> {
        self.keep()?;
        let (address, status) = (Some(contract.address), Some(status));
        let event = Event { contract: address, status, ..Event::new("CC_COMPLETE") };
        self.emit(event, |detail| {
            detail.word("cc_fqdn", contract.fqdn).keys("output_keys", surface.into().keys());
        })
    }

    /// `WF_COMPLETE`, with the EXIT node. That of the workflow that was started seals the trace: what the run did to state
    /// is on disk before it, if the run waits for that.
    pub fn workflow_ends<S: Status>(&self, workflow: &WorkflowId, end: &End<S>) -> Result<(), Fault> {
        self.settle()?;
        let (status, seals) = (Some(end.status.as_str()), self.span.depth == 0);
        self.emit(Event { status, seals, ..Event::new("WF_COMPLETE") }, |detail| {
            self.name_workflow(detail, workflow);
            match &end.exit {
                Some(exit) => detail.plain(
                    "exit",
                    View::fields(&[("node", &exit.node), ("reason", &exit.reason), ("emit", &exit.emit)]),
                ),
                None => detail.plain("exit", View::Null),
            };
        })
    }

    /// `ERROR`: why a nested workflow could not go on.
    pub fn fails(&self, fault: &Fault) -> Result<(), Fault> {
        self.error(fault, false)
    }

    /// `ERROR`: why the run could not go on. It seals the trace. What ended contracts did to state is kept before it.
    pub fn breaks_off(&self, fault: &Fault) -> Result<(), Fault> {
        match self.break_off() {
            Err(lost) if lost != *fault => self.error(&Fault::backend(format!("{fault}; and {lost}")), true),
            _ => self.error(fault, true),
        }
    }

    fn error(&self, fault: &Fault, seals: bool) -> Result<(), Fault> {
        self.emit(Event { seals, ..Event::new("ERROR") }, |detail| {
            detail.sentence("message", &fault.to_string());
        })
    }

    fn name_workflow<'d, 'a>(&self, detail: &'d mut Detail<'a>, workflow: &WorkflowId) -> &'d mut Detail<'a> {
        detail.word("wf_fqdn", self.shared.workflow.fqdn);
        if self.span.depth > 0 { detail.word("nested_wf_fqdn", workflow.fqdn) } else { detail }
    }
}
