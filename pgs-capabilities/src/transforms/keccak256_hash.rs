//! `capability_transforms::CT_PURE_KECCAK256_HASH`: Keccak-256, the hash of Ethereum (not SHA3-256: the padding differs).

use pgs_rt::{Field, Violation};
use serde::{Deserialize, Serialize};
use sha3::{Digest as _, Keccak256};

use super::hex_bytes;

pgs_rt::described! {
    /// What the transform reads.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The bytes to hash, as hex, with or without `0x`; may be empty.
        pub input_bytes: Field<String>,
    }

    /// What the transform yields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The hash: `0x` and 64 hex digits.
        pub hash_hex: String,
    }
}

/// Hashes the bytes. Text that is not hex is a violation.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let bytes = hex_bytes::read("input_bytes", &inputs.input_bytes.required("input_bytes")?)?;
    Ok(Outputs { hash_hex: hex_bytes::write(keccak256(&bytes)) })
}

/// The hash itself.
pub(crate) fn keccak256(bytes: &[u8]) -> [u8; 32] {
    Keccak256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(text: &str) -> Result<String, Violation> {
        run(Inputs { input_bytes: text.into() }).map(|outputs| outputs.hash_hex)
    }

    // Computed with PyCryptodome; "abc" is also in the Keccak team's known answers.
    #[test]
    fn known_answers() {
        let empty = "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";
        let abc = "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45";
        let one_block = "0x7ce759f1ab7f9ce437719970c26b0a66ff11fe3e38e17df89cf5d29c7d7f807e";
        assert_eq!(hash("0x").unwrap(), empty);
        assert_eq!(hash("").unwrap(), empty);
        assert_eq!(hash("0x616263").unwrap(), abc);
        assert_eq!(hash("616263").unwrap(), abc);
        // 136 bytes are exactly one block of the sponge.
        assert_eq!(hash(&hex::encode((0..136).collect::<Vec<u8>>())).unwrap(), one_block);
    }

    #[test]
    fn what_is_not_hex_is_a_violation() {
        assert!(hash("0x6").is_err());
        assert!(hash("hello").is_err());
        assert!(run(Inputs::default()).is_err());
        assert!(run(Inputs { input_bytes: Field::Null }).is_err());
        assert!(run(Inputs { input_bytes: Field::Other(7.into()) }).is_err());
    }
}
