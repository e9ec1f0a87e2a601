//! Bindings become values in generated code, with their static types.

use pgs_description::Output;
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Binding, Call, Contract, Operand, Path, Place, Protocol, Root, Step, Type, say};

use super::shape::{Shape, maps, raw_key, raw_outputs};
use super::{Expr, RawShape, ReadPlace};
use crate::capabilities;

/// What a step's bindings can see.
pub struct StepScope<'a> {
    pub contract: &'a Contract,
    pub shape: &'a Shape,
    pub step: &'a Step,
    pub protocol: &'a Protocol,
    /// The domain whose addresses stand for FQDNs.
    pub domain: &'a str,
}

impl StepScope<'_> {
    /// A binding of the step. `place` is where it stands, for diagnostics.
    pub fn expr(&self, binding: &Binding, place: &Place, diagnostics: &mut Diagnostics) -> Expr {
        match binding {
            Binding::Literal(value) => Expr::Literal(value.clone()),
            Binding::Timestamp => Expr::Timestamp,
            Binding::Path(path) => self.path(path, place, diagnostics),
            Binding::Plus { path, n, text } => {
                Expr::Plus { of: Box::new(self.path(path, place, diagnostics)), n: *n, text: text.clone() }
            }
            Binding::Object(fields) => {
                let inner = |(key, inner): &(String, Binding)| {
                    (key.clone(), self.expr(inner, &place.at([key.as_str()]), diagnostics))
                };
                Expr::Object(fields.iter().map(inner).collect())
            }
            Binding::List(items) => {
                let items = items.iter().enumerate();
                Expr::List(
                    items.map(|(n, item)| self.expr(item, &place.at([n.to_string().as_str()]), diagnostics)).collect(),
                )
            }
        }
    }

    /// An argument: as any binding, but a text that is an artifact's FQDN is that artifact's address.
    pub fn argument(&self, binding: &Binding, place: &Place, diagnostics: &mut Diagnostics) -> Expr {
        self.with_addresses(self.expr(binding, place, diagnostics))
    }

    fn with_addresses(&self, expr: Expr) -> Expr {
        match expr {
            Expr::Literal(value) => Expr::Literal(self.addressed(value)),
            Expr::Object(fields) => {
                Expr::Object(fields.into_iter().map(|(key, inner)| (key, self.with_addresses(inner))).collect())
            }
            Expr::List(items) => Expr::List(items.into_iter().map(|item| self.with_addresses(item)).collect()),
            other => other,
        }
    }

    fn addressed(&self, value: pgs_value::Value) -> pgs_value::Value {
        use pgs_value::Value;
        match value {
            Value::String(text) => {
                let address = self.protocol.address(self.domain, &text);
                address.map_or(Value::String(text), Value::from)
            }
            Value::Array(items) => items.into_iter().map(|item| self.addressed(item)).collect(),
            Value::Object(object) => object.into_iter().map(|(key, value)| (key, self.addressed(value))).collect(),
            scalar => scalar,
        }
    }

    fn path(&self, path: &Path, place: &Place, diagnostics: &mut Diagnostics) -> Expr {
        let Some((first, rest)) = path.keys.split_first() else {
            return whole(path, place, diagnostics);
        };
        match &path.root {
            Root::Input => match self.shape.input(first) {
                Some(field) => read(ReadPlace::Input(field.ident.clone()), field.ty, rest),
                None => Expr::Null,
            },
            Root::Step(step) => {
                if !self.step_exists(step, place, diagnostics) {
                    return Expr::Null;
                }
                let maps = |it: &Step| it.outputs.iter().any(|(key, _)| key == first);
                if !self.contract.step(step).is_some_and(maps) {
                    unknown(&format!("step `{step}` maps no output `{first}`"), place, diagnostics);
                }
                self.kept(step, first, rest)
            }
            Root::StepRaw(step) => {
                if !self.step_exists(step, place, diagnostics) {
                    return Expr::Null;
                }
                let expr = self.kept(step, &raw_key(first), rest);
                if expr == Expr::Null {
                    unknown(&format!("the result of step `{step}` has no field `{first}`"), place, diagnostics);
                }
                expr
            }
            Root::Raw => self.raw(first, rest, place, diagnostics),
            Root::Payload | Root::Node(_) => Expr::Null,
        }
    }

    fn kept(&self, step: &str, key: &str, rest: &[String]) -> Expr {
        match self.shape.kept(step, key) {
            Some((results, field)) => {
                let place = ReadPlace::Step { step: results.ident.clone(), field: field.ident.clone() };
                read(place, field.ty, rest)
            }
            None => Expr::Null,
        }
    }

    fn raw(&self, first: &str, rest: &[String], place: &Place, diagnostics: &mut Diagnostics) -> Expr {
        match raw_outputs(self.step, self.protocol).iter().find(|output| output.name == first) {
            Some(output) => raw_read(self.step, output, self.protocol, rest),
            None => {
                let message = format!("the result of step `{}` has no field `{first}`", self.step.name);
                unknown(&message, place, diagnostics);
                Expr::Null
            }
        }
    }

    fn step_exists(&self, step: &str, place: &Place, diagnostics: &mut Diagnostics) -> bool {
        let exists = self.contract.step(step).is_some();
        if !exists {
            let message = format!("there is no step `{step}` in this contract");
            say(diagnostics, Code::UnknownStep, place, message, "name a step of this contract");
        }
        exists
    }

    /// One side of a condition, when this step leads to it.
    pub fn operand(&self, operand: &Operand, place: &Place, diagnostics: &mut Diagnostics) -> Expr {
        match operand {
            Operand::Literal(value) => Expr::Literal(value.clone()),
            Operand::Input(keys) => {
                let path = Path { root: Root::Input, keys: keys.clone() };
                self.path(&path, place, diagnostics)
            }
            Operand::Output(keys) if maps(self.contract, keys) => {
                let field = keys.first().and_then(|key| self.shape.surface(key));
                field.map_or(Expr::Null, |it| {
                    read(ReadPlace::Surface(it.field.ident.clone()), it.field.ty, keys.get(1..).unwrap_or_default())
                })
            }
            Operand::Output(keys) | Operand::Raw(keys) => {
                let Some((first, rest)) = keys.split_first() else { return Expr::Null };
                let expr = self.kept(&self.step.name, &raw_key(first), rest);
                if expr == Expr::Null {
                    let message = format!(
                        "no step maps `{first}`, and the result of step `{}` has no such field",
                        self.step.name
                    );
                    unknown(&message, place, diagnostics);
                }
                expr
            }
        }
    }
}

