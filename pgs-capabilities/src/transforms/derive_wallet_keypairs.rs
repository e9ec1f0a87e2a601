//! `blockchain::CT_PURE_DERIVE_WALLET_KEYPAIRS`: the public side of a new wallet.
//!
//! Entropy, phrase, seed and private keys live in this call only. No output is a secret or lets one be computed.

use bip32::{ChildNumber, DerivationPath, XPrv};
use pgs_rt::{Field, Sources, Value, Violation};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::curve::{Curve, out_of_range};
use super::private_key_to_public::public_key;
use super::{entropy_to_mnemonic, generate_entropy, hd_key, hex_bytes, mnemonic_to_seed, pubkey_to_eth_address};

pgs_rt::described! {
    /// What the transform reads. Indices are numbers of BIP-32 children, hardened from 2^31 on.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// How many bits of entropy to draw: 128, 160, 192, 224 or 256.
        pub entropy_bits: Field<i64>,
        /// Entropy to use in place of random bytes, as hex: as many bits as `entropy_bits` says. For tests. A secret.
        pub entropy_bytes: Field<String>,
        /// The BIP-39 passphrase; empty if absent. A secret.
        pub passphrase: Field<String>,
        /// From the master key to the root of both children.
        pub root_path_indices: Field<Vec<Value>>,
        /// From the root to the key of the account (EOA).
        pub eoa_child_indices: Field<Vec<Value>>,
        /// From the root to the key of the UTXO side.
        pub utxo_child_indices: Field<Vec<Value>>,
        /// `secp256k1`, the default and the only curve that BIP-32 defines.
        pub curve: Field<String>,
    }

    /// What the transform yields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The account's uncompressed public key: 65 bytes as hex, no prefix.
        pub eoa_public_key_hex: String,
        /// The account's address: 20 bytes as `0x` hex.
        pub eoa_address: String,
        /// The account's path from the master key, such as `m/44'/66'/0'/0/0`.
        pub eoa_derivation_path: String,
        /// The UTXO side's uncompressed public key: 65 bytes as hex, no prefix.
        pub utxo_public_key_hex: String,
        /// The UTXO side's address: 20 bytes as `0x` hex.
        pub utxo_address: String,
        /// The UTXO side's path from the master key.
        pub utxo_derivation_path: String,
        /// The first 4 bytes of HASH160 of the compressed master public key, as hex, no prefix.
        pub master_fingerprint: String,
    }
}

/// Makes the wallet. Violations: a number of bits that BIP-39 does not know, entropy of another length, an index that is no unsigned integer of
/// 32 bits, a path of more than 255 indices, a curve other than secp256k1, and a source of random bytes that fails.
pub fn run(inputs: Inputs, sources: &dyn Sources) -> Result<Outputs, Violation> {
    check_curve(inputs.curve.optional("curve")?)?;
    let length = generate_entropy::byte_length(inputs.entropy_bits.required("entropy_bits")?)?;
    let passphrase = Zeroizing::new(inputs.passphrase.optional("passphrase")?.unwrap_or_default());
    let root = indices("root_path_indices", inputs.root_path_indices)?;
    let eoa = indices("eoa_child_indices", inputs.eoa_child_indices)?;
    let utxo = indices("utxo_child_indices", inputs.utxo_child_indices)?;
    let entropy = match inputs.entropy_bytes.optional("entropy_bytes")? {
        Some(text) => given(&Zeroizing::new(text), length)?,
        None => generate_entropy::draw(length, sources)?,
    };
    let phrase = entropy_to_mnemonic::phrase("entropy_bytes", &entropy)?;
    let master = hd_key::master("entropy_bytes", &*mnemonic_to_seed::seed(&phrase, &passphrase))?;
    let eoa = Account::derive(&master, &root, &eoa)?;
    let utxo = Account::derive(&master, &root, &utxo)?;
    Ok(Outputs {
        eoa_public_key_hex: eoa.public_key,
        eoa_address: eoa.address,
        eoa_derivation_path: eoa.path,
        utxo_public_key_hex: utxo.public_key,
        utxo_address: utxo.address,
        utxo_derivation_path: utxo.path,
        master_fingerprint: hex::encode(master.public_key().fingerprint()),
    })
}

