//! The profile that a snapshot claims: what it requires, and whether it is still the one of the sealing.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use pgs_value::Value;
use pgs_yaml::markdown;

use crate::document::Documents;
use crate::hash;
use crate::manifest::Manifest;
use crate::refusal::Refusal;
use crate::unchecked::Unchecked;

/// The block of a profile's file that declares it.
const DECLARATION: &str = "snapshot_profile";

/// How many bytes a profile may have.
const LIMIT: u64 = 4 << 20;

/// What became of the profile.
pub enum Verdict {
    /// Its requirements are met, and this is its hash.
    Met(String),
    /// No folder of profiles is known.
    Unchecked(String),
}

impl Verdict {
    /// The hash of the profile as it is now.
    pub fn digest(&self) -> Option<&str> {
        match self {
            Self::Met(digest) => Some(digest),
            Self::Unchecked(_) => None,
        }
    }

    /// What was not checked.
    pub fn unchecked(&self) -> Option<Unchecked> {
        match self {
            Self::Met(_) => None,
            Self::Unchecked(profile) => Some(Unchecked::Profile { profile: profile.clone() }),
        }
    }
}

/// A profile as it is declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The file that declares it.
    pub path: PathBuf,
    /// The declaration.
    pub block: Value,
}

/// Compares the snapshot with the profile of the folder of profiles, if there is one.
pub fn verify(manifest: &Manifest, documents: &Documents, folder: Option<&Path>) -> Result<Verdict, Refusal> {
    let found = folder.map(|folder| find(&manifest.profile, folder)).transpose()?;
    if let Some(declared) = &found {
        let unmet = unmet(&declared.block, documents);
        if !unmet.is_empty() {
            let (profile, path) = (manifest.profile.clone(), declared.path.clone());
            return Err(Refusal::UnmetProfile { profile, path, unmet });
        }
    }
    if manifest.profile_sha256.is_empty() {
        return Err(Refusal::NoProfileDigest);
    }
    let Some(declared) = found else { return Ok(Verdict::Unchecked(manifest.profile.clone())) };
    let actual = hash::of(&declared.block);
    if actual != manifest.profile_sha256 {
        let (profile, sealed) = (manifest.profile.clone(), manifest.profile_sha256.clone());
        return Err(Refusal::ChangedProfile { profile, path: declared.path, actual, sealed });
    }
    Ok(Verdict::Met(actual))
}

/// The first declaration of a profile of this name, in the order of the files' names.
fn find(profile: &str, folder: &Path) -> Result<Profile, Refusal> {
    for path in files(folder)? {
        if let Some(declared) = of_file(&path)?.into_iter().find(|it| it.name == profile) {
            return Ok(declared);
        }
    }
    Err(Refusal::UnknownProfile { profile: profile.to_owned(), folder: folder.to_owned() })
}

/// The profiles that a folder of profiles declares, in the order of the files' names.
pub fn declared(folder: &Path) -> Result<Vec<Profile>, Refusal> {
    let of_files: Result<Vec<Vec<Profile>>, Refusal> = files(folder)?.iter().map(|path| of_file(path)).collect();
    Ok(of_files?.concat())
}

fn unreadable(path: &Path, error: io::Error) -> Refusal {
    Refusal::UnreadableProfiles { path: path.to_owned(), error }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Refusal> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut paths: Vec<PathBuf> =
        entries.map_err(|it| unreadable(folder, it))?.iter().map(fs::DirEntry::path).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "md"));
    paths.sort();
    Ok(paths)
}

/// The profiles that a file declares.
fn of_file(path: &Path) -> Result<Vec<Profile>, Refusal> {
    let text = text(path).map_err(|error| unreadable(path, error))?;
    let blocks = markdown::blocks(&text);
    let parsed = blocks.iter().filter_map(|block| pgs_yaml::parse_python(&block.text).ok());
    let declared = parsed.filter_map(|document| {
        let block = document.value.get(DECLARATION)?;
        let name = block.get("identity")?.as_str()?.to_owned();
        Some(Profile { name, path: path.to_owned(), block: block.clone() })
    });
    Ok(declared.collect())
}

fn text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    pgs_folder::open_named(path)?.take(LIMIT).read_to_string(&mut text)?;
    Ok(text)
}

/// What a profile requires that no artifact is.
fn unmet(block: &Value, documents: &Documents) -> Vec<String> {
    let (names, kinds) = present(documents);
    let required = |keys: [&str; 2]| {
        let list = block.get(keys[0]).and_then(|it| it.get(keys[1])).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str)
    };
    let mut unmet = Vec::new();
    let governance = required(["required_governance", "artifacts"]);
    unmet.extend(governance.filter(|it| !names.contains(it)).map(|it| format!("the artifact `{it}`")));
    let of_kind = required(["required_governance", "artifact_kinds"]);
    unmet.extend(of_kind.filter(|it| !kinds.contains(it)).map(|it| format!("an artifact of the kind {it}")));
    let workloads = required(["required_workloads", "entry_workflows"]);
    unmet.extend(workloads.filter(|it| !names.contains(it)).map(|it| format!("the workflow `{it}`")));
    unmet
}

/// The names and the kinds of all artifacts.
fn present(documents: &Documents) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let (mut names, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for (_, artifact) in documents.below("canonical") {
        let Some(artifact) = artifact.and_then(Value::as_object) else { continue };
        let name = artifact.get("fqdn").or_else(|| artifact.get("fqdn_id")).and_then(Value::as_str);
        names.extend(name);
        let declared = artifact.get("frontmatter").and_then(|it| it.get("artifact_kind")).and_then(Value::as_str);
        kinds.extend(declared.or_else(|| artifact.get("artifact_type").and_then(Value::as_str)));
    }
    (names, kinds)
}
