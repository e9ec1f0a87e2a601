//! What the Rust types of a crate say: collected from its functions.

use std::collections::BTreeMap;

use pgs_value::{Described, DescribedField, NoInputs, Reply, StatusWords, Violation};

use crate::WorksOn;

/// What the Rust types of a crate say, by module.
#[derive(Debug, Default)]
pub struct Types {
    pub(super) transforms: BTreeMap<&'static str, TransformTypes>,
    pub(super) operations: BTreeMap<(&'static str, &'static str), OperationTypes>,
}

#[derive(Debug)]
pub(super) struct TransformTypes {
    pub inputs: Fields,
    pub outputs: Fields,
    pub draws: bool,
    pub fallible: bool,
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
}

impl Form {
    pub fn of(works_on: WorksOn) -> Self {
        match works_on {
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
        self.with::<I, O>(module, false, true)
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
        self.with::<I, O>(module, true, true)
    }

    /// A transform that can't fail.
    #[must_use]
    pub fn compute<I, O>(self, module: &'static str, _run: fn(I) -> O) -> Self
    where
        I: Described,
        O: Described,
    {
        self.with::<I, O>(module, false, false)
    }

    /// A transform that draws time or random bytes, and can't fail.
    #[must_use]
    pub fn compute_drawing<I, O, S: ?Sized>(self, module: &'static str, _run: fn(I, &S) -> O) -> Self
    where
        I: Described,
        O: Described,
    {
        self.with::<I, O>(module, true, false)
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

    fn with<I: Described, O: Described>(mut self, module: &'static str, draws: bool, fallible: bool) -> Self {
        let types = TransformTypes { inputs: I::FIELDS, outputs: O::FIELDS, draws, fallible };
        self.transforms.insert(module, types);
        self
    }
}
