//! One step of a contract while it runs: the transform or side effect that it calls, and its place in the trace.

mod given;

use std::cell::{Cell, RefCell};

use pgs_store::Location;
use pgs_trace::event::{self, StepEnd};
use pgs_trace::{Data, Flow, Keys, Nullable, Secrets, Sentence};
use serde::Serialize;
use serde::de::DeserializeOwned;

use self::given::Given;
use crate::journal::{Call, MayHide, Place, Unknown};
use crate::run::within;
use crate::{
    AnyField, Asked, ContractId, Fault, Reach, Reason, ReasonCode, Reply, Run, Sources, Status, StepId,
    TransformStatus, Transformed, Value, View, Violation, object,
};

/// A step that runs.
///
/// Transforms and side effects are called through it, so that a side effect is announced in the trace before it
/// begins, and a replay can answer in its place.
pub struct Step<'r> {
    run: &'r Run,
    contract: &'r ContractId,
    id: &'r StepId,
    /// Where what it maps comes from.
    maps: &'static [Flow],
    /// What the trace keeps of the answer.
    answer: RefCell<Option<Value>>,
    /// What of that it is given is secret.
    given: RefCell<Given>,
    /// In a replay, the code that was recorded: a reason that was read back has none.
    recorded: Cell<Option<ReasonCode>>,
}

impl Run {
    /// Begins a step.
    pub fn step<'r>(&'r self, contract: &'r ContractId, id: &'r StepId) -> Step<'r> {
        self.step_decides();
        let given = RefCell::new(Given::at(self.argument_secrets(&[])));
        Step { run: self, contract, id, maps: &[], answer: RefCell::default(), given, recorded: Cell::default() }
    }
}

