//! The front end of the compiler: a snapshot on disk becomes a protocol with every reference resolved.
//!
//! ```text
//! snapshot     files to raw artifacts, verified against their own hashes
//! protocol     all references, addresses, schemas and stores resolved
//! keys         what may stand in a machine block
//! diagnostic   what is wrong, with code, artifact, place and remedy
//! report       diagnostics as text for people and as SARIF for programs
//! ```
//!
//! Both stages add to one list of [`diagnostic`]s and go on as far as they can.

pub mod diagnostic;
pub mod fqdn;
pub mod keys;
pub mod near;
pub mod parallel;
pub mod protocol;
pub mod report;
pub mod snapshot;

use std::path::PathBuf;

use diagnostic::Diagnostics;
use protocol::Protocol;

/// Reads these snapshots, `protocol_snapshot` folders, into one protocol.
pub fn read(snapshots: &[PathBuf], diagnostics: &mut Diagnostics) -> Protocol {
    let mut protocol = Protocol::default();
    for dir in snapshots {
        if let Some(snapshot) = snapshot::read(dir, diagnostics) {
            protocol::read(&snapshot, &mut protocol, diagnostics);
        }
    }
    protocol
}
