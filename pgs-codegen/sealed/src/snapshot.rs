//! A sealed snapshot as a whole.

use std::collections::BTreeMap;

use crate::document::Documents;
use crate::domain::Domain;
use crate::manifest::{DomainEntry, Manifest};
use crate::refusal::Refusal;

/// A sealed snapshot. [`open`](crate::open) makes it, once it is proved.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Snapshot {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its domains, by name.
    pub domains: BTreeMap<String, Domain>,
}

impl Snapshot {
    /// Reads the domains that the manifest names, whose files are taken out of the documents.
    pub(crate) fn read(manifest: Manifest, documents: &mut Documents) -> Result<Self, Refusal> {
        let domain = |entry: &DomainEntry| Ok::<_, Refusal>((entry.domain.clone(), Domain::read(entry, documents)?));
        let domains = manifest.domains.iter().map(domain).collect::<Result<_, _>>()?;
        Ok(Self { manifest, domains })
    }
}
