//! `capability_transforms::CT_PURE_ENTROPY_TO_MNEMONIC`: entropy as words, BIP-39, English.

use bip39::{Language, Mnemonic};
use pgs_rt::{Field, Violation};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::hex_bytes;

pgs_rt::described! {
    /// What the transform reads.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The entropy, as hex: 16, 20, 24, 28 or 32 bytes. A secret.
        pub entropy_bytes: Field<String>,
    }

    /// What the transform yields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Outputs {
        /// 12 to 24 words, with one space between. A secret.
        pub mnemonic: String,
    }
}

/// Makes the phrase. Text that is not hex and a length that BIP-39 does not know are violations.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let text = Zeroizing::new(inputs.entropy_bytes.required("entropy_bytes")?);
    let entropy = hex_bytes::read("entropy_bytes", &text)?;
    Ok(Outputs { mnemonic: phrase("entropy_bytes", &entropy)?.to_string() })
}

/// The phrase of this entropy. `name` is the entropy's field.
pub(super) fn phrase(name: &str, entropy: &[u8]) -> Result<Mnemonic, Violation> {
    Mnemonic::from_entropy_in(Language::English, entropy)
        .map_err(|_| Violation::new(format!("`{name}` is not 16, 20, 24, 28 or 32 bytes long")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mnemonic(entropy: &str) -> Result<String, Violation> {
        run(Inputs { entropy_bytes: entropy.into() }).map(|outputs| outputs.mnemonic)
    }

    // The test vectors of BIP-39; those of 160 and 224 bits computed with python-mnemonic.
    #[test]
    fn known_answers() {
        let cases = [
            (
                "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f",
                "legal winner thank year wave sausage worth useful legal winner thank yellow",
            ),
            (
                "0x80808080808080808080808080808080",
                "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
            ),
            ("ffffffffffffffffffffffffffffffff", "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong"),
            (
                "0000000000000000000000000000000000000000",
                "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon \
                 abandon abandon address",
            ),
            (
                "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f",
                "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful \
                 legal will",
            ),
            (
                "0123456789abcdef0123456789abcdef0123456789abcdef01234567",
                "abuse boss fly battle rubber wasp afraid hamster guide essence vibrant task banana pencil owner cube \
                 social job emotion member know",
            ),
            (
                "f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f",
                "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen \
                 patrol group space point ten exist slush involve unfold",
            ),
        ];
        for (entropy, words) in cases {
            assert_eq!(mnemonic(entropy).unwrap(), words);
        }
    }

    #[test]
    fn other_lengths_are_violations() {
        for bytes in [0, 1, 4, 12, 15, 17, 18, 33, 36, 64] {
            assert!(mnemonic(&"7f".repeat(bytes)).is_err(), "{bytes} bytes");
        }
    }

    #[test]
    fn a_violation_does_not_show_the_entropy() {
        let reason = mnemonic("0x7f7f7f7fzz").unwrap_err().reason();
        assert!(!reason.contains("7f"));
        assert!(run(Inputs::default()).is_err());
    }
}
