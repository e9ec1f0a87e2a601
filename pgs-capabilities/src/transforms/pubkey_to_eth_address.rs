//! `capability_transforms::CT_PURE_PUBKEY_TO_ETH_ADDRESS`: the Ethereum address of a public key.

use pgs_rt::{Field, Violation};
use serde::{Deserialize, Serialize};

use super::{hex_bytes, keccak256_hash::keccak256};

pgs_rt::described! {
    /// What the transform reads.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The uncompressed public key, as hex: 65 bytes, the first of them 4.
        pub public_key_uncompressed_bytes: Field<String>,
    }

    /// What the transform yields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The address: `0x` and 40 lower-case hex digits, without the checksum of EIP-55.
        pub eth_address_hex: String,
    }
}

/// Makes the address. Anything but 65 bytes after a 4 is a violation. That the point lies on the curve is not checked:
/// the declaration leaves it to whoever made the key.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let text = inputs.public_key_uncompressed_bytes.required("public_key_uncompressed_bytes")?;
    let key = hex_bytes::read_exactly::<65>("public_key_uncompressed_bytes", &text)?;
    Ok(Outputs { eth_address_hex: address("public_key_uncompressed_bytes", &key)? })
}

/// The address of this uncompressed public key. `name` is the key's field.
pub(super) fn address(name: &str, key: &[u8; 65]) -> Result<String, Violation> {
    let [4, point @ ..] = key else {
        return Err(Violation::new(format!("`{name}` does not begin with 04, the mark of an uncompressed point")));
    };
    let [_, _, _, _, _, _, _, _, _, _, _, _, address @ ..] = keccak256(point);
    Ok(hex_bytes::write(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "044e3b81af9c2234cad09d679ce6035ed1392347ce64ce405f5dcd36228a25de6e\
                       47fd35c4215d1edf53e6f83de344615ce719bdb0fd878f6ed76f06dd277956de";

    fn address_of(key: &str) -> Result<String, Violation> {
        run(Inputs { public_key_uncompressed_bytes: key.into() }).map(|outputs| outputs.eth_address_hex)
    }

    // The account that the documentation of web3.js and web3.py uses, and the generator's (private key 1).
    #[test]
    fn known_answers() {
        let generator = "0x0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798\
                         483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";
        assert_eq!(address_of(KEY).unwrap(), "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23");
        assert_eq!(address_of(generator).unwrap(), "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf");
    }

    #[test]
    fn other_forms_of_a_key_are_violations() {
        let compressed = format!("02{}", &KEY[2..66]);
        let other_mark = format!("06{}", &KEY[2..]);
        for key in [&KEY[2..], &compressed, &other_mark, &format!("{KEY}00"), "", "0x"] {
            assert!(address_of(key).is_err());
        }
        assert!(run(Inputs::default()).is_err());
    }
}
