//! What a step calls, and what it hands over.

use pgs_description::{Argument, Operation, SideEffect, Starts, StoreKind, Transform, WorksOn};
use pgs_protocol::protocol::{self, Protocol, Step};

use super::argument::{BoundArgument, CallScope};
use super::signature::{UnknownOperation, operation};
use super::start::{self, Start, StartProblem};
use crate::capabilities;

/// What a step calls, as far as it can be compiled, and what is wrong with the call.
#[derive(Clone, Debug, Default)]
pub struct StepCall<'a> {
    /// What it calls. `None` if that can't be compiled: `problems` say why, unless it is a transform that nobody
    /// implements.
    pub callee: Option<Callee<'a>>,
    /// Arguments that are bound and that nothing takes.
    pub ignored: Vec<String>,
    /// Arguments that are required and not bound.
    pub unbound: Vec<String>,
    /// What is wrong.
    pub problems: Vec<CallProblem>,
}

/// What a step calls.
#[derive(Clone, Debug)]
pub enum Callee<'a> {
    /// A transform.
    Transform {
        /// How it is called.
        signature: Box<Transform>,
        /// What it is given.
        arguments: Vec<BoundArgument>,
        /// What it takes although it does not declare it.
        others: Vec<BoundArgument>,
    },
    /// An operation of a store.
    Store {
        /// The kind of store.
        kind: StoreKind,
        /// The operation.
        operation: Box<Operation>,
        /// What it is given.
        arguments: Vec<BoundArgument>,
    },
    /// It starts workflows.
    Start(Box<Start<'a>>),
    /// An operation on something outside.
    World {
        /// The side effect.
        side_effect: Box<SideEffect>,
        /// The operation.
        operation: Box<Operation>,
        /// What it is given.
        arguments: Vec<BoundArgument>,
    },
}

/// What is wrong with a call.
#[derive(Clone, Debug)]
pub enum CallProblem {
    /// The side effect has no such operation.
    Operation(UnknownOperation),
    /// It can't be said which workflows it starts.
    Start(StartProblem),
}

impl Callee<'_> {
    /// Everything that is evaluated for the call, in order.
    pub fn arguments(&self) -> Vec<&BoundArgument> {
        match self {
            Self::Transform { arguments, others, .. } => arguments.iter().chain(others).collect(),
            Self::Store { arguments, .. } | Self::World { arguments, .. } => arguments.iter().collect(),
            Self::Start(start) => start.arguments(),
        }
    }
}

impl<'a> StepCall<'a> {
    /// What this step calls when a workflow of this domain runs it.
    pub fn of(step: &Step, domain: &str, protocol: &'a Protocol) -> Self {
        let mut call = Self::default();
        let scope = CallScope { step, domain, protocol };
        call.callee = match &step.call {
            protocol::Call::Transform { fqdn, .. } => call.transform(&scope, fqdn),
            protocol::Call::SideEffect { fqdn, op } => match operation(fqdn, op, protocol) {
                Ok((side_effect, operation)) => call.side_effect(&scope, side_effect, operation),
                Err(unknown) => call.fails(CallProblem::Operation(unknown)),
            },
        };
        call
    }

    fn fails(&mut self, problem: CallProblem) -> Option<Callee<'a>> {
        self.problems.push(problem);
        None
    }

    fn transform(&mut self, scope: &CallScope<'_, 'a>, fqdn: &str) -> Option<Callee<'a>> {
        let signature = capabilities::transform(fqdn, scope.protocol)?;
        let transform = scope.protocol.transforms.get(fqdn);
        let declared = signature.inputs.iter().map(|argument| {
            let schema = transform.and_then(|it| it.inputs.iter().find(|(name, _)| name == &argument.name));
            Argument { ty: schema.map_or(argument.ty, |(_, schema)| schema.ty()), ..argument.clone() }
        });
        let (arguments, others) = self.arguments(scope, &declared.collect::<Vec<_>>());
        let others = if signature.others { others } else { self.ignore(others) };
        Some(Callee::Transform { signature: Box::new(signature), arguments, others })
    }

    fn side_effect(
        &mut self,
        scope: &CallScope<'_, 'a>,
        side_effect: &SideEffect,
        operation: &Operation,
    ) -> Option<Callee<'a>> {
        match side_effect.works_on {
            WorksOn::Store(kind) => {
                let (arguments, others) = self.arguments(scope, &operation.inputs);
                self.ignore(others);
                Some(Callee::Store { kind, operation: Box::new(operation.clone()), arguments })
            }
            WorksOn::World { .. } => {
                let (arguments, others) = self.arguments(scope, &operation.inputs);
                self.ignore(others);
                let (side_effect, operation) = (Box::new(side_effect.clone()), Box::new(operation.clone()));
                Some(Callee::World { side_effect, operation, arguments })
            }
            WorksOn::Workflows(starts) => self.starts(scope, starts, &operation.inputs),
        }
    }

    /// A call that starts workflows and takes these arguments.
    fn starts(&mut self, scope: &CallScope<'_, 'a>, starts: Starts, taken: &[Argument]) -> Option<Callee<'a>> {
        let names = scope.step.inputs.iter().map(|(name, _)| name);
        self.ignored.extend(names.filter(|name| !taken.iter().any(|it| &it.name == *name)).cloned());
        let mut problems = Vec::new();
        let start = start::resolve(scope, starts, &mut problems);
        self.problems.extend(problems.into_iter().map(CallProblem::Start));
        start.map(|start| Callee::Start(Box::new(start)))
    }

    /// What is bound to the arguments that are declared, and what else is bound.
    fn arguments(
        &mut self,
        scope: &CallScope<'_, '_>,
        declared: &[Argument],
    ) -> (Vec<BoundArgument>, Vec<BoundArgument>) {
        let step = scope.step;
        let all = step.inputs.iter().map(|(name, binding)| {
            let argument = declared.iter().find(|argument| &argument.name == name);
            scope.bound(name, binding, argument.map(|it| it.ty), step.place.at(["inputs", name]))
        });
        let (taken, others): (Vec<_>, Vec<_>) = all.partition(|it| it.declared.is_some());
        let is_bound = |argument: &&Argument| taken.iter().any(|it: &BoundArgument| it.name == argument.name);
        let required = declared.iter().filter(|argument| argument.required);
        self.unbound.extend(required.filter(|it| !is_bound(it)).map(|argument| argument.name.clone()));
        (taken, others)
    }

    /// Nothing takes these.
    fn ignore(&mut self, others: Vec<BoundArgument>) -> Vec<BoundArgument> {
        self.ignored.extend(others.into_iter().map(|it| it.name));
        Vec::new()
    }
}
