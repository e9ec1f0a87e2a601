//! `capability_transforms::CT_PURE_MNEMONIC_TO_SEED`: the seed of a BIP-39 phrase, without a passphrase.

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
        /// 12 to 24 English words in any case, the last of which carries a checksum. A secret.
        pub mnemonic: Field<String>,
    }

    /// What the transform yields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Outputs {
        /// 64 bytes, as `0x` hex. A secret.
        pub seed_bytes: String,
    }
}

/// Makes the seed. A phrase with a word that is not in the list, or with a wrong checksum, is a violation: its seed would
/// belong to nobody's wallet.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let text = Zeroizing::new(inputs.mnemonic.required("mnemonic")?);
    // The words of the list are in small letters, and the seed is made of those.
    let text = Zeroizing::new(text.to_lowercase());
    let phrase = Mnemonic::parse_in(Language::English, text.as_str())
        .map_err(|_| Violation::new("`mnemonic` is not a BIP-39 phrase of English words"))?;
    Ok(Outputs { seed_bytes: hex_bytes::write(*seed(&phrase, "")) })
}

/// The seed of this phrase and passphrase.
pub(super) fn seed(phrase: &Mnemonic, passphrase: &str) -> Zeroizing<[u8; 64]> {
    Zeroizing::new(phrase.to_seed(passphrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    fn seed_of(mnemonic: &str) -> Result<String, Violation> {
        run(Inputs { mnemonic: mnemonic.into() }).map(|outputs| outputs.seed_bytes)
    }

    // Computed with python-mnemonic.
    #[test]
    fn known_answers() {
        let cases = [
            (
                WORDS,
                "0x878386efb78845b3355bd15ea4d39ef97d179cb712b77d5c12b6be415fffeffe\
                 5f377ba02bf3f8544ab800b955e51fbff09828f682052a20faa6addbbddfb096",
            ),
            (
                "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen \
                 patrol group space point ten exist slush involve unfold",
                "0xb873212f885ccffbf4692afcb84bc2e55886de2dfa07d90f5c3c239abc31c0a6\
                 ce047e30fd8bf6a281e71389aa82d73df74c7bbfb3b06b4639a5cee775cccd3c",
            ),
        ];
        for (mnemonic, seed) in cases {
            assert_eq!(seed_of(mnemonic).unwrap(), seed);
        }
    }

    #[test]
    fn capital_letters_are_small_ones() {
        assert_eq!(seed_of(&WORDS.to_uppercase()).unwrap(), seed_of(WORDS).unwrap());
        assert_eq!(seed_of(&WORDS.replace("legal", "Legal")).unwrap(), seed_of(WORDS).unwrap());
    }

    // The test vectors of BIP-39 have a passphrase, which only wallets take.
    #[test]
    fn known_answer_with_a_passphrase() {
        let phrase = Mnemonic::parse_in(Language::English, WORDS).unwrap();
        assert_eq!(
            hex_bytes::write(*seed(&phrase, "TREZOR")),
            "0x2e8905819b8723fe2c1d161860e5ee1830318dbf49a83bd451cfb8440c28bd6f\
             a457fe1296106559a3c80937a1c1069be3a3a5bd381ee6260e8d9739fce1f607"
        );
    }

    #[test]
    fn a_bad_phrase_is_a_violation_that_shows_no_word() {
        let bad = [
            "",
            "not a mnemonic",
            // Checksum: the last word is not `yellow`.
            "legal winner thank year wave sausage worth useful legal winner thank year",
            // One word too few.
            "legal winner thank year wave sausage worth useful legal winner thank",
            // A word of another list.
            "legal winner thank year wave sausage worth useful legal winner thank jaune",
        ];
        for mnemonic in bad {
            let reason = seed_of(mnemonic).unwrap_err().reason();
            assert_eq!(reason, "`mnemonic` is not a BIP-39 phrase of English words");
        }
        assert!(run(Inputs::default()).is_err());
    }
}
