//! The protocols of some snapshots: that of those of PGS, which are one, and one of each sealed snapshot of PGC.

#[cfg(feature = "command")]
use std::collections::BTreeSet;
use std::path::PathBuf;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Generation, Protocol, Semantics, Workflow, say};
use pgs_protocol::snapshot;

use crate::sealed;

/// The protocols of some snapshots.
pub struct Protocols {
    /// That of the snapshots of PGS.
    pgs: Protocol,
    /// Those of sealed snapshots that are what was sealed, each with the name of the folder that holds the snapshot.
    sealed: Vec<(String, Protocol)>,
    /// One of PGC that declares nothing.
    nothing: Protocol,
}

impl Protocols {
    /// Reads these snapshots.
    pub fn read(snapshots: &[PathBuf], diagnostics: &mut Diagnostics) -> Self {
        let (sealed, others): (Vec<PathBuf>, Vec<PathBuf>) =
            snapshots.iter().cloned().partition(|it| snapshot::is_sealed(it));
        let name = |root: &PathBuf| snapshot::file::file_name(&snapshot::file::home(root));
        let sealed = sealed.iter().filter_map(|root| Some((name(root), sealed::read(root, diagnostics)?))).collect();
        let nothing = Protocol { semantics: Semantics::of(Generation::Pgc), ..Protocol::default() };
        let protocols = Self { pgs: pgs_protocol::read(&others, diagnostics), sealed, nothing };
        protocols.check_domains(diagnostics);
        protocols
    }

    /// All of them, that of PGS first.
    pub fn all(&self) -> impl Iterator<Item = &Protocol> {
        std::iter::once(&self.pgs).chain(self.sealed.iter().map(|(_, protocol)| protocol))
    }

    /// What is compared with what: the protocol of PGS, and each sealed snapshot with the one in a folder of the same name, or
    /// with the other one where each side has one.
    #[cfg(feature = "command")]
    pub fn pairs<'p>(old: &'p Self, new: &'p Self) -> Vec<[&'p Protocol; 2]> {
        let mut pairs = vec![[&old.pgs, &new.pgs]];
        if let ([(_, before)], [(_, after)]) = (old.sealed.as_slice(), new.sealed.as_slice()) {
            pairs.push([before, after]);
            return pairs;
        }
        let names: BTreeSet<&String> = old.sealed.iter().chain(&new.sealed).map(|(name, _)| name).collect();
        let of = |side: &'p Self, name: &str| {
            side.sealed.iter().find(|(it, _)| it == name).map_or(&side.nothing, |(_, protocol)| protocol)
        };
        pairs.extend(names.into_iter().map(|name| [of(old, name), of(new, name)]));
        pairs
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
