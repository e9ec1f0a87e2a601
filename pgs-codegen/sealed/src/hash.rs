//! SHA-256, and what of a value is hashed.

use pgs_value::{Value, json};
use sha2::{Digest as _, Sha256};

/// SHA-256, in hex.
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// SHA-256 of a value as `json.dumps(x, sort_keys=True, separators=(",", ":"))` writes it, in hex.
pub fn of(value: &Value) -> String {
    sha256(json::canonical(value))
}