/// Entropy that is given, which has this many bytes.
fn given(text: &str, length: usize) -> Result<Zeroizing<Vec<u8>>, Violation> {
    let entropy = hex_bytes::read("entropy_bytes", text)?;
    if entropy.len() == length {
        Ok(entropy)
    } else {
        Err(Violation::new("`entropy_bytes` is not as long as `entropy_bits` says"))
    }
}

/// BIP-32 defines derivation on secp256k1 alone. For secp256r1, which the declaration lists, schemes differ (SLIP-10 is
/// one), and an address that another wallet can't derive again would be lost: it is refused.
fn check_curve(name: Option<String>) -> Result<(), Violation> {
    match Curve::named_or_default(name)? {
        Curve::Secp256k1 => Ok(()),
        Curve::Secp256r1 => Err(Violation::new("`curve` is secp256r1, on which BIP-32 derives no keys")),
    }
}

fn indices(name: &str, field: Field<Vec<Value>>) -> Result<Vec<ChildNumber>, Violation> {
    let index = |value: &Value| {
        let index = value.as_u64().and_then(|index| u32::try_from(index).ok());
        index
            .map(ChildNumber)
            .ok_or_else(|| Violation::new(format!("`{name}` has an item that is not an unsigned integer of 32 bits")))
    };
    field.required(name)?.iter().map(index).collect()
}

/// What may be known of one key.
struct Account {
    public_key: String,
    address: String,
    path: String,
}

