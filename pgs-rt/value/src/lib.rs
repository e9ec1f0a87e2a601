//! Values: JSON as the reference interpreter reads, writes and compares it, and the fields that hold it.

pub mod arithmetic;
mod field;
pub mod json;
mod statuses;
mod view;
mod violation;

pub use field::{AnyField, Dig, Field, Typed, list, map, number, object};
/// What [`statuses!`] is written in.
#[doc(hidden)]
pub use serde;
pub use serde_json::{Map, Number, Value};
pub use statuses::Status;
pub use view::{FieldList, Fields, View, fields};
pub use violation::{TransformStatus, Transformed, Violation};
