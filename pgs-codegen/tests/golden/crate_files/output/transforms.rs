// Generated from the protocol snapshot. Change the protocol, not this file.

//! The transforms that `pgs conformance` checks.

use pgs_capabilities::conformance::{Transform, read, write};

/// All transforms that a snapshot declares, by name.
pub const ALL: &[Transform] = &[Transform {
    fqdn: "capability_transforms::CT_PURE_LOOKUP_V0",
    run: |inputs, _| write(&pgs_capabilities::transforms::lookup::run(read(inputs)?)?),
}];
