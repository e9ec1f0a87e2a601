//! `capability_transforms::CT_PURE_DERIVE_CHILD_KEY`: one step down a BIP-32 tree on secp256k1.

use bip32::ChildNumber;
use pgs_rt::{Field, Violation};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{hd_key, hex_bytes};

pgs_rt::described! {
    /// What the transform reads.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The parent's private key, as hex: 32 bytes. A secret.
        pub parent_private_key_bytes: Field<String>,
        /// The parent's chain code, as hex: 32 bytes. A secret.
        pub parent_chain_code_bytes: Field<String>,
        /// The child's number, 0 to 2^32 - 1; from 2^31 on the child is hardened.
        pub index: Field<i64>,
    }

    /// What the transform yields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The child's private key, 32 bytes as `0x` hex. A secret.
        pub child_private_key_bytes: String,
        /// The child's chain code, 32 bytes as `0x` hex. A secret.
        pub child_chain_code_bytes: String,
    }
}

/// Derives the child. A key or chain code that is not 32 bytes, a key out of the curve's range, and an index out of
/// range are violations.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let key = Zeroizing::new(inputs.parent_private_key_bytes.required("parent_private_key_bytes")?);
    let key = hex_bytes::read_exactly("parent_private_key_bytes", &key)?;
    let chain_code = Zeroizing::new(inputs.parent_chain_code_bytes.required("parent_chain_code_bytes")?);
    let chain_code = hex_bytes::read_exactly("parent_chain_code_bytes", &chain_code)?;
    let index = u32::try_from(inputs.index.required("index")?)
        .map_err(|_| Violation::new("`index` is not an unsigned integer of 32 bits"))?;
    let parent = hd_key::from_parts("parent_private_key_bytes", &key, &chain_code)?;
    let child = hd_key::child(&parent, ChildNumber(index))?;
    Ok(Outputs {
        child_private_key_bytes: hex_bytes::write(*Zeroizing::new(child.to_bytes())),
        child_chain_code_bytes: hex_bytes::write(child.attrs().chain_code),
    })
}

#[cfg(test)]
mod tests {
    use bip32::PublicKey as _;
    use proptest::prelude::*;

    use super::*;

    const HARDENED: i64 = 1 << 31;
    const KEY: &str = "e8f32e723decf4051aefac8e2c93c9c5b214313817cdb01a1494b917c8436b35";
    const CHAIN_CODE: &str = "873dff81c02f525623fd1fe5167eac3a55a049de3d314bb42ee227ffed37d508";

    fn child(key: &str, chain_code: &str, index: i64) -> Result<(String, String), Violation> {
        let outputs = run(Inputs {
            parent_private_key_bytes: key.into(),
            parent_chain_code_bytes: chain_code.into(),
            index: index.into(),
        })?;
        Ok((outputs.child_private_key_bytes, outputs.child_chain_code_bytes))
    }

    // Test vectors 1 and 4 of BIP-32. The second has a child key with a leading zero byte, which must be kept.
    #[test]
    fn known_answers() {
        let cases = [
            (
                [(KEY, CHAIN_CODE)],
                "0xedb2e14f9ee77d26dd93b4ecede8d16ed408ce149b6cd80b0715a2d911a0afea",
                "0x47fdacbd0f1097043b78c63c20c34ef4ed9a111d980047ad16282c7ae6236141",
                "0x3c6cb8d0f6a264c91ea8b5030fadaa8e538b020f0a387421a12de9319dc93368",
                "0x2a7857631386ba23dacac34180dd1983734e444fdbf774041578e9b6adb37c19",
                1,
            ),
            (
                [(
                    "0x12c0d59c7aa3a10973dbd3f478b65f2516627e3fe61e00c345be9a477ad2e215",
                    "0xd0c8a1f6edf2500798c3e0b54f1b56e45f6d03e6076abd36e5e2f54101e44ce6",
                )],
                "0x00d948e9261e41362a688b916f297121ba6bfb2274a3575ac0e456551dfd7f7e",
                "0xcdc0f06456a14876c898790e0b3b1a41c531170aec69da44ff7b7265bfe7743b",
                "0x3a2086edd7d9df86c3487a5905a1712a9aa664bce8cc268141e07549eaa8661d",
                "0xa48ee6674c5264a237703fd383bccd9fad4d9378ac98ab05e6e7029b06360c0d",
                HARDENED + 1,
            ),
        ];
        for ([(key, chain_code)], hardened_key, hardened_chain_code, last_key, last_chain_code, last_index) in cases {
            let hardened = child(key, chain_code, HARDENED).unwrap();
            assert_eq!(hardened, (hardened_key.to_owned(), hardened_chain_code.to_owned()));
            let last = child(&hardened.0, &hardened.1, last_index).unwrap();
            assert_eq!(last, (last_key.to_owned(), last_chain_code.to_owned()));
        }
    }

    #[test]
    fn bad_keys_and_indices_are_violations() {
        let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
        for key in ["", "0x", "e8f32e", &KEY[2..], &format!("{KEY}00"), &"zz".repeat(32), &"00".repeat(32), order] {
            let reason = child(key, CHAIN_CODE, 0).unwrap_err().reason();
            assert!(reason.contains("`parent_private_key_bytes`"), "{reason}");
        }
        assert!(child(KEY, &CHAIN_CODE[2..], 0).unwrap_err().reason().contains("`parent_chain_code_bytes`"));
        for index in [-1, 1 << 32, i64::MAX, i64::MIN] {
            assert!(child(KEY, CHAIN_CODE, index).unwrap_err().reason().contains("`index`"));
        }
        assert!(run(Inputs::default()).is_err());
    }

    proptest! {
        /// Without hardening, the public key of the child is the child of the public key.
        #[test]
        fn private_and_public_derivation_agree(seed: [u8; 32], index in 0_u32..1 << 31) {
            let parent = hd_key::master("seed", &seed).unwrap();
            let key = hex_bytes::write(parent.to_bytes());
            let (child_key, child_chain_code) =
                child(&key, &hex_bytes::write(parent.attrs().chain_code), i64::from(index)).unwrap();
            let by_public = parent.public_key().derive_child(ChildNumber(index)).unwrap();
            let child_key = k256::SecretKey::from_slice(&hex_bytes::read("key", &child_key).unwrap()).unwrap();
            prop_assert_eq!(child_key.public_key().to_bytes(), by_public.to_bytes());
            prop_assert_eq!(child_chain_code, hex_bytes::write(by_public.attrs().chain_code));
        }
    }
}
