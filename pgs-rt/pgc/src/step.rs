//! One step of a contract: what it is given, the call, and how it ends.

use pgs_store::StoreError;
use pgs_trace::{ContractId, StepId};
use pgs_value::{AnyField, Failure, Field, Reply, Status, TransformStatus, Typed, Value, Violation};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::{Answer, Transformed};
use crate::atoms::{Atoms, Stop};
use crate::binding::{ABSENT_ITEM, whole};
use crate::event::{Keys, Nullable, StepEnd};
use crate::fault::{Fault, FaultPlace, Refusal};
use crate::ids::{AtomId, Purity};
use crate::run::Run;

/// The side effects beside the stores that a replay calls again: they take time or random bytes, and change nothing.
const REPEATED: [&str; 1] = ["capability_side_effects::CS_CLOCK_V0"];

/// One step while it runs.
#[derive(Debug)]
pub struct Step<'r> {
    run: &'r Run,
    contract: &'r ContractId,
    id: &'r StepId,
}

impl Run {
    /// Begins a step of a contract.
    pub fn step<'r>(&'r self, contract: &'r ContractId, id: &'r StepId) -> Step<'r> {
        Step { run: self, contract, id }
    }
}

impl<'r> Step<'r> {
    /// The run.
    pub fn run(&self) -> &'r Run {
        self.run
    }

    fn place(&self) -> FaultPlace {
        FaultPlace { contract: *self.contract, step: Some(self.id.name) }
    }

    /// The fault of this step's capability, or of a binding.
    pub fn fault(&self, reason: impl Into<String>) -> Fault {
        let refusal = if self.id.op.is_some() { Refusal::SideEffect } else { Refusal::Transform };
        Fault::Capability { place: self.place(), refusal, reason: reason.into() }
    }

    fn unbound(&self, reason: impl Into<String>) -> Fault {
        Fault::Capability { place: self.place(), refusal: Refusal::Transform, reason: reason.into() }
    }

    /// A list among what the step is given. Every item must be there.
    pub fn list<T: Typed, const N: usize>(&self, items: [Field<Value>; N]) -> Result<Field<T>, Fault> {
        whole(items).ok_or_else(|| self.unbound(ABSENT_ITEM))
    }

    /// A declared input of the transform, which must be there, also where it is not required: an atom reads them all.
    pub fn reads<T: Typed>(&self, input: &str, value: Field<T>) -> Result<Field<T>, Fault> {
        if value.is_unset() { Err(self.fault(format!("the input `{input}` is absent"))) } else { Ok(value) }
    }

    /// Runs a transform that is one atom.
    pub fn atom<I, O>(
        &self,
        purity: Purity,
        inputs: I,
        run: impl FnOnce(I) -> Result<O, Failure>,
    ) -> Result<Transformed<O>, Fault>
    where
        O: Serialize + DeserializeOwned,
    {
        let atom = AtomId { fqdn: self.id.fqdn, purity };
        self.transform(|atoms| atoms.run("__atom_result__", &atom, inputs, run))
    }

    /// Runs a transform that is a molecule.
    pub fn transform<O>(&self, run: impl FnOnce(&Atoms<'_>) -> Result<O, Stop>) -> Result<Transformed<O>, Fault> {
        let atoms = Atoms::of(self.run, self.contract.address, self.id.address);
        match run(&atoms) {
            Ok(outputs) => Ok(Reply::success(TransformStatus::Success, outputs)),
            Err(Stop::Refused(violation)) => Ok(Reply::failure(TransformStatus::Violation, violation)),
            Err(Stop::Fault(reason)) => Err(self.fault(reason)),
            Err(Stop::Trace(fault)) => Err(fault),
        }
    }

    /// Calls a side effect. A violation is a fault: its statuses say what its declaration answers for. In a replay one that
    /// reaches beyond stores and sources is not called.
    pub fn effect<A: Answer>(&self, call: impl FnOnce(&Run) -> Result<A, Violation>) -> Result<A, Fault> {
        if self.run.recorded().is_some() && !REPEATED.contains(&self.id.fqdn) {
            return Err(Fault::NotRepeated { place: self.place(), capability: self.id.fqdn });
        }
        call(self.run).map_err(|violation| self.fault(violation.reason()))
    }

    /// Calls an operation of a store; what of the store's errors its declaration does not answer for is a fault.
    pub(crate) fn operation<A: Answer>(&self, call: impl FnOnce(&Run) -> Result<A, StoreError>) -> Result<A, Fault> {
        call(self.run).map_err(|error| self.fault(error.to_string()))
    }

    /// What a result that is a success must have, as an output is mapped from it.
    pub fn mapped<A: Answer, T: Typed>(&self, answer: &A, output: &str, value: Field<T>) -> Result<Field<T>, Fault> {
        if answer.succeeded() && value.is_unset() {
            return Err(self.unbound(format!("`{output}` is mapped from what the result does not have")));
        }
        Ok(value)
    }

    /// The step has ended with this status, and these mapped outputs. What that leads to is the contract's to say.
    pub fn ends<S: Status>(&self, status: S, outputs: &[(&'static str, &dyn AnyField)]) -> StepOutcome<'r, S> {
        let set = outputs.iter().filter(|(_, field)| field.view().is_some());
        let result_keys = set.map(|(key, _)| *key).collect();
        StepOutcome { run: self.run, contract: self.contract, id: self.id, status, result_keys }
    }
}

/// The outcome of a step that its contract has not answered yet.
#[must_use = "the contract says what the outcome leads to"]
#[derive(Debug)]
pub struct StepOutcome<'r, S> {
    run: &'r Run,
    contract: &'r ContractId,
    id: &'r StepId,
    status: S,
    result_keys: Vec<&'static str>,
}

impl<S: Status> StepOutcome<'_, S> {
    /// The status.
    pub fn status(&self) -> S {
        self.status
    }

    /// `continue`: the next step follows, if there is one.
    pub fn continues(self) -> Result<(), Fault> {
        self.answered(Some("continue"))
    }

    /// `exit`: the contract ends with this outcome, which is that of the step.
    pub fn exits<O: Status>(self, outcome: O) -> Result<O, Fault> {
        self.answered(Some("exit"))?;
        Ok(outcome)
    }

    /// The contract has no answer: the run is refused.
    pub fn is_unlisted<O>(self) -> Result<O, Fault> {
        let place = FaultPlace { contract: *self.contract, step: Some(self.id.name) };
        let outcome = self.status.as_str();
        self.answered(None)?;
        Err(Fault::UnlistedOutcome { place, outcome })
    }

    /// `CC_STEP`.
    fn answered(self, continuation: Option<&str>) -> Result<(), Fault> {
        self.run.step_ends(StepEnd {
            contract: self.contract.address,
            step: self.id.address,
            op: self.id.op,
            capability: self.id.fqdn,
            result_keys: Keys(self.result_keys),
            outcome: self.status.as_str(),
            continuation: Nullable(continuation),
            checks: None,
        })
    }
}