impl Step<'_> {
    /// Says where what it is given, and what it maps, comes from: secrets are followed by that.
    #[must_use]
    pub fn bound(self, given: &[Flow], maps: &'static [Flow]) -> Self {
        let given = Given::at(self.run.argument_secrets(given));
        Self { maps, given: RefCell::new(given), ..self }
    }

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
        answer.outputs.ok_or(Fault::NoRecordedOutputs { step: self.id.name })
    }

    /// Runs a transform that draws time or random bytes, and can't fail.
    pub fn compute_drawing<I, O>(&self, inputs: I, run: impl FnOnce(I, &dyn Sources) -> O) -> Result<O, Fault>
    where
        I: Serialize,
        O: Serialize + DeserializeOwned,
    {
        self.compute(inputs, |inputs| run(inputs, self.run))
    }

    fn answered<I, O>(&self, inputs: I, run: impl FnOnce(I) -> Transformed<O>) -> Result<Transformed<O>, Fault>
    where
        I: Serialize,
        O: Serialize + DeserializeOwned,
    {
        let mut call = Transform(Pending::new(inputs, run, self.given_answer(Reach::Nothing)?));
        if !self.run.redaction().is_empty() {
            self.given.borrow_mut().look_at(self.run.redaction(), &call.inputs()?);
        }
        let kept = self.run.journal().compute(&self.place(&|| self.may_hide()), &mut call)?;
        self.answer.replace(kept);
        self.answer_of(call.0.answer, call.0.given.is_some())
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
            self.run.does_something();
        }
        let given = self.given_answer(if store.is_some() { Reach::Store } else { Reach::Beyond })?;
        let mut call = Effect { pending: Pending::new(call, |call| run(self.run, call), given), recorded: None };
        if !self.run.redaction().is_empty() {
            self.given.borrow_mut().look_at(self.run.redaction(), &call.inputs()?);
        }
        let secrets = Secrets { at: within("arguments", self.given.borrow().places()), ..Secrets::default() };
        let may_hide = || self.may_hide();
        let place = self.place(&may_hide);
        let kept = self.run.journal().perform(&place, self.announced(store), &secrets, &mut call)?;
        self.answer.replace(kept);
        self.recorded.set(call.recorded);
        self.answer_of(call.pending.answer, call.pending.given.is_some())
    }

    /// The answer that takes the place of the capability, if it does not run.
    fn given_answer(&self, reach: Reach) -> Result<Option<Value>, Fault> {
        let Some(answers) = self.run.answers() else { return Ok(None) };
        let StepId { name: step, fqdn: capability, .. } = *self.id;
        answers.answer(&Asked { contract: self.contract.fqdn, step, capability, reach })
    }

    /// What a call was answered; an answer that was given may be none of the capability.
    fn answer_of<T>(&self, answer: Option<T>, given: bool) -> Result<T, Fault> {
        answer.ok_or_else(|| {
            if given {
                Fault::new(format!("what is given for step `{}` is no answer of its capability", self.id.name))
            } else {
                Fault::ReplayStopped
            }
        })
    }

    /// `CS_CALL`: what is called, and on which store.
    fn announced(&self, store: Option<&Location>) -> event::Call<'_> {
        event::Call {
            contract: Some(self.contract.address),
            step: Some(self.id.address),
            op: self.id.op,
            capability: Some(self.id.fqdn),
            name: Some(self.id.name),
            store: store.map(|store| store.name),
            path: store.map_or(Nullable::Absent, |store| store.path.into()),
            arguments: None,
        }
    }

    /// `CC_STEP`: the status with which the step ended, the mapped outputs, and why it did not succeed.
    pub fn ends(&self, status: &str, outputs: &[(&str, &dyn AnyField)], reason: Option<&Reason>) -> Result<(), Fault> {
        let results = View::fields(outputs);
        let answer = self.answer.take();
        let given = self.given.take();
        let secrets = given.at_end(self.run, self.id, self.maps, (answer.as_ref(), results));
        self.run.step_has_decided(self.id, status, reason, &secrets);
        let end = StepEnd {
            contract: Some(self.contract.address),
            step: Some(self.id.address),
            op: self.id.op,
            capability: Some(self.id.fqdn),
            result_keys: Some(Keys::Declared(outputs)),
            name: Some(self.id.name),
            status: Some(status),
            reason: reason.map(|reason| Sentence(reason.sentence())),
            reason_code: reason.and_then(Reason::code),
            reason_field: reason.and_then(Reason::field).map(Sentence),
            results: Some(Data(results)),
            answer: answer.as_ref().map(|answer| Data(answer.into())),
        };
        self.run.emit_without(end, &secrets)
    }

    /// `CC_STEP`, for what a capability answered. Gives the status, which the pipeline routes.
    pub fn ends_with<A: Answer>(&self, answer: A, outputs: &[(&str, &dyn AnyField)]) -> Result<A::Status, Fault> {
        self.ends(answer.word(), outputs, answer.reason())?;
        if let Some(fault) = self.met_damage(answer.reason()) {
            self.run.has_met(fault);
        }
        Ok(answer.status())
    }

    /// The same where the pipeline goes on after a failure as it does after success. An APPEND to a log that is damaged
    /// fails here and not in the reference, so what follows relies on it: the run can't go on.
    pub fn ends_undamaged<A: Answer>(&self, answer: A, outputs: &[(&str, &dyn AnyField)]) -> Result<A::Status, Fault> {
        self.ends(answer.word(), outputs, answer.reason())?;
        let Some(fault) = self.met_damage(answer.reason()) else { return Ok(answer.status()) };
        // A workflow that has started this one goes on, and may not succeed either.
        self.run.has_met(fault.clone());
        Err(fault)
    }

    /// What an APPEND found that the reference does not look for.
    fn met_damage(&self, reason: Option<&Reason>) -> Option<Fault> {
        let reason = reason.filter(|_| self.id.op == Some("APPEND"))?;
        (reason.code().or(self.recorded.get())? == ReasonCode::Damaged)
            .then(|| Fault::Backend { code: ReasonCode::Damaged, reason: reason.sentence().to_owned() })
    }

    /// `CC_STEP`, for a transform that can't fail.
    pub fn succeeds(&self, outputs: &[(&str, &dyn AnyField)]) -> Result<(), Fault> {
        self.ends(TransformStatus::Success.as_str(), outputs, None)
    }

    fn place<'a>(&'a self, may_hide: &'a dyn Fn() -> MayHide) -> Place<'a> {
        Place { contract: self.contract.fqdn, step: self.id.name, may_hide }
    }

    /// What of its answer the protocol may suppress.
    fn may_hide(&self) -> MayHide {
        let is_transform = self.id.op.is_none();
        let met = || !is_transform && self.run.has_secrets();
        let elsewhere = if self.given.borrow().any() || self.run.journal().drew_secret() || met() {
            Some(Unknown::TextOrNumber)
        } else {
            // A text of a transform that is mapped to nothing.
            is_transform.then_some(Unknown::Text)
        };
        let within = if is_transform { "/outputs" } else { "" };
        MayHide { within, mapped: self.run.mapped_secrets(self.maps), elsewhere }
    }
}

/// What a capability answered: how it ended, its outputs, and why it did not succeed.
pub trait Answer {
    /// The statuses with which it ends.
    type Status;
    /// Its outputs.
    type Outputs;

    /// How it ended.
    fn status(&self) -> Self::Status;

    /// The status word of the protocol.
    fn word(&self) -> &'static str;

    /// Why it did not succeed. The reason goes to the trace: it names fields and rules, never values.
    fn reason(&self) -> Option<&Reason>;

