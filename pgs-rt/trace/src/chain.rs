//! The chain of a trace: the hash of an event covers the one before (`docs/traces.md`, "The chain").

use sha2::{Digest as _, Sha256};

/// What the first event of a trace is chained to.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The key of the hash, which is the last one of a line.
pub const HASH: &str = "hash";

/// What stands between the body of a line and its hash.
const BEFORE: &str = r#","hash":"#;

/// The hash of an event: SHA-256, in hex, over the hash before and the event's line up to its own hash.
pub fn chained(before: &str, body: &str) -> String {
    let mut chain = Chain(before.to_owned());
    chain.advance(body);
    chain.0
}

/// Why a line does not continue a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// Its last key is not the hash.
    #[error("`hash` is not its last key")]
    NotLast,
    /// The hash is not that of this line after the one before.
    #[error("`hash` is not that of this line after the line before")]
    Wrong,
}

/// Whether a line with this hash continues the chain that ends with `before`.
pub fn check(before: &str, line: &str, hash: &str) -> Result<(), ChainError> {
    let (body, _) = line.rsplit_once(BEFORE).ok_or(ChainError::NotLast)?;
    if chained(before, body) == hash { Ok(()) } else { Err(ChainError::Wrong) }
}

/// The chain of a trace that is written: the hash of its last event.
#[derive(Clone, Debug)]
pub struct Chain(String);

impl Default for Chain {
    fn default() -> Self {
        Self::new()
    }
}

impl Chain {
    /// Before the first event.
    pub fn new() -> Self {
        Self(GENESIS.to_owned())
    }

    /// Appends a line with its hash. `body` is the line up to it.
    pub fn append(&mut self, body: &str, text: &mut String) {
        self.advance(body);
        for part in [body, BEFORE, "\"", &self.0, "\"}\n"] {
            text.push_str(part);
        }
    }

    fn advance(&mut self, body: &str) {
        let Self(hash) = self;
        let digest = Sha256::new().chain_update(&*hash).chain_update(body).finalize();
        let mut digits = [0; 64];
        // 32 bytes have 64 digits, and digits are text.
        let _ = hex::encode_to_slice(digest, &mut digits);
        hash.clear();
        hash.push_str(str::from_utf8(&digits).unwrap_or_default());
    }
}

/// The chain of a trace that is read: the hash of its last event.
#[derive(Clone, Debug)]
pub struct Chained([u8; 64]);

impl Default for Chained {
    /// Before the first event.
    fn default() -> Self {
        Self([b'0'; 64])
    }
}

impl Chained {
    /// Goes on to a line, if this is its hash.
    pub fn advance(&mut self, body: &[u8], hash: &[u8]) -> bool {
        let Self(digits) = self;
        let digest = Sha256::new().chain_update(*digits).chain_update(body).finalize();
        // 32 bytes have 64 digits.
        let _ = hex::encode_to_slice(digest, digits);
        digits == hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_continues_the_chain() {
        let (mut chain, mut text) = (Chain::new(), String::new());
        chain.append(r#"{"a":1"#, &mut text);
        chain.append(r#"{"a":2"#, &mut text);
        let mut before = GENESIS.to_owned();
        for line in text.lines() {
            let hash = line.rsplit_once("\":\"").unwrap().1.trim_end_matches("\"}");
            assert_eq!(check(&before, line, hash), Ok(()));
            assert_eq!(check(&before, &line.replace("\"a\"", "\"b\""), hash), Err(ChainError::Wrong));
            before = hash.to_owned();
        }
        assert_eq!(check(GENESIS, "{}", GENESIS), Err(ChainError::NotLast));
    }
}