impl Account {
    /// The key at `root`, then `child`, below `master`.
    fn derive(master: &XPrv, root: &[ChildNumber], child: &[ChildNumber]) -> Result<Self, Violation> {
        let mut path = DerivationPath::default();
        let mut key = master.clone();
        for index in root.iter().chain(child) {
            path.push(*index);
            key = hd_key::child(&key, *index)?;
        }
        let private_key = Zeroizing::new(key.to_bytes());
        let point = public_key(Curve::Secp256k1, &private_key).ok_or_else(|| out_of_range("private_key"))?;
        Ok(Self {
            public_key: hex::encode(point),
            address: pubkey_to_eth_address::address("public_key", &point)?,
            path: path.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use pgs_rt::SystemSources;
    use pgs_value::json;
    use proptest::prelude::*;

    use super::*;

    const HARDENED: u64 = 1 << 31;

    fn inputs() -> Value {
        json!({
            "entropy_bits": 128,
            "root_path_indices": [HARDENED + 44, HARDENED + 60, HARDENED],
            "eoa_child_indices": [0, 0],
            "utxo_child_indices": [1, 5],
        })
    }

    /// The usual inputs with one field replaced.
    fn with(key: &str, value: Value) -> Value {
        let mut inputs = inputs();
        inputs[key] = value;
        inputs
    }

    fn wallet(inputs: Value) -> Result<Outputs, Violation> {
        run(pgs_value::from_value(inputs).unwrap(), &SystemSources)
    }

    // Computed with python-mnemonic and bip_utils.
    #[test]
    fn known_answer_with_a_passphrase() {
        let mut inputs = with("entropy_bytes", json!("7f".repeat(16)));
        inputs["passphrase"] = json!("TREZOR");
        let expected = Outputs {
            eoa_public_key_hex: "045422486d29f5189ce7e606252d96d81fa446dc8bb5a6221c307e061c20e3089a\
                                 bbc60d7f8d1d979e5f65a969cafe269d019a0f8c9e33a5562ddb535642d0360b"
                .into(),
            eoa_address: "0x6006ef1944fb519a746d00cdaf715cbd27a5a008".into(),
            eoa_derivation_path: "m/44'/60'/0'/0/0".into(),
            utxo_public_key_hex: "04d2f166947bbaf3496738a177a5c42f7c75a437bf7df45c3aef8f60e6ba3441a3\
                                  66d905ca24a7cab57dccff3d2e88bcc23ea40132e5904c2e45fd05def98a015b"
                .into(),
            utxo_address: "0x60b40d91120179f067303ee332e07f60723d8d2c".into(),
            utxo_derivation_path: "m/44'/60'/0'/1/5".into(),
            master_fingerprint: "1ddb040f".into(),
        };
        assert_eq!(wallet(inputs).unwrap(), expected);
    }

    #[test]
    fn known_answer_with_256_bits() {
        let mut inputs = with("entropy_bytes", json!(format!("0x{}", "ff".repeat(32))));
        inputs["entropy_bits"] = json!(256);
        let outputs = wallet(inputs).unwrap();
        assert_eq!(outputs.master_fingerprint, "244c267a");
        assert_eq!(outputs.eoa_address, "0x1959f5f4979c5cd87d5cb75c678c770515cb5e0e");
        assert_eq!(outputs.utxo_address, "0x463feac0a76a533c1aa7639a729d9d8b0cc2f291");
    }

    #[test]
    fn without_entropy_every_wallet_is_new() {
        let [first, second] = [(); 2].map(|()| wallet(inputs()).unwrap());
        assert_ne!(first.eoa_address, second.eoa_address);
        assert_ne!(first.eoa_address, first.utxo_address);
        assert_eq!(first.eoa_derivation_path, second.eoa_derivation_path);
    }

    #[test]
    fn bad_inputs_are_violations_that_name_the_field() {
        let cases = [
            ("entropy_bits", json!(129)),
            ("entropy_bits", json!(null)),
            ("entropy_bytes", json!("7f7f")),
            ("entropy_bytes", json!("7f".repeat(32))),
            ("entropy_bytes", json!("entropy")),
            ("passphrase", json!(1)),
            ("root_path_indices", json!([HARDENED * 2])),
            ("root_path_indices", json!(["44'"])),
            ("eoa_child_indices", json!([-1])),
            ("eoa_child_indices", json!([0.0])),
            ("utxo_child_indices", json!("0/0")),
            ("utxo_child_indices", json!(null)),
            ("curve", json!("secp256r1")),
            ("curve", json!("ed25519")),
        ];
        for (key, value) in cases {
            let reason = wallet(with(key, value.clone())).unwrap_err().reason();
            assert!(reason.contains(&format!("`{key}`")), "{key}: {value}: {reason}");
        }
    }

    #[test]
    fn a_path_has_at_most_255_indices() {
        let path = |length: usize| with("eoa_child_indices", json!(vec![0; length]));
        assert!(wallet(path(252)).is_ok());
        assert!(wallet(path(253)).is_err());
    }

    proptest! {
        // A seed takes 2048 rounds of HMAC.
        #![proptest_config(ProptestConfig::with_cases(8))]

        /// A wallet is a function of its entropy and passphrase, and shows neither.
        #[test]
        fn a_wallet_is_deterministic(entropy: [u8; 16], passphrase in "[a-z]{8}") {
            let mut inputs = with("entropy_bytes", json!(hex_bytes::write(entropy)));
            inputs["passphrase"] = json!(passphrase);
            let outputs = wallet(inputs.clone()).unwrap();
            let text = pgs_value::to_string(&outputs).unwrap();
            prop_assert!(!text.contains(&hex::encode(entropy)) && !text.contains(&passphrase));
            prop_assert_eq!(&outputs, &wallet(inputs.clone()).unwrap());
            inputs["passphrase"] = json!("");
            prop_assert_ne!(outputs.eoa_address, wallet(inputs).unwrap().eoa_address);
        }
    }
}
