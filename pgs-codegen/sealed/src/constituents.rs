//! The files are those that were sealed: none is undeclared, none is missing, none was changed.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::Path;

use pgs_protocol::parallel;
use pgs_value::Value;
use pgs_value::json::{self, ParseError};

use crate::document::{self, Documents};
use crate::files::{Folder, Found, TOTAL_LIMIT};
use crate::hash::sha256;
use crate::manifest::{Constituent, MANIFEST, Manifest, POST_SEAL};
use crate::refusal::Refusal;

/// Of an attestation, this was not sealed: when it was signed.
const ACCOMPANIES: &str = "signed_at";

/// The end of the path of an attestation.
const ATTESTATION: &str = "structure_attestation.json";

/// The folders whose JSON is read. What else there is was compiled for people, and is hashed alone.
const READ: [&str; 8] =
    ["artifact_index", "canonical", "evidence", "kind_index", "store_index", "tokenized", "trust", "vocabulary"];

/// What lies in a folder, which is what was sealed.
pub struct Sealed {
    /// The JSON that is read.
    pub documents: Documents,
    /// The paths of all files.
    pub paths: BTreeSet<String>,
    /// How many files there are.
    pub files: usize,
    /// How many bytes they have.
    pub bytes: u64,
    /// The files that were written after the sealing.
    pub post_seal: Vec<String>,
}

/// One file as it was read.
struct Read {
    bytes: u64,
    actual: String,
    document: Option<Result<Value, ParseError>>,
}

/// Compares the folder with what the manifest lists.
pub fn verify(folder: &Folder, manifest: &Manifest) -> Result<Sealed, Refusal> {
    let listed = listed(&manifest.constituents)?;
    let found = folder.found()?;
    undeclared(&found, &listed)?;
    missing(&found, &listed)?;
    let read = |(): &mut (), it: &Constituent| Ok::<_, Infallible>(read(folder, &it.path));
    let Ok(all) = parallel::map(&manifest.constituents, || Ok(()), read);
    let mut sealed = Sealed {
        documents: Documents::default(),
        paths: listed.into_keys().map(str::to_owned).collect(),
        files: all.len(),
        bytes: 0,
        post_seal: found.files.into_iter().filter(|path| is_post_seal(path)).collect(),
    };
    for (Constituent { path, sha256 }, read) in manifest.constituents.iter().zip(all) {
        let Read { bytes, actual, document } = read?;
        sealed.bytes += bytes;
        if sealed.bytes > TOTAL_LIMIT {
            return Err(Refusal::TooLarge { file: String::new(), limit: format!("{TOTAL_LIMIT} bytes in all files") });
        }
        if actual != *sha256 {
            return Err(Refusal::ChangedFile { file: path.clone(), actual, sealed: sha256.clone() });
        }
        if let Some(document) = document {
            sealed.documents.insert(path.clone(), document);
        }
    }
    Ok(sealed)
}

/// The paths that the manifest lists, each with its place in the list.
fn listed(constituents: &[Constituent]) -> Result<BTreeMap<&str, usize>, Refusal> {
    let mut listed = BTreeMap::new();
    for (index, Constituent { path, .. }) in constituents.iter().enumerate() {
        let is_plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0']);
        if !path.split('/').all(is_plain) {
            return Err(Refusal::OutsidePath { index, path: path.clone() });
        }
        if let Some(first) = listed.insert(path.as_str(), index) {
            return Err(Refusal::ListedTwice { index, first, path: path.clone() });
        }
    }
    Ok(listed)
}

/// Whether a file was written after the sealing.
fn is_post_seal(path: &str) -> bool {
    POST_SEAL.iter().any(|head| path.starts_with(head))
}

fn undeclared(found: &Found, listed: &BTreeMap<&str, usize>) -> Result<(), Refusal> {
    let is_undeclared = |path: &str| path != MANIFEST && !is_post_seal(path) && !listed.contains_key(path);
    let files = found.files.iter().map(|path| (path, "a file"));
    let others = found.others.iter().map(|(path, what)| (path, *what));
    let mut undeclared = files.chain(others).filter(|(path, _)| is_undeclared(path));
    match undeclared.next() {
        Some((file, what)) => Err(Refusal::UndeclaredContent { file: file.clone(), what, more: undeclared.count() }),
        None => Ok(()),
    }
}

fn missing(found: &Found, listed: &BTreeMap<&str, usize>) -> Result<(), Refusal> {
    // What the manifest lists of itself or of what comes later is there, and still no part of what was sealed.
    let is_sealed = |path: &str| path != MANIFEST && !is_post_seal(path);
    let mut missing = listed.iter().filter(|(path, _)| !is_sealed(path) || !found.files.contains(**path));
    let Some((path, index)) = missing.next() else { return Ok(()) };
    match found.instead_of_file(path) {
        Some(instead) => Err(Refusal::NotAFile { file: (*path).to_owned(), found: instead }),
        None => Err(Refusal::MissingFile { index: *index, path: (*path).to_owned(), more: missing.count() }),
    }
}

fn read(folder: &Folder, path: &str) -> Result<Read, Refusal> {
    let bytes = folder.bytes(path)?;
    let is_json = Path::new(path).extension().is_some_and(|it| it == "json");
    let is_read = is_json && READ.iter().any(|name| path.split('/').next() == Some(name));
    let is_attestation = path.ends_with(ATTESTATION);
    let parsed = (is_read || is_attestation).then(|| document::parse(&bytes));
    let actual = match &parsed {
        Some(Ok(value)) if is_attestation => of_attestation(value),
        Some(Err(error)) if is_attestation => format!("not to be told ({error})"),
        _ => sha256(&bytes),
    };
    Ok(Read { bytes: bytes.len() as u64, actual, document: parsed.filter(|_| is_read) })
}

/// The hash of an attestation, without what only accompanies it.
fn of_attestation(attestation: &Value) -> String {
    let mut attestation = attestation.clone();
    if let Some(object) = attestation.as_object_mut() {
        object.shift_remove(ACCOMPANIES);
    }
    sha256(json::pretty_sorted(&attestation))
}
