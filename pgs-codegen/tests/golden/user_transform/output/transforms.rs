// Generated from the protocol snapshot. Change the protocol, not this file.

//! The transforms that `pgs conformance` checks.

use pgs_capabilities::conformance::{Transform, read, write};

/// All transforms that a snapshot declares, by name.
pub const ALL: &[Transform] = &[Transform {
    fqdn: "user_transform::CT_PURE_COUNT_V0",
    run: |inputs, _| write(&letters::count::run(read(inputs)?)?),
}];
