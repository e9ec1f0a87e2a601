//! How far a run may go before it counts as endless, and how large what it is given may be. `docs/differences.md` lists them
//! for users.

pub use pgs_value::MAX_INTEGER_DIGITS;
pub use pgs_value::json::{DEPTH_LIMIT, Limits};

/// How many bytes a payload may have, where the caller does not say.
pub const PAYLOAD_BYTES: usize = 64 << 20;

/// How many bytes a caller may allow a payload.
pub const MOST_PAYLOAD_BYTES: usize = 1 << 30;

/// How large a payload may be otherwise.
///
/// It may be nested less deep than a document that can be read, so that the traces and records that it becomes a part of
/// can be read as well. A value takes up to 300 bytes of memory, however short it is written.
pub const PAYLOAD: Limits = Limits { depth: 100, values: 2_000_000, text: 16 << 20 };

/// How many node transitions one run of a workflow may take (`docs/reference/workflow.md`).
pub const TRANSITION_LIMIT: usize = 64;

/// How many steps one call of a contract may take where its pipeline jumps back.
pub const STEP_LIMIT: usize = 64;

/// How deep workflows may start workflows.
pub(crate) const NESTING_LIMIT: usize = 32;
