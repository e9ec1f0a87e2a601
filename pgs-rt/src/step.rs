//! One step of a contract while it runs: the transform or side effect that it calls, and its place in the trace.

use std::cell::RefCell;

use pgs_value::Value;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{
    AnyField, ContractId, Fault, Map, Run, Sources, StepId, TransformStatus, Transformed, View, Violation, object,
};
use pgs_store::Location;
use pgs_trace::Event;

/// A step that runs.
///
/// Transforms and side effects are called through it, so that a side effect is announced in the trace before it
/// begins, and a replay can answer in its place.
pub struct Step<'r> {
    run: &'r Run,
    contract: &'r ContractId,
    id: &'r StepId,
    /// What the trace keeps of the answer.
    answer: RefCell<Option<Value>>,
}

impl Run {
    /// Begins a step.
    pub fn step<'r>(&'r self, contract: &'r ContractId, id: &'r StepId) -> Step<'r> {
        Step { run: self, contract, id, answer: RefCell::default() }
    }
}

impl Step<'_> {
    /// Runs a transform that may fail.
    pub fn transform<I, O>(
        &self,
        inputs: I,
        run: impl FnOnce(I) -> Result<O, Violation>,
    ) -> Result<Transformed<O>, Fault>
    where
        I: Serialize,
        O: Serialize + DeserializeOwned,
    {
        self.answered(inputs, |inputs| Transformed::from(run(inputs)))
    }

    /// Runs a transform that draws time or random bytes, and may fail.
    pub fn transform_drawing<I, O>(
        &self,
        inputs: I,
        run: impl FnOnce(I, &dyn Sources) -> Result<O, Violation>,
    ) -> Result<Transformed<O>, Fault>
    where
        I: Serialize,
        O: Serialize + DeserializeOwned,
    {
        self.answered(inputs, |inputs| Transformed::from(run(inputs, self.run)))
    }

    /// Runs a transform that can't fail.
    pub fn compute<I, O>(&self, inputs: I, run: impl FnOnce(I) -> O) -> Result<O, Fault>
    where
        I: Serialize,
        O: Serialize + DeserializeOwned,
    {
        let answer = self.answered(inputs, |inputs| Transformed::from(Ok(run(inputs))))?;
        answer
            .outputs
            .ok_or_else(|| Fault::new(format!("the recorded answer of step `{}` has no outputs", self.id.name)))
    }

    /// Runs a transform that draws time or random bytes, and can't fail.
    pub fn compute_drawing<I, O>(&self, inputs: I, run: impl FnOnce(I, &dyn Sources) -> O) -> Result<O, Fault>
    where
        I: Serialize,
        O: Serialize + DeserializeOwned,
    {
        self.compute(inputs, |inputs| run(inputs, self.run))
    }

    /// Runs a transform. Where values are suppressed the trace keeps the answer, so that a replay can go on without them.
    fn answered<I, O>(&self, inputs: I, run: impl FnOnce(I) -> Transformed<O>) -> Result<Transformed<O>, Fault>
    where
        I: Serialize,
        O: Serialize + DeserializeOwned,
    {
        if let Some(replay) = self.run.replayed() {
            let span = self.run.span();
            if replay.needs_suppressed(span, || pgs_value::to_value(&inputs).unwrap_or_default()) {
                let answer = replay.step(span).and_then(|step| recorded(&step));
                let answer = answer.ok_or_else(|| self.lacks_suppressed())?;
                self.keep(&answer);
                return Ok(answer);
            }
        }
        let answer = run(inputs);
        if self.run.suppresses() || self.run.drew_secret() {
            self.keep(&answer);
        }
        Ok(answer)
    }

    fn keep<O: Serialize>(&self, answer: &Transformed<O>) {
        let outputs = pgs_value::to_value(&answer.outputs).unwrap_or_default();
        self.answer.replace(Some(object([("status", answer.status.as_str().into()), ("outputs", outputs)])));
    }

    fn lacks_suppressed(&self) -> Fault {
        let reason = format!("step `{}` of {} needs a suppressed value", self.id.name, self.contract.fqdn);
        self.run.lacks_suppressed(reason)
    }

    /// Runs a side effect: what it is about to do is in the trace file before it begins. In a replay it does not run:
    /// the recorded answer takes its place. Without a store it can't be taken back, so what came before it is kept first.
    pub fn effect<C, A>(&self, store: Option<&Location>, call: C, run: impl FnOnce(&Run, C) -> A) -> Result<A, Fault>
    where
        C: Serialize,
        A: Serialize + DeserializeOwned,
    {
        if store.is_none() {
            self.run.commit()?;
        }
        self.announce(store, &call)?;
        let answer = match self.run.replayed() {
            None => self.run.without_draws(|| run(self.run, call)),
            Some(replay) => {
                let span = self.run.span();
                let step = replay.step(span);
                let value = step.and_then(|mut step| step.remove("answer")).ok_or_else(|| replay.unanswered(span))?;
                self.answer.replace(Some(value.clone()));
                return pgs_value::from_value(value).map_err(|_| self.lacks_suppressed());
            }
        };
        if self.run.is_traced() {
            self.answer.replace(pgs_value::to_value(&answer).ok());
        }
        Ok(answer)
    }

    fn announce(&self, store: Option<&Location>, call: &impl Serialize) -> Result<(), Fault> {
        if !self.run.is_traced() {
            return Ok(());
        }
        let arguments = pgs_value::to_value(call).map_err(|error| Fault::new(error.to_string()))?;
        self.run.emit(self.event("CS_CALL"), |detail| {
            detail.word("step_fqdn", self.id.fqdn).word("step", self.id.name);
            if let Some(store) = store {
                detail.word("store", store.name).plain("path", store.path.map_or(View::Null, View::Text));
            }
            detail.data("arguments", &arguments);
        })?;
        self.run.flush()
    }

    /// `CC_STEP`: the status with which the step ended, the mapped outputs, and why it did not succeed.
    pub fn ends(&self, status: &str, outputs: &[(&str, &dyn AnyField)], reason: Option<&str>) -> Result<(), Fault> {
        if !self.run.is_traced() {
            return Ok(());
        }
        let results = View::fields(outputs);
        // What is mapped to a suppressed output is a secret before any of this event is shown.
        self.run.learn(results);
        // A side effect answers in the words of the protocol, a transform in its own.
        let answer = self.answer.take();
        let answer = answer.map(|answer| match self.id.op {
            None => self.run.unmapped_masked(answer, results),
            Some(_) => answer,
        });
        self.run.emit(self.event("CC_STEP"), |detail| {
            detail.word("step_fqdn", self.id.fqdn).keys("result_keys", outputs.iter().map(|(key, _)| *key));
            detail.word("step", self.id.name).word("status", status);
            if let Some(reason) = reason {
                detail.sentence("reason", reason);
            }
            detail.data("results", results);
            if let Some(answer) = &answer {
                detail.data("answer", answer);
            }
        })
    }

    fn event(&self, kind: &'static str) -> Event<'_> {
        Event { contract: Some(self.contract.address), step: Some(self.id.address), op: self.id.op, ..Event::new(kind) }
    }
}

/// The recorded answer of a transform. None where a suppressed value stands for something else than a text.
fn recorded<O: DeserializeOwned>(step: &Map<String, Value>) -> Option<Transformed<O>> {
    let answer = step.get("answer")?;
    let status = match answer.get("status")?.as_str()? {
        "SUCCESS" => TransformStatus::Success,
        _ => TransformStatus::Violation,
    };
    let outputs = match answer.get("outputs")? {
        Value::Null => None,
        outputs => Some(pgs_value::from_value(outputs.clone()).ok()?),
    };
    let reason = step.get("reason").and_then(Value::as_str).map(str::to_owned);
    Some(Transformed { status, outputs, reason })
}
