//! What stands in a snapshot and is not known here: it is not read, and does no harm.

use std::collections::BTreeMap;

use pgs_value::pointer::push;
use thiserror::Error;

use crate::artifact::ArtifactType;
use crate::manifest::{COVERED, MANIFEST, Manifest, POST_SEAL, VERSION};
use crate::snapshot::Snapshot;

/// Something that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Note {
    /// A key of the manifest or of an artifact.
    #[error("`{key}` is no key that is known here: it is not read")]
    Key {
        /// The file.
        file: String,
        /// The key.
        key: String,
    },
    /// A kind of artifact.
    #[error("`{kind}` is no kind of artifact that is known here: it is not read")]
    Kind {
        /// The file.
        file: String,
        /// The kind.
        kind: String,
    },
    /// A folder of a domain that the manifest does not name.
    #[error("the manifest names no domain `{domain}`: nothing of it is read")]
    Domain {
        /// The first file in it.
        file: String,
        /// The domain.
        domain: String,
    },
    /// A word of the manifest that has another value than in the known format.
    #[error("`{key}` is {value}, and {known} in the format that is known here")]
    Value {
        /// The key of the manifest.
        key: &'static str,
        /// What it says.
        value: String,
        /// What it says in the known format.
        known: String,
    },
}

impl Note {
    /// The file, from the snapshot's folder on.
    pub fn file(&self) -> &str {
        match self {
            Self::Key { file, .. } | Self::Kind { file, .. } | Self::Domain { file, .. } => file,
            Self::Value { .. } => MANIFEST,
        }
    }

    /// The place in the file: a JSON pointer (RFC 6901).
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        match self {
            Self::Key { key, .. } => push(&mut pointer, key),
            Self::Kind { .. } => push(&mut pointer, "artifact_type"),
            Self::Value { key, .. } => push(&mut pointer, key),
            Self::Domain { .. } => {}
        }
        pointer
    }
}

/// The keys that an artifact may have.
const KEYS: [&str; 13] = [
    "artifact_code",
    "artifact_type",
    "cc_projection",
    "content",
    "content_hash",
    "cs_ir",
    "ct_ir",
    "fqdn_id",
    "frontmatter",
    "layer_code",
    "namespace",
    "references",
    "version",
];

/// Everything in a snapshot that is not known.
pub fn of(snapshot: &Snapshot) -> Vec<Note> {
    let mut notes = of_manifest(&snapshot.manifest);
    notes.extend(unnamed(snapshot));
    for artifact in snapshot.domains.values().flat_map(|domain| domain.artifacts.values()) {
        if let ArtifactType::Unknown(kind) = &artifact.kind {
            notes.push(Note::Kind { file: artifact.file.clone(), kind: kind.clone() });
        }
        let unknown = artifact.json.keys().filter(|key| !KEYS.contains(&key.as_str()));
        notes.extend(unknown.map(|key| Note::Key { file: artifact.file.clone(), key: key.clone() }));
    }
    notes
}

/// The folders of artifacts, and of what is executed, that are of no domain of the manifest.
fn unnamed(snapshot: &Snapshot) -> impl Iterator<Item = Note> {
    let mut files: BTreeMap<&str, &str> = BTreeMap::new();
    for path in snapshot.manifest.constituents.iter().map(|it| it.path.as_str()) {
        let mut parts = path.split('/');
        if let (Some("canonical" | "tokenized"), Some(domain), Some(_)) = (parts.next(), parts.next(), parts.next())
            && !snapshot.domains.contains_key(domain)
        {
            files.entry(domain).or_insert(path);
        }
    }
    files.into_iter().map(|(domain, file)| Note::Domain { file: file.to_owned(), domain: domain.to_owned() })
}

/// What is not known in a manifest.
fn of_manifest(manifest: &Manifest) -> Vec<Note> {
    let keys = manifest.unknown.iter().map(|key| Note::Key { file: MANIFEST.to_owned(), key: key.clone() });
    let mut notes: Vec<Note> = keys.collect();
    let mut compare = |key, value: String, known: String| {
        if value != known {
            notes.push(Note::Value { key, value, known });
        }
    };
    let listed = |names: &[&str]| format!("[{}]", names.join(", "));
    let texts = |names: &[String]| listed(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let version = manifest.version.clone().unwrap_or_else(|| "not there".to_owned());
    compare("manifest_version", version, VERSION.to_owned());
    compare("identity_covers", texts(&manifest.identity_covers), listed(&COVERED));
    compare("post_seal", texts(&manifest.post_seal), listed(&POST_SEAL));
    notes
}
