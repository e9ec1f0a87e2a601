//! The front end of the compiler for Protocol-Governed Computing (PGC 6): a sealed snapshot becomes a protocol.
//!
//! ```text
//! read           canonical artifacts become the parts of a protocol, each kind in a file of its own
//! supersession   which artifacts are not in force
//! ```
//!
//! What stands behind it is the protocol that snapshots of PGS become, too. Where the same words mean another run, its
//! [`Semantics`](pgs_protocol::protocol::Semantics) say so: these follow from the format that was read. What the runtime
//! executes is what the artifacts say: that was proved when the snapshot was opened.
//!
//! Source of every rule: the specification of the assembled snapshot, and of runs in PGC 6.

mod read;
mod supersession;

use std::path::Path;

use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::protocol::Protocol;
use pgs_sealed::Snapshot;

/// Reads a snapshot, which lies in this folder, as a protocol. Everything that is wrong goes to `diagnostics`.
pub fn read(snapshot: &Snapshot, root: &Path, diagnostics: &mut Diagnostics) -> Protocol {
    read::read(snapshot, root, diagnostics)
}
