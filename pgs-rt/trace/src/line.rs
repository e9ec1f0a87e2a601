//! The keys of a line, in their order.

use crate::chain::HASH;

/// Declares the keys of a line, each also with what stands around it behind another value.
macro_rules! keys {
    ($($name:ident = $key:literal,)+) => {
        /// The keys of a line.
        pub(crate) mod key {
            $(pub const $name: &str = $key;)+
        }

        /// The keys of a line behind another value.
        pub(crate) mod next {
            $(pub const $name: &str = concat!(",\"", $key, "\":");)+
        }
    };
}

keys! {
    SCHEMA_VERSION = "trace_schema_version",
    TRACE_ID = "trace_id",
    EVENT_TYPE = "event_type",
    DOMAIN = "domain",
    WORKFLOW = "wf_addr",
    CONTRACT = "cc_addr",
    STEP = "step_addr",
    OP = "step_op",
    STATUS = "result_status",
    DETAIL = "detail",
    TIME = "ts_ns",
    SEQ = "seq",
    SPAN = "span",
    SEALED = "sealed",
}

/// The keys up to an event's place in the chain, in their order.
const KEYS: [&str; 13] = [
    key::SCHEMA_VERSION,
    key::TRACE_ID,
    key::EVENT_TYPE,
    key::DOMAIN,
    key::WORKFLOW,
    key::CONTRACT,
    key::STEP,
    key::OP,
    key::STATUS,
    key::DETAIL,
    key::TIME,
    key::SEQ,
    key::SPAN,
];

/// Whether these are the keys of a line that is written here, in their order.
pub(crate) fn are_keys<'k>(keys: impl Iterator<Item = &'k str>, seals: bool) -> bool {
    let end: &[&str] = if seals { &[key::SEALED, HASH] } else { &[HASH] };
    keys.eq(KEYS.iter().chain(end).copied())
}
