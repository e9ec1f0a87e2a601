//! The events of a run (`docs/traces.md`).

use pgs_trace::event::{ContractEnd, ContractStart, Error, NotAdmitted, WorkflowEnd, WorkflowStart};
use pgs_trace::{Data, Event, ExitNode, Keys, Plain, Secrets, Sentence};
use pgs_value::arithmetic::ArithmeticError;
use pgs_value::schema::SchemaViolation;
use pgs_value::{Map, Value, json};

use super::Run;
use super::followed::within;
use crate::runs::{FirstEnd, FirstExit};
use crate::{ContractId, End, Fault, Status, View, WorkflowId};

impl Run {
    /// Adds an event.
    pub(crate) fn emit<'e>(&self, event: impl Into<Event<'e>>) -> Result<(), Fault> {
        self.emit_without(event, &Secrets::default())
    }

    /// Adds an event without these secrets.
    pub(crate) fn emit_without<'e>(&self, event: impl Into<Event<'e>>, secrets: &Secrets) -> Result<(), Fault> {
        self.journal().event(&event.into(), secrets)
    }

    /// Makes sure that every event so far outlives this process.
    pub fn flush(&self) -> Result<(), Fault> {
        self.journal().flush()
    }

    /// `WF_START`. A nested workflow names itself in `nested_wf_fqdn`: the event belongs to the outer one.
    pub fn workflow_starts(&self, workflow: &WorkflowId, payload: &Map<String, Value>) -> Result<(), Fault> {
        self.decides_for(workflow.fqdn);
        let is_first = self.span.depth == 0;
        let places = self.payload_secrets(payload.into());
        let says = is_first && !self.redaction().is_empty();
        let secrets = Secrets { at: within("payload", &places), of_run: true, says, ..Secrets::default() };
        let start = WorkflowStart {
            workflow: Some(self.shared.workflow.fqdn),
            nested: self.nested_name(workflow),
            payload_keys: Some(Keys::Of(payload.into())),
            protocol: is_first.then_some(self.shared.protocol),
            admission: is_first.then_some(self.admission()),
            payload: Some(Data(payload.into())),
            run_id: self.shared.named.as_ref().filter(|_| is_first).map(|named| Sentence(named.id.as_str())),
        };
        self.emit_without(start, &secrets)
    }

    /// `ADMISSION`: the rules that a payload does not meet, with the mode that decided what follows.
    pub fn not_admitted(&self, violations: &[SchemaViolation]) -> Result<(), Fault> {
        let violations = json!(violations);
        self.emit(NotAdmitted { mode: Some(self.admission()), violations: Some(Plain((&violations).into())) })
    }

    /// `CC_START`: the node that runs the contract, and the inputs as they were bound.
    pub fn contract_starts<'v>(
        &self,
        contract: &ContractId,
        node: &str,
        inputs: impl Into<View<'v>>,
    ) -> Result<(), Fault> {
        self.contract_decides(contract, node);
        let start = ContractStart {
            contract: Some(contract.address),
            name: Some(contract.fqdn),
            inputs: Some(Data(inputs.into())),
            node: Some(node),
        };
        let at = within("inputs", &self.input_secrets(node));
        self.emit_without(start, &Secrets { at, ..Secrets::default() })
    }

    /// `CC_COMPLETE`, with the keys of the contract's surface. What the contract did to state stays done from then on.
    pub fn contract_ends<'v>(
        &self,
        contract: &ContractId,
        status: &str,
        surface: impl Into<View<'v>>,
    ) -> Result<(), Fault> {
        self.keep()?;
        self.contract_leaves();
        self.contract_has_decided(status);
        self.emit(ContractEnd {
            contract: Some(contract.address),
            status: Some(status),
            name: Some(contract.fqdn),
            output_keys: Some(Keys::Of(surface.into())),
        })
    }

    /// `WF_COMPLETE`, with the EXIT node. That of the workflow that was started seals the trace: what the run did to state
    /// is on disk before it, if the run waits for that.
    pub fn workflow_ends<S: Status>(&self, workflow: &WorkflowId, end: &End<S>) -> Result<(), Fault> {
        self.is_undamaged(end.status.as_str())?;
        self.writes_down_end(|| self.first_end(end))?;
        self.settle()?;
        self.workflow_leaves();
        self.has_decided(end.status.as_str());
        let exit = end.exit.as_ref().map(|exit| ExitNode { node: exit.node, reason: exit.reason, emit: exit.emit });
        self.emit(WorkflowEnd {
            status: Some(end.status.as_str()),
            seals: self.span.depth == 0,
            workflow: Some(self.shared.workflow.fqdn),
            nested: self.nested_name(workflow),
            exit: exit.into(),
        })
    }

    /// How this run ended, for whoever asks for it again.
    fn first_end<S: Status>(&self, end: &End<S>) -> FirstEnd {
        let exit = end.exit.as_ref().map(|exit| FirstExit {
            node: exit.node.to_owned(),
            reason: exit.reason.map(str::to_owned),
            emit: exit.emit.map(str::to_owned),
        });
        let (status, output) = (end.status.as_str().to_owned(), self.redacted(&end.surface));
        let cause = self.cause(&status).map(Box::new);
        FirstEnd { trace_id: self.trace_id().to_owned(), status, output, exit, cause }
    }

    /// `ERROR`: why a nested workflow could not go on. What its contracts did that have not ended is taken back.
    pub fn fails(&self, fault: &Fault) -> Result<(), Fault> {
        self.take_back()?;
        self.error(fault, false)
    }

    /// `ERROR`: why the run could not go on. It seals the trace. What ended contracts did to state is kept before it.
    pub fn breaks_off(&self, fault: &Fault) -> Result<(), Fault> {
        match self.break_off() {
            Err(lost) if lost != *fault => {
                // Programs are told the first cause.
                self.error(&Fault::Backend { code: fault.code(), reason: format!("{fault}; and {lost}") }, true)
            }
            _ => self.error(fault, true),
        }
    }

    fn error(&self, fault: &Fault, seals: bool) -> Result<(), Fault> {
        if let Fault::Template(unknown @ ArithmeticError::Unknown { .. }) = fault {
            return Err(self.lacks_suppressed(unknown.to_string()));
        }
        let message = fault.to_string();
        let error = Error { seals, message: Some(Sentence(&message)), code: Some(fault.code()) };
        self.emit_without(error, &Secrets { of_run: true, ..Secrets::default() })
    }

    /// The name of a workflow that another one started.
    fn nested_name(&self, workflow: &WorkflowId) -> Option<&'static str> {
        (self.span.depth > 0).then_some(workflow.fqdn)
    }
}
