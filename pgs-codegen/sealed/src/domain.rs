//! One domain of a snapshot: its artifacts, their addresses, and what the runtime executes.

use std::collections::BTreeMap;

use pgs_value::{Map, Value};

use crate::artifact::Artifact;
use crate::document::{Documents, Object};
use crate::manifest::DomainEntry;
use crate::refusal::Refusal;

/// A domain.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// What the manifest states of it.
    pub entry: DomainEntry,
    /// The artifacts by FQDN: its own, and the capabilities of others that it carries.
    pub artifacts: BTreeMap<String, Artifact>,
    /// The addresses.
    pub vocabulary: Vocabulary,
    /// Who attests it.
    pub attestation: Attestation,
    /// What the canonical form says of itself.
    pub canonical: Metadata,
    /// What the tokenized form says of itself.
    pub tokenized: Metadata,
    /// What the vocabulary says of itself.
    pub symbols: Metadata,
    /// `topology.json`
    pub topology: Map<String, Value>,
    /// `dispatch.json`: what the runtime executes.
    pub dispatch: Map<String, Value>,
    /// `handlers.json`: what it calls.
    pub handlers: Map<String, Value>,
}

/// The addresses of a domain: two tables, as they stand in two files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// `0x0035` to the identity.
    pub forward: BTreeMap<String, String>,
    /// The identity to `0x0035`.
    pub reverse: BTreeMap<String, String>,
}

impl Vocabulary {
    /// The address of an identity.
    pub fn address(&self, identity: &str) -> Option<u32> {
        number(self.reverse.get(identity)?)
    }

    /// The identities with their addresses.
    pub fn addresses(&self) -> impl Iterator<Item = (&str, Option<u32>)> {
        self.reverse.iter().map(|(identity, address)| (identity.as_str(), number(address)))
    }
}

/// The number of an address: hex digits with `0x` in front.
fn number(address: &str) -> Option<u32> {
    let digits = address.strip_prefix("0x").filter(|it| it.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

/// What a projection of a domain says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Metadata {
    /// The file, from the snapshot's folder on.
    pub file: String,
    /// Its hash.
    pub projection_hash: String,
    /// The version of the compiler.
    pub compiler_version: Option<String>,
    /// The hash of all addresses that were given.
    pub graph_address_hash: Option<String>,
    /// Of the tokenized form: the hash of the vocabulary.
    pub vocabulary_hash: Option<String>,
}

/// `structure_attestation.json`. Its own signature is a stub in PGC 6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// The file, from the snapshot's folder on.
    pub file: String,
    /// SHA-256 of `tokenized_projection_hash`, in hex.
    pub attestation_hash: String,
    /// The hash of the topology.
    pub tokenized_projection_hash: String,
    /// When it was signed: ISO 8601, and in no hash.
    pub signed_at: Option<String>,
    /// The governance that the domain was compiled under; the platform imports none.
    pub imported_governance: Option<ImportedGovernance>,
    /// The capabilities of others that the domain carries, by FQDN.
    pub imported_capabilities: Vec<String>,
}

/// The governance that a domain was compiled under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedGovernance {
    /// The domain that it is of.
    pub import_domain: String,
    /// SHA-256 over its members, in hex.
    pub governance_closure_hash: String,
    /// How many members there are.
    pub closure_member_count: u64,
}

impl Domain {
    /// Reads a domain, whose files are taken out of the documents.
    pub(crate) fn read(entry: &DomainEntry, documents: &mut Documents) -> Result<Self, Refusal> {
        let name = &entry.domain;
        let metadata = ["canonical", "tokenized", "vocabulary"].map(|it| format!("{it}/{name}/metadata.json"));
        let [canonical, tokenized, symbols] = metadata.map(|file| self::metadata(file, documents));
        let artifacts = artifacts(&format!("canonical/{name}"), documents)?;
        let vocabulary = Vocabulary {
            forward: texts(&format!("vocabulary/{name}/forward.json"), documents)?,
            reverse: texts(&format!("vocabulary/{name}/reverse.json"), documents)?,
        };
        let mut table = |file: &str| documents.take(&format!("tokenized/{name}/{file}"));
        Ok(Self {
            artifacts,
            vocabulary,
            canonical: canonical?,
            tokenized: tokenized?,
            symbols: symbols?,
            topology: table("topology.json")?,
            dispatch: table("dispatch.json")?,
            handlers: table("handlers.json")?,
            attestation: attestation(format!("trust/{name}/structure_attestation.json"), documents)?,
            entry: entry.clone(),
        })
    }
}

fn artifacts(folder: &str, documents: &mut Documents) -> Result<BTreeMap<String, Artifact>, Refusal> {
    let files: Vec<String> = documents.below(folder).map(|(file, _)| file.to_owned()).collect();
    let mut artifacts: BTreeMap<String, Artifact> = BTreeMap::new();
    for file in files {
        let below = file.strip_prefix(folder).unwrap_or(&file).trim_start_matches('/');
        let Some((kind, _)) = below.rsplit_once('/') else { continue };
        let artifact = Artifact::read(&file, kind, documents.take(&file)?)?;
        if let Some(other) = artifacts.get(&artifact.fqdn) {
            let problem = format!("`{}` is also the name of `{}`", artifact.fqdn, other.file);
            return Err(Refusal::Malformed { file, pointer: "/fqdn_id".to_owned(), problem });
        }
        artifacts.insert(artifact.fqdn.clone(), artifact);
    }
    Ok(artifacts)
}

fn texts(file: &str, documents: &mut Documents) -> Result<BTreeMap<String, String>, Refusal> {
    let map = documents.take(file)?;
    let object = Object::of_file(file, &map);
    map.keys().map(|key| Ok((key.clone(), object.text(key)?.to_owned()))).collect()
}

fn metadata(file: String, documents: &mut Documents) -> Result<Metadata, Refusal> {
    let map = documents.take(&file)?;
    let object = Object::of_file(&file, &map);
    let text = |key: &str| Ok::<_, Refusal>(object.text_if_there(key)?.map(str::to_owned));
    Ok(Metadata {
        projection_hash: object.text("projection_hash")?.to_owned(),
        compiler_version: text("compiler_version")?,
        graph_address_hash: text("graph_address_hash")?,
        vocabulary_hash: text("vocabulary_hash")?,
        file: file.clone(),
    })
}

fn attestation(file: String, documents: &mut Documents) -> Result<Attestation, Refusal> {
    let map = documents.take(&file)?;
    let object = Object::of_file(&file, &map);
    let governance = object.object_if_there("imported_governance")?;
    Ok(Attestation {
        attestation_hash: object.text("attestation_hash")?.to_owned(),
        tokenized_projection_hash: object.text("tokenized_projection_hash")?.to_owned(),
        signed_at: object.text_if_there("signed_at")?.map(str::to_owned),
        imported_governance: governance.as_ref().map(imported).transpose()?,
        imported_capabilities: object.texts_if_there("imported_capabilities")?,
        file: file.clone(),
    })
}

fn imported(governance: &Object<'_>) -> Result<ImportedGovernance, Refusal> {
    Ok(ImportedGovernance {
        import_domain: governance.text("import_domain")?.to_owned(),
        governance_closure_hash: governance.text("governance_closure_hash")?.to_owned(),
        closure_member_count: governance.map().get("closure_member_count").and_then(Value::as_u64).unwrap_or_default(),
    })
}