/// A whole raw result can't be bound.
fn whole(path: &Path, place: &Place, diagnostics: &mut Diagnostics) -> Expr {
    let remedy = "name the fields that are needed, one by one";
    let text = match &path.root {
        Root::StepRaw(step) => format!("$.results.{step}.capability_result"),
        _ => "$.capability_result".to_owned(),
    };
    let message = format!("`{text}` is a whole raw result, which has no static type");
    say(diagnostics, Code::UnreadableBinding, place, message, remedy);
    Expr::Null
}

/// Says that a path never finds anything.
fn unknown(message: &str, place: &Place, diagnostics: &mut Diagnostics) {
    say(
        diagnostics,
        Code::UnknownField,
        place,
        format!("{message}; the binding is always null"),
        "name a field that is there, or remove the binding",
    );
}

/// A field of the raw result of the current step.
pub fn raw_read(step: &Step, output: &Output, protocol: &Protocol, rest: &[String]) -> Expr {
    if output.name == "result_status" && matches!(step.call, Call::SideEffect { .. }) {
        return read(ReadPlace::RawStatus, output.ty, rest);
    }
    let fallible = match &step.call {
        Call::Transform { fqdn, .. } => capabilities::transform(fqdn, protocol).is_none_or(|it| it.fallible),
        Call::SideEffect { .. } => false,
    };
    let shape = match (fallible, output.optional) {
        (false, false) => RawShape::Plain,
        (false, true) => RawShape::Optional,
        (true, false) => RawShape::OfOutputs,
        (true, true) => RawShape::OptionalOfOutputs,
    };
    read(ReadPlace::Raw { field: super::names::snake(&output.name), shape }, output.ty, rest)
}

/// What is found at `rest` below a place.
pub fn read(place: ReadPlace, ty: Type, rest: &[String]) -> Expr {
    Expr::Read { place, ty, keys: rest.to_vec() }
}
