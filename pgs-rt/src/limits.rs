//! How far a run may go before it counts as endless.

/// How many node transitions one run of a workflow may take (`2-execution.md`, "A workflow", 4).
pub const TRANSITION_LIMIT: usize = 64;

/// How many steps one call of a contract may take where its pipeline jumps back.
pub const STEP_LIMIT: usize = 64;

/// How deep workflows may start workflows.
pub(crate) const NESTING_LIMIT: usize = 32;