    /// Its outputs, if there are any.
    fn outputs(&mut self) -> Option<&mut Self::Outputs>;

    /// Moves one of the outputs out, if there are any. What stays in its place is read by nobody.
    fn take<T: Default>(&mut self, output: impl FnOnce(&mut Self::Outputs) -> &mut T) -> Option<T> {
        self.outputs().map(|outputs| std::mem::take(output(outputs)))
    }
}

impl<S: Status, O> Answer for Reply<S, O> {
    type Status = S;
    type Outputs = O;

    fn status(&self) -> S {
        self.status
    }

    fn word(&self) -> &'static str {
        self.status.as_str()
    }

    fn reason(&self) -> Option<&Reason> {
        self.reason.as_deref()
    }

    fn outputs(&mut self) -> Option<&mut O> {
        self.outputs.as_mut()
    }
}

/// A call that has not been answered yet.
struct Pending<I, O, F> {
    call: Option<(I, F)>,
    /// What takes the place of its answer.
    given: Option<Value>,
    answer: Option<O>,
}

impl<I: Serialize, O: DeserializeOwned, F: FnOnce(I) -> O> Pending<I, O, F> {
    fn new(inputs: I, run: F, given: Option<Value>) -> Self {
        Self { call: Some((inputs, run)), given, answer: None }
    }

    fn inputs(&self) -> Result<Value, Fault> {
        let inputs = self.call.as_ref().map(|(inputs, _)| pgs_value::to_value(inputs)).transpose();
        inputs.map(Option::unwrap_or_default).map_err(|error| Fault::Unwritable { reason: error.to_string() })
    }

    fn run(&mut self) {
        self.answer = match &self.given {
            Some(given) => pgs_value::from_value(given.clone()).ok(),
            None => self.call.take().map(|(inputs, run)| run(inputs)),
        };
    }
}

/// The call of a transform.
struct Transform<I, O, F>(Pending<I, Transformed<O>, F>);

impl<I, O, F> Call for Transform<I, O, F>
where
    I: Serialize,
    O: Serialize + DeserializeOwned,
    F: FnOnce(I) -> Transformed<O>,
{
    fn inputs(&self) -> Result<Value, Fault> {
        self.0.inputs()
    }

    fn run(&mut self) {
        self.0.run();
    }

    fn answer(&self) -> Option<Value> {
        let answer = self.0.answer.as_ref()?;
        let outputs = pgs_value::to_value(&answer.outputs).unwrap_or_default();
        Some(object([("status", answer.status.as_str().into()), ("outputs", outputs)]))
    }

    /// A suppressed value that stands for something else than a text can't be read.
    fn recall(&mut self, step: &StepEnd<'_>) -> bool {
        self.0.answer = recorded(step);
        self.0.answer.is_some()
    }

    fn reads(&self, answer: &Value) -> bool {
        answer.get("outputs").is_some_and(|outputs| pgs_value::from_value::<O>(outputs.clone()).is_ok())
    }
}

fn recorded<O: DeserializeOwned>(step: &StepEnd<'_>) -> Option<Transformed<O>> {
    let answer = step.answer?.0.to_value();
    let status = match answer.get("status")?.as_str()? {
        "SUCCESS" => TransformStatus::Success,
        _ => TransformStatus::Violation,
    };
    let outputs = match answer.get("outputs")? {
        Value::Null => None,
        outputs => Some(pgs_value::from_value(outputs.clone()).ok()?),
    };
    let reason = step.reason.map(|Sentence(reason)| reason.into());
    Some(Transformed { status, outputs, reason })
}

/// The call of a side effect.
struct Effect<I, O, F> {
    pending: Pending<I, O, F>,
    recorded: Option<ReasonCode>,
}

impl<I, O, F> Call for Effect<I, O, F>
where
    I: Serialize,
    O: Serialize + DeserializeOwned,
    F: FnOnce(I) -> O,
{
    fn inputs(&self) -> Result<Value, Fault> {
        self.pending.inputs()
    }

    fn run(&mut self) {
        self.pending.run();
    }

    fn answer(&self) -> Option<Value> {
        pgs_value::to_value(self.pending.answer.as_ref()?).ok()
    }

    fn recall(&mut self, step: &StepEnd<'_>) -> bool {
        self.recorded = step.reason_code;
        self.pending.answer = step.answer.and_then(|Data(answer)| pgs_value::from_value(answer.to_value()).ok());
        self.pending.answer.is_some()
    }

    fn reads(&self, answer: &Value) -> bool {
        pgs_value::from_value::<O>(answer.clone()).is_ok()
    }
}
