//! How far a run may go before it counts as endless.

/// How many nodes one run of a workflow may pass.
pub const NODE_LIMIT: usize = 64;
