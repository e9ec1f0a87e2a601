// Generated from the protocol snapshot. Change the protocol, not this file.

//! The stores that `pgs state` moves.

use pgs_rt::prelude::*;

/// All stores that workflows use, by runtime binding; one that several of them place stands here once.
pub const ALL: &[DeclaredStore] = &[];
