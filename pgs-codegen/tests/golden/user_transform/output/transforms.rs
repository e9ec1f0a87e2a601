// Generated from the protocol snapshot. Change the protocol, not this file.

//! The transforms that `pgs conformance` checks.

use pgs_rt::{Map, Value, Violation};
use pgs_transport::Transform;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// All transforms that a snapshot declares, by name.
pub const ALL: &[Transform] = &[
    Transform {
        fqdn: "user_transform::CT_PURE_COUNT_V0",
        run: |inputs, _| write(&letters::count::run(read(inputs)?)?),
    },
];

fn read<T: DeserializeOwned>(inputs: Map<String, Value>) -> Result<T, Violation> {
    pgs_rt::from_value(Value::Object(inputs))
        .map_err(|error| Violation::new(error.to_string()))
}

fn write<T: Serialize>(outputs: &T) -> Result<Map<String, Value>, Violation> {
    match pgs_rt::to_value(outputs) {
        Ok(Value::Object(outputs)) => Ok(outputs),
        Ok(_) => Err(Violation::new("the outputs are no object")),
        Err(error) => Err(Violation::new(error.to_string())),
    }
}
