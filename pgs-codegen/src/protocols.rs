//! The protocols of some snapshots: that of those of PGS, which are one, and one of each sealed snapshot of PGC.

use std::path::PathBuf;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Protocol, Workflow, say};
use pgs_protocol::snapshot;

use crate::sealed;

/// The protocols of some snapshots.
pub struct Protocols {
    /// That of the snapshots of PGS.
    pgs: Protocol,
    /// Those of sealed snapshots that are what was sealed.
    sealed: Vec<Protocol>,
}

impl Protocols {
    /// Reads these snapshots.
    pub fn read(snapshots: &[PathBuf], diagnostics: &mut Diagnostics) -> Self {
        let (sealed, others): (Vec<PathBuf>, Vec<PathBuf>) =
            snapshots.iter().cloned().partition(|it| snapshot::is_sealed(it));
        let sealed = sealed.iter().filter_map(|root| sealed::read(root, diagnostics)).collect();
        let protocols = Self { pgs: pgs_protocol::read(&others, diagnostics), sealed };
        protocols.check_domains(diagnostics);
        protocols
    }

    /// All of them, that of PGS first.
    pub fn all(&self) -> impl Iterator<Item = &Protocol> {
        std::iter::once(&self.pgs).chain(&self.sealed)
    }

    /// Says where two protocols have a domain of one name: what is generated of both has one module.
    fn check_domains(&self, diagnostics: &mut Diagnostics) {
        let mut known: Vec<&Workflow> = Vec::new();
        for protocol in self.all() {
            let first_of_each = protocol.workflows.values().enumerate().filter(|(n, workflow)| {
                protocol.workflows.values().take(*n).all(|before| before.domain != workflow.domain)
            });
            let firsts: Vec<&Workflow> = first_of_each.map(|(_, workflow)| workflow).collect();
            for workflow in &firsts {
                let Some(other) = known.iter().find(|it| it.domain == workflow.domain) else { continue };
                let message = format!(
                    "the domain `{}` is also one of the snapshot with {}, which is not of the same protocol",
                    workflow.domain,
                    other.place.file.display()
                );
                let remedy = "build the two snapshots apart";
                say(diagnostics, Code::DuplicateName, &workflow.place, message, remedy);
            }
            known.extend(firsts);
        }
    }
}
