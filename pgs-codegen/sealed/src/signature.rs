//! Who vouches for a snapshot: an Ed25519 signature over its identity, under a key that whoever reads it brings along.

use std::io::Read as _;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::pkcs8::DecodePublicKey as _;
use ed25519_dalek::{Signature, VerifyingKey};
use pgs_value::{Map, Value};

use crate::document;
use crate::files::Folder;
use crate::hash::sha256;
use crate::manifest::Manifest;
use crate::refusal::Refusal;
use crate::unchecked::Unchecked;

/// The file.
pub const SIGNATURE: &str = "signature.json";

/// The one algorithm that is known.
const ALGORITHM: &str = "ed25519";

/// How many bytes the file of a key may have.
const KEY_LIMIT: u64 = 64 << 10;

/// What became of the signature.
pub enum Signed {
    /// It is that of the trust anchor, which has this id.
    By(String),
    /// No trust anchor is known.
    Unchecked {
        /// Whether there is a signature.
        is_signed: bool,
    },
}

impl Signed {
    /// The id of the key that has signed.
    pub fn signed_by(&self) -> Option<String> {
        match self {
            Self::By(key) => Some(key.clone()),
            Self::Unchecked { .. } => None,
        }
    }

    /// What was not checked.
    pub fn unchecked(&self) -> Option<Unchecked> {
        match self {
            Self::By(_) => None,
            Self::Unchecked { is_signed } => Some(Unchecked::Signature { is_signed: *is_signed }),
        }
    }
}

/// Compares the signature with the trust anchor, if there is one: then there must be a signature, too.
///
/// The key is never taken from the snapshot. What the signature says of its key only tells one refusal from another.
pub fn verify(folder: &Folder, manifest: &Manifest, anchor: Option<&Path>) -> Result<Signed, Refusal> {
    let found = folder.bytes_if_there(SIGNATURE);
    let Some(anchor) = anchor else { return Ok(Signed::Unchecked { is_signed: !matches!(found, Ok(None)) }) };
    let bytes = found?.ok_or(Refusal::SignatureAbsent)?;
    let record = record(&bytes)?;
    let (signed, algorithm) =
        (text(&record, "snapshot_id", "/snapshot_id")?, text(&record, "algorithm", "/algorithm")?);
    let signature = text(&record, "signature", "/signature")?;
    if algorithm != ALGORITHM {
        let problem = format!("the algorithm is `{algorithm}`, and `{ALGORITHM}` is the one that is known");
        return Err(Refusal::SignatureMalformed { pointer: "/algorithm", problem });
    }
    if signed != manifest.snapshot_id {
        return Err(Refusal::SignatureIdentity { signed: signed.to_owned(), actual: manifest.snapshot_id.clone() });
    }
    let key = key(anchor)?;
    let anchor = id(&key);
    let stated = record.get("key_id").and_then(Value::as_str).filter(|it| !it.is_empty());
    if let Some(signed_by) = stated.filter(|it| **it != anchor) {
        return Err(Refusal::TrustRootMismatch { signed_by: signed_by.to_owned(), anchor });
    }
    let bytes = BASE64_STANDARD.decode(signature).map_err(|error| Refusal::SignatureMalformed {
        pointer: "/signature",
        problem: format!("the signature is not Base64: {error}"),
    })?;
    let holds = Signature::from_slice(&bytes)
        .is_ok_and(|signature| key.verify_strict(manifest.snapshot_id.as_bytes(), &signature).is_ok());
    if holds { Ok(Signed::By(anchor)) } else { Err(Refusal::SignatureInvalid { anchor }) }
}

fn record(bytes: &[u8]) -> Result<Map<String, Value>, Refusal> {
    let malformed = |problem: String| Refusal::SignatureMalformed { pointer: "", problem };
    match document::parse(bytes) {
        Ok(Value::Object(record)) => Ok(record),
        Ok(other) => Err(malformed(format!("the file holds {}, not an object", document::type_name(&other)))),
        Err(error) => Err(malformed(format!("the file is not JSON: {error}"))),
    }
}

fn text<'r>(record: &'r Map<String, Value>, key: &str, pointer: &'static str) -> Result<&'r str, Refusal> {
    record
        .get(key)
        .and_then(Value::as_str)
        .ok_or_else(|| Refusal::SignatureMalformed { pointer, problem: format!("the signature has no text `{key}`") })
}

/// The key of the trust anchor.
fn key(path: &Path) -> Result<VerifyingKey, Refusal> {
    let refused = |problem: String| Refusal::TrustAnchor { path: path.to_owned(), problem };
    let mut pem = String::new();
    let file = pgs_folder::open_named(path).map_err(|error| refused(error.to_string()))?;
    file.take(KEY_LIMIT).read_to_string(&mut pem).map_err(|error| refused(error.to_string()))?;
    VerifyingKey::from_public_key_pem(&pem).map_err(|error| refused(format!("it is no Ed25519 key in PEM: {error}")))
}

/// What a key is called: the first 16 digits of its SHA-256.
fn id(key: &VerifyingKey) -> String {
    let mut id = sha256(key.as_bytes());
    id.truncate(16);
    id
}
