// Generated from the protocol snapshot. Change the protocol, not this file.

//! The domain `allotments`.

pub mod bindings;
pub mod contracts;
pub mod intents;
pub mod molecules;
pub mod workflows;
pub use workflows::*;

/// The sealed snapshot that this domain is of: every trace begins with it.
pub const PROTOCOL: pgs_pgc::Protocol = pgs_pgc::Protocol {
    snapshot_id: "e78c17a131dab302fa6f34cc1ac01b6671994a274c8707833170bf4931252f55",
    determinative: &[
        "trace_schema_version",
        "event_type",
        "domain",
        "wf_addr",
        "cc_addr",
        "step_addr",
        "step_op",
        "result_status",
        "detail",
    ],
    observational: &["trace_id", "ts_ns"],
    observational_keys: &["record_id"],
};
