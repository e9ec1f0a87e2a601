//! JSON values as the reference interpreter has them, and what a protocol says about values.
//!
//! - [`Value`], [`Map`], [`Number`]: a value of JSON, its fields in their order, its integers exact; [`json!`] writes one in
//!   Rust.
//! - [`mod@json`]: text. Read by [`json::parse`], written in the forms of Python's `json.dumps`, compared as Python compares.
//! - [`from_str`], [`from_value`], [`to_value`], [`to_string`]: typed data, by serde.
//! - [`Field`], [`Typed`], [`Dig`]: a declared field and what arrived in it, its type, and the paths of bindings.
//! - [`schema`]: what is declared of a value as data, and the check of a value against it.
//! - [`View`], [`Fields`]: values where they stand.
//! - [`statuses!`], [`Reply`], [`Violation`], [`Failure`]: how a step ends.
//! - [`arithmetic`]: templates and evaluations; [`object`], [`map()`], [`list`], [`number()`]: the literals of a protocol.
//! - [`hidden`]: what stands for a value that nobody knows.
//! - [`judges`]: what the name of a transform says of its VIOLATION.
//! - [`snapshot`]: the kinds of artifact, and where a snapshot has them; [`Graph`]: the graph of a workflow, drawn.
//!
//! Nothing here knows a run, a store or a trace.

pub mod arithmetic;
mod convert;
mod de;
mod described;
mod failure;
mod field;
mod graph;
pub mod hidden;
mod index;
pub mod json;
mod judging;
mod literal;
mod macros;
mod map;
mod number;
mod path;
pub mod pattern;
pub mod pointer;
mod reason;
mod reply;
pub mod schema;
mod ser;
pub mod snapshot;
mod status;
mod transform;
mod typed;
mod value;
mod view;
mod violation;

pub use de::{DeserializeError, from_slice, from_str, from_value};
pub use described::{Described, DescribedField, DescribedType};
pub use failure::Failure;
pub use field::Field;
pub use graph::Graph;
pub use index::Index;
pub use judging::judges;
pub use literal::{list, map, number, object};
pub use map::{Entry, IntoIter, IntoKeys, IntoValues, Iter, IterMut, Keys, Map, Values, ValuesMut};
pub use number::{MAX_INTEGER_DIGITS, Number, TooManyDigits};
pub use path::Dig;
pub use reason::{Reason, ReasonCode};
pub use reply::{NoInputs, NoOutputs, Reply};
pub use ser::{SerializeError, to_string, to_string_pretty, to_value};
/// What [`statuses!`] is written in.
#[doc(hidden)]
pub use serde;
pub use status::{ACK, NACK, Status, StatusWords, is_wanted};
pub use transform::{TransformStatus, Transformed};
pub use typed::Typed;
pub use value::Value;
pub use view::{AnyField, FieldList, Fields, View, fields, fields_with, mapped_or};
pub use violation::Violation;

/// The example of the README is tested too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
