//! `manifest.json`: what a snapshot says of itself.

use std::collections::BTreeMap;

use pgs_value::Value;

use crate::document::{self, Object, malformed};
use crate::files::Folder;
use crate::refusal::Refusal;

/// The file.
pub const MANIFEST: &str = "manifest.json";

/// The format that is known.
pub const VERSION: &str = "v0";

/// What the identity covers.
pub const COVERED: [&str; 4] = ["domains", "constituents", "profile", "profile_sha256"];

/// With what the paths of files begin that are written after the sealing. The manifest lists the same, and its list is
/// covered by no hash: it is not what decides.
pub const POST_SEAL: [&str; 2] = ["conformance/", "signature.json"];

/// The keys that are known.
const KEYS: [&str; 10] = [
    "composite_hash",
    "constituents",
    "domains",
    "identity_covers",
    "manifest_version",
    "post_seal",
    "profile",
    "profile_sha256",
    "provenance",
    "snapshot_id",
];

/// What a snapshot says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// The format.
    pub version: Option<String>,
    /// The identity: SHA-256 in hex.
    pub snapshot_id: String,
    /// The identity once more.
    pub composite_hash: String,
    /// The name of the profile that it claims.
    pub profile: String,
    /// SHA-256 of the profile's declaration when it was sealed, in hex.
    pub profile_sha256: String,
    /// What the identity covers.
    pub identity_covers: Vec<String>,
    /// With what the paths of files begin that were written after the sealing.
    pub post_seal: Vec<String>,
    /// The domains.
    pub domains: Vec<DomainEntry>,
    /// The files, as they are listed.
    pub constituents: Vec<Constituent>,
    /// How it was made: in no hash.
    pub provenance: Provenance,
    /// Keys that are not known.
    pub unknown: Vec<String>,
}

/// A domain, as the manifest states it. Hashes are SHA-256 in hex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainEntry {
    /// The name.
    pub domain: String,
    /// The version of the compiler.
    pub compiler_version: Option<String>,
    /// Of all addresses that were given.
    pub graph_address_hash: String,
    /// Of the topology.
    pub tokenized: String,
    /// Of the addresses.
    pub vocabulary: String,
    /// Of the artifacts.
    pub canonical: String,
    /// Of `tokenized`.
    pub attestation: String,
    /// `tokenized` once more, as the attestation has it.
    pub attested: String,
}

/// A file that was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constituent {
    /// The path from the snapshot's folder on, with `/` between its parts.
    pub path: String,
    /// SHA-256, in hex.
    pub sha256: String,
}

/// How a snapshot was made. Nobody vouches for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The version of the assembler.
    pub assembler_version: Option<String>,
    /// When it was assembled: ISO 8601.
    pub assembled_at: Option<String>,
    /// The commits of the sources, by repository.
    pub source_commits: BTreeMap<String, String>,
    /// The versions of the packages, by name.
    pub component_versions: BTreeMap<String, String>,
    /// The versions of the compiler, by domain.
    pub compiler_versions: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads it. That it names a profile and lists constituents comes before everything else.
    pub fn read(folder: &Folder) -> Result<Self, Refusal> {
        let bytes = folder.bytes(MANIFEST)?;
        let value =
            document::parse(&bytes).map_err(|error| malformed(MANIFEST, "", format!("it is not JSON: {error}")))?;
        let Value::Object(map) = value else {
            let found = document::type_name(&value);
            return Err(malformed(MANIFEST, "", format!("it holds {found}, not an object")));
        };
        let object = Object::of_file(MANIFEST, &map);
        let profile = object.text_if_there("profile")?.filter(|name| !name.is_empty()).ok_or(Refusal::NoProfile)?;
        if map.get("constituents").is_none_or(Value::is_null) {
            return Err(Refusal::NoConstituents);
        }
        let digest = object.text_if_there("profile_sha256")?.filter(|digest| !digest.is_empty());
        Ok(Self {
            version: object.text_if_there("manifest_version")?.map(str::to_owned),
            snapshot_id: object.text_if_there("snapshot_id")?.unwrap_or_default().to_owned(),
            composite_hash: object.text_if_there("composite_hash")?.unwrap_or_default().to_owned(),
            profile: profile.to_owned(),
            // That there is none is said in its turn.
            profile_sha256: digest.unwrap_or_default().to_owned(),
            identity_covers: object.texts_if_there("identity_covers")?,
            post_seal: object.texts_if_there("post_seal")?,
            domains: domains(&object)?,
            constituents: object.objects("constituents")?.iter().map(constituent).collect::<Result<_, _>>()?,
            provenance: provenance(&object)?,
            unknown: map.keys().filter(|key| !KEYS.contains(&key.as_str())).cloned().collect(),
        })
    }
}

fn constituent(entry: &Object<'_>) -> Result<Constituent, Refusal> {
    Ok(Constituent { path: entry.text("path")?.to_owned(), sha256: entry.text("sha256")?.to_owned() })
}

fn domains(manifest: &Object<'_>) -> Result<Vec<DomainEntry>, Refusal> {
    let mut domains: Vec<DomainEntry> = Vec::new();
    for entry in manifest.objects("domains")? {
        let domain = self::domain(&entry)?;
        if domains.iter().any(|it| it.domain == domain.domain) {
            let problem = format!("the domain `{}` stands twice", domain.domain);
            return Err(malformed(MANIFEST, &entry.at("domain"), problem));
        }
        domains.push(domain);
    }
    Ok(domains)
}

fn domain(entry: &Object<'_>) -> Result<DomainEntry, Refusal> {
    let domain = entry.text("domain")?;
    if domain.is_empty() || domain.contains('/') || domain.starts_with('.') {
        return Err(malformed(MANIFEST, &entry.at("domain"), format!("`{domain}` is no name of a domain")));
    }
    let projections = entry.object("projections")?;
    let projection = |name: &str| {
        let projection = projections.object(name)?;
        // The paths are covered by no hash, and every reader knows them.
        let (path, known) = (projection.text_if_there("path")?, format!("{name}/{domain}"));
        match path {
            Some(path) if path != known => {
                let problem = format!("`path` is `{path}`, and {name} of `{domain}` lies in `{known}`");
                Err(malformed(MANIFEST, &projection.at("path"), problem))
            }
            _ => Ok(projection),
        }
    };
    let hash = |name: &str| Ok(projection(name)?.text("projection_hash")?.to_owned());
    let trust = projection("trust")?;
    Ok(DomainEntry {
        domain: domain.to_owned(),
        compiler_version: entry.text_if_there("compiler_version")?.map(str::to_owned),
        graph_address_hash: entry.text("graph_address_hash")?.to_owned(),
        tokenized: hash("tokenized")?,
        vocabulary: hash("vocabulary")?,
        canonical: hash("canonical")?,
        attestation: trust.text("attestation_hash")?.to_owned(),
        attested: trust.text("tokenized_projection_hash")?.to_owned(),
    })
}

fn provenance(manifest: &Object<'_>) -> Result<Provenance, Refusal> {
    let Some(object) = manifest.object_if_there("provenance")? else { return Ok(Provenance::default()) };
    let texts = |key: &str| {
        let fields = object.object_if_there(key)?;
        let fields = fields.iter().flat_map(|it| it.map().iter());
        Ok::<_, Refusal>(fields.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect())
    };
    Ok(Provenance {
        assembler_version: object.text_if_there("assembler_version")?.map(str::to_owned),
        assembled_at: object.text_if_there("assembled_at")?.map(str::to_owned),
        source_commits: texts("source_commits")?,
        component_versions: texts("component_versions")?,
        compiler_versions: texts("compiler_versions")?,
    })
}
