//! The events of a run (`3-traces.md`, `docs/traces.md`).

use serde_json::{Map, Value, json};

use super::effects::lock;
use super::{Ended, Run, Sink};
use crate::trace::{Detail, Event, TraceFile};
use crate::{ContractId, Fault, Unmet, WorkflowId};

impl Run {
    pub(crate) fn detail(&self) -> Detail<'_> {
        Detail::new(&self.shared.redaction)
    }

    /// Adds an event, with what was drawn since the one before.
    pub(crate) fn emit(&self, mut event: Event<'_>) -> Result<(), Fault> {
        match &self.shared.sink {
            Sink::File(file) => {
                let draws = std::mem::take(&mut *self.span.draws());
                let notes = std::mem::take(&mut *lock(&self.span.notes));
                event.detail = event.detail.draws(&draws).notes(notes);
                file.emit(&self.span.id, event)
            }
            Sink::Replay(replay) => replay.emit(&self.span.id, event),
            Sink::Nowhere => Ok(()),
        }
    }

    /// Makes sure that every event so far outlives this process.
    pub fn flush(&self) -> Result<(), Fault> {
        self.file().map_or(Ok(()), TraceFile::flush)
    }

    /// `WF_START`. A nested workflow names itself in `nested_wf_fqdn`: the event belongs to the outer one.
    pub fn workflow_starts(&self, workflow: &WorkflowId, payload: &Map<String, Value>) -> Result<(), Fault> {
        if !self.is_traced() {
            return Ok(());
        }
        let keys: Value = payload.keys().cloned().collect();
        let mut detail = self.workflow_detail(workflow).plain("payload_keys", &keys);
        if self.span.depth == 0 && self.file().is_some() {
            detail = detail.word("protocol", self.shared.protocol).word("admission", self.admission().as_str());
        }
        self.emit(Event::new("WF_START", detail.data("payload", &Value::Object(payload.clone()))))
    }

    /// `ADMISSION`: the rules that a payload does not meet, with the mode that decided what follows.
    pub fn not_admitted(&self, unmet: &[Unmet]) -> Result<(), Fault> {
        let detail = self.detail().word("mode", self.admission().as_str());
        self.emit(Event::new("ADMISSION", detail.plain("violations", &json!(unmet))))
    }

    /// `CC_START`: the node that runs the contract, and the inputs as they were bound.
    pub fn contract_starts(&self, contract: &ContractId, node: &str, inputs: &Map<String, Value>) -> Result<(), Fault> {
        if !self.is_traced() {
            return Ok(());
        }
        let detail = self.detail().word("cc_fqdn", contract.fqdn);
        let detail = detail.data("inputs", &Value::Object(inputs.clone())).word("node", node);
        self.emit(Event { contract: Some(contract.address), ..Event::new("CC_START", detail) })
    }

    /// `CC_COMPLETE`, with the keys of the contract's surface. What the contract did to state is kept before it.
    pub fn contract_ends(
        &self,
        contract: &ContractId,
        status: &str,
        surface: &Map<String, Value>,
    ) -> Result<(), Fault> {
        self.commit()?;
        let keys: Value = surface.keys().cloned().collect();
        let detail = self.detail().word("cc_fqdn", contract.fqdn).plain("output_keys", &keys);
        let status = Some(status);
        self.emit(Event { contract: Some(contract.address), status, ..Event::new("CC_COMPLETE", detail) })
    }

    /// `WF_COMPLETE`, with the EXIT node. That of the workflow that was started seals the trace: what the run did to state
    /// is on disk before it, if the run waits for that.
    pub fn workflow_ends(&self, workflow: &WorkflowId, ended: &Ended) -> Result<(), Fault> {
        self.settle()?;
        let detail = self.workflow_detail(workflow).plain("exit", &json!(ended.exit));
        let seals = self.span.depth == 0;
        self.emit(Event { status: Some(ended.status), seals, ..Event::new("WF_COMPLETE", detail) })
    }

    /// `ERROR`: why a nested workflow could not go on.
    pub fn fails(&self, fault: &Fault) -> Result<(), Fault> {
        self.error(fault, false)
    }

    /// `ERROR`: why the run could not go on. It seals the trace.
    pub fn breaks_off(&self, fault: &Fault) -> Result<(), Fault> {
        self.error(fault, true)
    }

    fn error(&self, fault: &Fault, seals: bool) -> Result<(), Fault> {
        let detail = self.detail().sentence("message", &fault.to_string());
        self.emit(Event { seals, ..Event::new("ERROR", detail) })
    }

    fn workflow_detail(&self, workflow: &WorkflowId) -> Detail<'_> {
        let detail = self.detail().word("wf_fqdn", self.shared.workflow.fqdn);
        if self.span.depth > 0 { detail.word("nested_wf_fqdn", workflow.fqdn) } else { detail }
    }
}
