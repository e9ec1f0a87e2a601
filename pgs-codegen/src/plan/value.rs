//! Where values in generated code come from.

use std::collections::BTreeSet;

use pgs_protocol::protocol::{Binding, Path, Type};
use pgs_value::Value;

use super::SurfaceField;

/// A value in generated code.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// Nothing: a path that never finds anything.
    Null,
    /// A literal.
    Literal(Value),
    /// `{{timestamp}}`
    Timestamp,
    /// `{{$.path + n}}`
    Plus {
        /// What the path finds.
        of: Box<Expr>,
        /// What is added.
        n: i64,
        /// The template as written.
        text: String,
    },
    /// An object with values inside.
    Object(Vec<(String, Expr)>),
    /// A list with values inside.
    List(Vec<Expr>),
    /// What is found at these keys below a place; the place itself if there are none.
    Read {
        /// The place.
        place: ReadPlace,
        /// Its static type.
        ty: Type,
        /// The keys.
        keys: Vec<String>,
    },
}

impl Expr {
    /// The value of a binding; `path` says what a path finds.
    pub(super) fn of(binding: &Binding, path: &dyn Fn(&Path) -> Self) -> Self {
        match binding {
            Binding::Literal(value) => Self::Literal(value.clone()),
            Binding::Timestamp => Self::Timestamp,
            Binding::Outcome => Self::Read { place: ReadPlace::Outcome, ty: Type::Text, keys: Vec::new() },
            Binding::Path(found) => path(found),
            Binding::Plus { path: found, n, text } => {
                Self::Plus { of: Box::new(path(found)), n: *n, text: text.clone() }
            }
            Binding::Object(fields) => {
                Self::Object(fields.iter().map(|(key, inner)| (key.clone(), Self::of(inner, path))).collect())
            }
            Binding::List(items) => Self::List(items.iter().map(|item| Self::of(item, path)).collect()),
        }
    }
}

impl Expr {
    /// Calls `visit` with every place that is read, in the order of evaluation, and the keys below it.
    pub fn reads(&self, visit: &mut dyn FnMut(&ReadPlace, &[String])) {
        match self {
            Self::Null | Self::Literal(_) | Self::Timestamp => {}
            Self::Plus { of, .. } => of.reads(visit),
            Self::Object(fields) => fields.iter().for_each(|(_, inner)| inner.reads(visit)),
            Self::List(items) => items.iter().for_each(|inner| inner.reads(visit)),
            Self::Read { place, keys, .. } => visit(place, keys),
        }
    }

    /// Marks fields of the answer that nobody reads afterwards, from the last place that is read to the first. `read` are
    /// those that are read after this expression.
    pub(super) fn take(&mut self, read: &mut BTreeSet<String>) {
        match self {
            Self::Plus { of, .. } => of.take(read),
            Self::Object(fields) => fields.iter_mut().rev().for_each(|(_, inner)| inner.take(read)),
            Self::List(items) => items.iter_mut().rev().for_each(|inner| inner.take(read)),
            Self::Read { place: ReadPlace::Raw { field, taken, .. }, keys, .. } => {
                *taken = read.insert(field.clone()) && keys.is_empty();
            }
            Self::Null | Self::Literal(_) | Self::Timestamp | Self::Read { .. } => {}
        }
    }
}

/// A place that generated code reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadPlace {
    /// A field of the payload struct.
    Payload(String),
    /// A payload field that the intent does not declare.
    UndeclaredPayload,
    /// The payload of a workflow without an intent.
    UntypedPayload,
    /// A field of the surface of a node.
    Node {
        /// The node's identifier.
        node: String,
        /// The field.
        field: SurfaceField,
    },
    /// An input that the contract at a node does not declare.
    UndeclaredOfNode {
        /// The node's identifier.
        node: String,
    },
    /// A contract input.
    Input(String),
    /// A field for a value of an earlier step.
    StepField(String),
    /// A field of the raw result of this step.
    Raw {
        /// The field's identifier.
        field: String,
        /// Where in the answer the field is.
        shape: RawShape,
        /// Whether it can be moved out, since nobody reads it afterwards.
        taken: bool,
    },
    /// The status word of this step, as its raw result has it.
    RawStatus,
    /// The status word of this step.
    Outcome,
    /// What steps have mapped so far.
    Surface(String),
}

/// Where in a call's answer a field of the raw result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawShape {
    /// A field of the answer: the outputs of a transform that can't fail. It may be an `Option`.
    Plain,
    /// A field of the answer's outputs, which are there if the capability has any.
    OfOutputs,
    /// The same, and the field itself is an `Option`.
    OptionalOfOutputs,
}
