//! What the paths of a step find: references to inputs, to earlier steps, to the raw result.

use pgs_description::Output;
use pgs_protocol::protocol::{Binding, Contract, Operand, Path, Protocol, Root, Step, Type};

use super::signature::raw_outputs;
use super::types::{ContractTypes, maps};

/// What the bindings of a step can see.
#[derive(Clone, Copy)]
pub struct StepScope<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// Its types.
    pub types: &'a ContractTypes,
    /// The step.
    pub step: &'a Step,
    /// The protocol.
    pub protocol: &'a Protocol,
}

/// What the first key of a path finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepRead<'p> {
    /// A contract input.
    Input(&'p str, Type),
    /// A value of an earlier step, kept for later.
    Result {
        /// The step.
        step: &'p str,
        /// Whether it is a field of the raw result, and not a mapped output.
        raw: bool,
        /// The key.
        key: &'p str,
        /// The type.
        ty: Type,
    },
    /// A field of this step's raw result.
    Raw(Output),
    /// What the surface holds so far.
    Surface(&'p str, Type),
    /// Nothing: a whole raw result has no static type.
    Whole(&'p Path),
    /// Nothing: there is no such step.
    NoStep(&'p str),
    /// Nothing: the step maps no such output.
    NoOutput {
        /// The step.
        step: &'p str,
        /// The output.
        key: &'p str,
    },
    /// Nothing: the raw result of the step has no such field.
    NoField {
        /// The step.
        step: &'p str,
        /// The field.
        key: &'p str,
    },
    /// Nothing, in an evaluation: no step maps the output, and the raw result has no such field.
    NoOperand {
        /// The step that leads to the evaluation.
        step: &'p str,
        /// The name.
        key: &'p str,
    },
    /// Nothing that is known on this level.
    Unknown,
}

impl StepRead<'_> {
    /// The static type; nothing is null, which has any.
    pub fn ty(&self) -> Type {
        match self {
            Self::Input(_, ty) | Self::Result { ty, .. } | Self::Surface(_, ty) => *ty,
            Self::Raw(output) => output.ty,
            Self::Whole(_)
            | Self::NoStep(_)
            | Self::NoOutput { .. }
            | Self::NoField { .. }
            | Self::NoOperand { .. }
            | Self::Unknown => Type::Any,
        }
    }
}

impl<'a> StepScope<'a> {
    /// What a path finds.
    pub fn read<'p>(&self, path: &'p Path) -> StepRead<'p>
    where
        'a: 'p,
    {
        let Some(key) = path.keys.first() else { return StepRead::Whole(path) };
        match &path.root {
            Root::Input => self.input(key),
            Root::Step(step) => match self.contract.step(step) {
                None => StepRead::NoStep(step),
                Some(it) if !it.outputs.iter().any(|(name, _)| name == key) => StepRead::NoOutput { step, key },
                Some(_) => self.result(step, false, key).unwrap_or(StepRead::Unknown),
            },
            Root::StepRaw(step) => match self.contract.step(step) {
                None => StepRead::NoStep(step),
                Some(_) => self.result(step, true, key).unwrap_or(StepRead::NoField { step, key }),
            },
            Root::Raw => {
                let output = raw_outputs(self.step, self.protocol).into_iter().find(|output| &output.name == key);
                output.map_or(StepRead::NoField { step: &self.step.name, key }, StepRead::Raw)
            }
            Root::Payload | Root::Node(_) => StepRead::Unknown,
        }
    }

    /// What a side of a condition finds when this step leads to it; none of a literal.
    pub fn operand<'p>(&self, operand: &'p Operand) -> Option<StepRead<'p>>
    where
        'a: 'p,
    {
        let step = self.step.name.as_str();
        match operand {
            Operand::Literal(_) => None,
            Operand::Input(keys) => keys.first().map(|key| self.input(key)),
            Operand::Output(keys) if maps(self.contract, keys) => {
                let surface = keys.first().and_then(|key| Some((key, self.types.surface(key)?)));
                Some(surface.map_or(StepRead::Unknown, |(key, it)| StepRead::Surface(key, it.ty)))
            }
            Operand::Output(keys) | Operand::Raw(keys) => {
                let key = keys.first()?;
                Some(self.result(step, true, key).unwrap_or(StepRead::NoOperand { step, key }))
            }
        }
    }

    fn input<'p>(&self, key: &'p str) -> StepRead<'p> {
        self.types.input(key).map_or(StepRead::Unknown, |it| StepRead::Input(key, it.ty))
    }

    fn result<'p>(&self, step: &'p str, raw: bool, key: &'p str) -> Option<StepRead<'p>> {
        let ty = self.types.result(step, raw, key)?.ty;
        Some(StepRead::Result { step, raw, key, ty })
    }

    /// The static type of a binding.
    pub fn ty(&self, binding: &Binding) -> Type {
        binding.ty(|path| if path.keys.len() == 1 { self.read(path).ty() } else { Type::Any })
    }
}
