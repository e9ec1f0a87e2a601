//! Values: JSON as the reference interpreter reads, writes and compares it, and the fields that hold it.

pub mod arithmetic;
mod described;
mod field;
pub mod json;
mod statuses;
mod view;
mod violation;

pub use described::{Described, DescribedField, DescribedType};
pub use field::{AnyField, Dig, Field, Typed, list, map, number, object};
/// What [`statuses!`] is written in.
#[doc(hidden)]
pub use serde;
pub use serde_json::{Map, Number, Value};
pub use statuses::StatusWords;
pub use view::{FieldList, Fields, View, fields};
pub use violation::{TransformStatus, Transformed, Violation};
