//! What generated code says about a snapshot's transforms.

use pgs_rt::{Map, Sources, Value, Violation};

/// The fields of inputs or of outputs.
type Object = Map<String, Value>;

/// One transform that the snapshot's conformance cases can call.
#[derive(Clone, Copy, Debug)]
pub struct Transform {
    /// The fully qualified name.
    pub fqdn: &'static str,
    /// Runs it with these inputs.
    pub run: fn(Object, &dyn Sources) -> Result<Object, Violation>,
}
