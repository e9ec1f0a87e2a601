//! What decided in one workflow of a run, as far as it has come: what its cause is made of if it does not succeed.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pgs_value::schema::SchemaViolation;
use pgs_value::{ACK, is_wanted};

use super::Run;
use crate::cause::{Cause, ContractCause, Refusal, StepCause};
use crate::{ContractId, Reason, StepId};

/// What has decided so far.
#[derive(Default)]
pub(super) struct Decided(Mutex<State>);

#[derive(Default)]
struct State {
    /// The workflow.
    workflow: &'static str,
    /// The payload, if it was not admitted.
    refusal: Option<Refusal>,
    /// The contract that began last.
    contract: Option<Contract>,
    /// Of workflows that its last step has started, those that did not succeed, by their numbers.
    nested: BTreeMap<usize, Cause>,
}

/// A contract of the workflow.
struct Contract {
    node: String,
    fqdn: &'static str,
    /// Its last step, if that did not succeed.
    step: Option<StepCause>,
    /// The status with which it ended.
    status: String,
}

impl State {
    fn cause(&self) -> Option<Cause> {
        let Some(contract) = &self.contract else { return self.refusal.clone().map(Cause::NotAdmitted) };
        if let Some(nested) = self.nested.values().next() {
            return Some(nested.clone());
        }
        if let Some(step) = &contract.step {
            return Some(Cause::Step(step.clone()));
        }
        Some(Cause::Contract(ContractCause {
            workflow: self.workflow.into(),
            node: contract.node.clone().into(),
            contract: contract.fqdn.into(),
            status: contract.status.clone().into(),
        }))
    }
}

impl Decided {
    /// A thread that panicked has changed whole entries.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Run {
    pub(super) fn decides_for(&self, workflow: &'static str) {
        self.span.decided.lock().workflow = workflow;
    }

    /// The payload is not admitted. Of the violations none shows a value that is suppressed.
    pub(crate) fn refuses(&self, intent: &'static str, violations: Vec<SchemaViolation>) {
        let violations = self.shown(violations);
        let mut state = self.span.decided.lock();
        state.refusal = Some(Refusal { workflow: state.workflow.into(), intent: intent.into(), violations });
    }

    pub(super) fn contract_decides(&self, contract: &ContractId, node: &str) {
        let contract = Contract { node: node.to_owned(), fqdn: contract.fqdn, step: None, status: String::new() };
        let mut state = self.span.decided.lock();
        state.contract = Some(contract);
        state.nested.clear();
    }

    pub(super) fn contract_has_decided(&self, status: &str) {
        if let Some(contract) = &mut self.span.decided.lock().contract {
            status.clone_into(&mut contract.status);
        }
    }

    /// A step begins: what another one before it started has not decided.
    pub(crate) fn step_decides(&self) {
        self.span.decided.lock().nested.clear();
    }

    /// A step has ended. The reason is as the trace shows it.
    pub(crate) fn step_has_decided(
        &self,
        step: &StepId,
        status: &str,
        reason: Option<&Reason>,
        secrets: &pgs_trace::Secrets,
    ) {
        let mut state = self.span.decided.lock();
        let workflow = state.workflow;
        let Some(contract) = &mut state.contract else { return };
        contract.step = (status != "SUCCESS").then(|| StepCause {
            workflow: workflow.into(),
            node: contract.node.clone().into(),
            contract: contract.fqdn.into(),
            step: step.name.into(),
            capability: step.fqdn.into(),
            op: step.op.map(Into::into),
            status: status.to_owned().into(),
            reason: reason.map(|reason| {
                let (sentence, _) = self.redaction().sentence(reason.sentence(), &secrets.texts, secrets.of_run);
                sentence.into_owned()
            }),
        });
    }

    /// A workflow ends with this status: whoever started it knows why, where it did not succeed.
    pub(super) fn has_decided(&self, status: &str) {
        let Some((outer, number)) = &self.span.decided_within else { return };
        if let Some(cause) = self.cause(status) {
            outer.lock().nested.insert(*number, cause);
        }
    }

    /// Why the workflow ended with this status; none where it did what it was asked.
    pub(crate) fn cause(&self, status: &str) -> Option<Cause> {
        if is_wanted(status) || status == ACK { None } else { self.span.decided.lock().cause() }
    }
}
