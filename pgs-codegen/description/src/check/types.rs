//! What the Rust types of a crate say: collected from its functions.

use std::collections::BTreeMap;

use pgs_value::{Described, DescribedField, Failure, NoInputs, Reply, StatusWords, Violation};

use crate::{Argument, Generation, WorksOn};

/// What the Rust types of a crate say, by module.
#[derive(Debug, Default)]
pub struct Types {
    pub(super) transforms: BTreeMap<&'static str, TransformTypes>,
    pub(super) operations: BTreeMap<(&'static str, &'static str), OperationTypes>,
    pub(super) policies: BTreeMap<&'static str, Fields>,
}

#[derive(Debug)]
pub(super) struct TransformTypes {
    pub inputs: Fields,
    pub outputs: Fields,
    pub draws: bool,
    pub fallible: bool,
    pub generation: Generation,
}

#[derive(Debug)]
pub(super) struct OperationTypes {
    pub form: Form,
    pub inputs: Fields,
    pub outputs: Fields,
    pub statuses: &'static [&'static str],
}

/// The form of an operation's function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Store,
    Workflows,
    World { switch: bool },
    Configured,
}

impl Form {
    pub fn of(works_on: WorksOn, policy: &[Argument]) -> Self {
        match works_on {
            WorksOn::World { .. } if !policy.is_empty() => Self::Configured,
            WorksOn::Store(_) => Self::Store,
            WorksOn::Workflows(_) => Self::Workflows,
            WorksOn::World { switch } => Self::World { switch },
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Store => "on a store",
            Self::Workflows => "on workflows",
            Self::World { switch: false } => "on something outside",
            Self::World { switch: true } => "on something outside, with a switch",
            Self::Configured => "on something outside, with a policy",
        }
    }
}

pub(super) type Fields = &'static [DescribedField];

impl Types {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A transform that can fail. `module` is its path below the crate.
    #[must_use]
    pub fn transform<I, O>(self, module: &'static str, _run: fn(I) -> Result<O, Violation>) -> Self
    where
        I: Described,
        O: Described,
    {
        self.with::<I, O>(module, false, true, Generation::Pgs)
    }

    /// A transform of PGC, that refuses or faults.
    #[must_use]
    pub fn transform_of_pgc<I, O>(self, module: &'static str, _run: fn(I) -> Result<O, Failure>) -> Self
    where
        I: Described,
        O: Described,
    {
        self.with::<I, O>(module, false, true, Generation::Pgc)
    }

    /// A transform that draws time or random bytes, and can fail.
    #[must_use]
    pub fn transform_drawing<I, O, S: ?Sized>(
        self,
        module: &'static str,
        _run: fn(I, &S) -> Result<O, Violation>,
    ) -> Self
    where
        I: Described,
        O: Described,
    {
        self.with::<I, O>(module, true, true, Generation::Pgs)
    }

    /// A transform that can't fail.
    #[must_use]
    pub fn compute<I, O>(self, module: &'static str, _run: fn(I) -> O) -> Self
    where
        I: Described,
        O: Described,
    {
        self.with::<I, O>(module, false, false, Generation::Pgs)
    }

    /// A transform that draws time or random bytes, and can't fail.
    #[must_use]
    pub fn compute_drawing<I, O, S: ?Sized>(self, module: &'static str, _run: fn(I, &S) -> O) -> Self
    where
        I: Described,
        O: Described,
    {
        self.with::<I, O>(module, true, false, Generation::Pgs)
    }

    /// An operation on something outside. `module` is the path of the side effect below the crate, `function` the name of
    /// the operation's function.
    #[must_use]
    pub fn effect<R: ?Sized, I, S, O>(
        self,
        module: &'static str,
        function: &'static str,
        _run: fn(&R, I) -> Reply<S, O>,
    ) -> Self
    where
        I: Described,
        O: Described,
        S: StatusWords,
    {
        self.operation::<I, S, O>(module, function, Form::World { switch: false })
    }

    /// One that takes nothing.
    #[must_use]
    pub fn effect_without_inputs<R: ?Sized, S, O>(
        self,
        module: &'static str,
        function: &'static str,
        _run: fn(&R) -> Reply<S, O>,
    ) -> Self
    where
        O: Described,
        S: StatusWords,
    {
        self.operation::<NoInputs, S, O>(module, function, Form::World { switch: false })
    }

    /// One that a runtime binding may switch off.
    #[must_use]
    pub fn effect_switched<R: ?Sized, I, S, O>(
        self,
        module: &'static str,
        function: &'static str,
        _run: fn(&R, bool, I) -> Reply<S, O>,
    ) -> Self
    where
        I: Described,
        O: Described,
        S: StatusWords,
    {
        self.operation::<I, S, O>(module, function, Form::World { switch: true })
    }

    /// One of PGC, that takes the policy of its runtime binding, `P`.
    #[must_use]
    pub fn effect_configured<R: ?Sized, P, I, S, O, E>(
        mut self,
        module: &'static str,
        function: &'static str,
        _run: impl Fn(&R, &P, I) -> Result<Reply<S, O>, E>,
    ) -> Self
    where
        P: Described,
        I: Described,
        O: Described,
        S: StatusWords,
    {
        self.policies.insert(module, P::FIELDS);
        self.operation::<I, S, O>(module, function, Form::Configured)
    }

    /// One that takes nothing else.
    #[must_use]
    pub fn effect_configured_without_inputs<R: ?Sized, P, S, O, E>(
        mut self,
        module: &'static str,
        function: &'static str,
        _run: impl Fn(&R, &P) -> Result<Reply<S, O>, E>,
    ) -> Self
    where
        P: Described,
        O: Described,
        S: StatusWords,
    {
        self.policies.insert(module, P::FIELDS);
        self.operation::<NoInputs, S, O>(module, function, Form::Configured)
    }

    /// An operation on a store.
    #[must_use]
    pub fn on_store<P, T, I, S, O, E>(
        self,
        module: &'static str,
        function: &'static str,
        _run: impl Fn(P, T, I) -> Result<Reply<S, O>, E>,
    ) -> Self
    where
        I: Described,
        O: Described,
        S: StatusWords,
    {
        self.operation::<I, S, O>(module, function, Form::Store)
    }

    /// One that takes nothing.
    #[must_use]
    pub fn on_store_without_inputs<P, T, S, O, E>(
        self,
        module: &'static str,
        function: &'static str,
        _run: impl Fn(P, T) -> Result<Reply<S, O>, E>,
    ) -> Self
    where
        O: Described,
        S: StatusWords,
    {
        self.operation::<NoInputs, S, O>(module, function, Form::Store)
    }

    /// An operation that starts workflows: its statuses and its outputs. What it takes, the compiler reads.
    #[must_use]
    pub fn on_workflows<S: StatusWords, O: Described>(self, module: &'static str, function: &'static str) -> Self {
        self.operation::<NoInputs, S, O>(module, function, Form::Workflows)
    }

    fn operation<I, S, O>(mut self, module: &'static str, function: &'static str, form: Form) -> Self
    where
        I: Described,
        O: Described,
        S: StatusWords,
    {
        let types = OperationTypes { form, inputs: I::FIELDS, outputs: O::FIELDS, statuses: S::WORDS };
        self.operations.insert((module, function), types);
        self
    }

    fn with<I: Described, O: Described>(
        mut self,
        module: &'static str,
        draws: bool,
        fallible: bool,
        generation: Generation,
    ) -> Self {
        let types = TransformTypes { inputs: I::FIELDS, outputs: O::FIELDS, draws, fallible, generation };
        self.transforms.insert(module, types);
        self
    }
}
