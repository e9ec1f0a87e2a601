//! Bindings of steps become values in generated code, with their static types.

use pgs_description::Output;
use pgs_protocol::protocol::{Absent, Binding, Call, Operand, Path, Protocol, Step, Type};

use super::shape::Shape;
use super::{Expr, RawShape, ReadPlace};
use crate::analysis::step_read::{StepRead, StepScope};
use crate::capabilities;
use crate::names::snake;

/// What a step's bindings can see, and the Rust names of it.
pub struct StepExpr<'a> {
    /// What they can see.
    pub scope: StepScope<'a>,
    /// The fields of the contract's structs.
    pub shape: &'a Shape,
}

impl StepExpr<'_> {
    /// A binding of the step.
    pub fn expr(&self, binding: &Binding) -> Expr {
        Expr::of(binding, &|path| self.path(path))
    }

    fn path(&self, path: &Path) -> Expr {
        self.found(&self.scope.read(path), path.keys.get(1..).unwrap_or_default())
    }

    /// One side of a condition, when this step leads to it.
    pub fn operand(&self, operand: &Operand) -> Expr {
        let found = |keys: &[String]| {
            let read = self.scope.operand(operand);
            read.map_or(Expr::Null, |read| self.found(&read, keys.get(1..).unwrap_or_default()))
        };
        match operand {
            Operand::Literal(value) => Expr::Literal(value.clone()),
            Operand::Input(keys) | Operand::Output(keys) | Operand::Raw(keys) => found(keys),
        }
    }

    /// Whether an output is mapped from what the result of the step owes, and never has.
    pub fn owes(&self, binding: &Binding) -> bool {
        let semantics = self.scope.protocol.semantics;
        let Binding::Path(path) = binding else { return false };
        semantics.absent == Absent::LeftOut && matches!(self.scope.read(path), StepRead::NoField { .. })
    }

    /// What is found at `rest` below what was found.
    fn found(&self, found: &StepRead<'_>, rest: &[String]) -> Expr {
        match found {
            StepRead::Input(key, ty) => {
                let field = self.shape.input(key);
                field.map_or(Expr::Null, |field| read(ReadPlace::Input(field.ident.clone()), *ty, rest))
            }
            StepRead::Result { step, raw, key, ty } => match self.shape.kept(step, *raw, key) {
                Some(field) => read(ReadPlace::StepField(field.ident.clone()), *ty, rest),
                None => self.surface(key, rest),
            },
            StepRead::Raw(output) => raw_read(self.scope.step, output, self.scope.protocol, rest),
            StepRead::Surface(key, _) => self.surface(key, rest),
            StepRead::Whole(_)
            | StepRead::NoStep(_)
            | StepRead::NoOutput { .. }
            | StepRead::NoField { .. }
            | StepRead::NoOperand { .. }
            | StepRead::Unknown => Expr::Null,
        }
    }
}

impl StepExpr<'_> {
    /// What steps have mapped to this key so far.
    fn surface(&self, key: &str, rest: &[String]) -> Expr {
        let mapped = self.shape.mapped(key);
        mapped.map_or(Expr::Null, |field| read(ReadPlace::Surface(field.ident.clone()), field.ty, rest))
    }
}

/// A field of the raw result of the current step.
pub fn raw_read(step: &Step, output: &Output, protocol: &Protocol, rest: &[String]) -> Expr {
    if output.name == "result_status" && matches!(step.call, Call::SideEffect { .. }) {
        return read(ReadPlace::RawStatus, output.ty, rest);
    }
    let fallible = match &step.call {
        Call::Transform { fqdn, .. } => capabilities::transform(fqdn, protocol).is_none_or(|it| it.fallible),
        Call::SideEffect { .. } => true,
    };
    let shape = match (fallible, output.optional) {
        (false, _) => RawShape::Plain,
        (true, false) => RawShape::OfOutputs,
        (true, true) => RawShape::OptionalOfOutputs,
    };
    read(ReadPlace::Raw { field: snake(&output.name), shape, taken: false }, output.ty, rest)
}

/// What is found at `rest` below a place.
pub fn read(place: ReadPlace, ty: Type, rest: &[String]) -> Expr {
    Expr::Read { place, ty, keys: rest.to_vec() }
}
