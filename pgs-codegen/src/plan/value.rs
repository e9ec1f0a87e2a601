//! Where values in generated code come from.

use pgs_protocol::protocol::{Binding, Path, Type};
use pgs_value::Value;

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

/// A place that generated code reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadPlace {
    /// A field of the payload struct.
    Payload(String),
    /// A payload field that no intent declares.
    UndeclaredPayload,
    /// A field of the surface of a node.
    Node {
        /// The node's identifier.
        node: String,
        /// The field's.
        field: String,
    },
    /// An input that the contract at a node does not declare.
    UndeclaredOfNode {
        /// The node's identifier.
        node: String,
    },
    /// A contract input.
    Input(String),
    /// What was kept of an earlier step.
    Step {
        /// The step's identifier.
        step: String,
        /// The field's.
        field: String,
    },
    /// A field of the raw result of this step.
    Raw {
        /// The field's identifier.
        field: String,
        /// Where in the answer the field is.
        shape: RawShape,
    },
    /// The status word of this step.
    RawStatus,
    /// What the surface holds so far.
    Surface(String),
}

/// Where in a call's answer a field of the raw result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawShape {
    /// A field of the answer.
    Plain,
    /// A field of the answer, as an `Option`.
    Optional,
    /// A field of the answer's outputs, which are there if the transform succeeded.
    OfOutputs,
    /// The same, and the field itself is an `Option`.
    OptionalOfOutputs,
}
