//! `blockchain::CT_PURE_DERIVE_WALLET_ADDRESS_V0`: the address that belongs to a public key.

use pgs_rt::{Failure, Field};
use serde::{Deserialize, Serialize};

use super::text;
use crate::transforms::keccak256_hash::keccak256;

/// A point without the mark of its form.
const POINT_BYTES: usize = 64;

/// What stands before an uncompressed point.
const UNCOMPRESSED: u8 = 4;

/// An address is the end of a hash.
const ADDRESS_BYTES: usize = 20;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The uncompressed public key, as hex: 64 bytes, or 65 of which the first is 4. `0x`, and blanks around and between
        /// the bytes, may stand there.
        pub key_material: Field<String>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The address: `0x` and 40 lower-case hex digits.
        pub address: String,
    }
}

/// Derives the address: the last 20 bytes of the Keccak-256 hash of the point. Refuses what is no such key. That the point lies
/// on the curve is not checked.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let written = inputs.key_material.required("key_material").map_err(Failure::Refused)?;
    let digits = text::strip(&written);
    let digits = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")).unwrap_or(digits);
    let key = text::bytes_from_hex(digits).ok_or_else(|| Failure::refused("`key_material` is not hex"))?;
    let point = match key.as_slice() {
        [UNCOMPRESSED, point @ ..] | point if point.len() == POINT_BYTES => point,
        _ => return Err(Failure::refused("`key_material` is neither 64 bytes long nor 65 with 04 before them")),
    };
    let hash = keccak256(point);
    let (_, address) = hash.split_at(hash.len() - ADDRESS_BYTES);
    Ok(Outputs { address: format!("0x{}", hex::encode(address)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    // The generator of secp256k1: the key of the private key 1.
    const POINT: &str = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798\
                         483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";

    fn address(key: &str) -> Result<String, Failure> {
        run(Inputs { key_material: key.into() }).map(|outputs| outputs.address)
    }

    #[test]
    fn a_key_may_be_written_in_several_ways() {
        let (head, tail) = POINT.split_at(10);
        for key in
            [POINT.to_owned(), format!("04{POINT}"), format!(" 0X{POINT}\u{a0}"), format!("0x 04 {head} {tail}\n")]
        {
            assert_eq!(address(&key).as_deref(), Ok("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"), "{key}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for key in ["", "0x", "04", &POINT[2..], &format!("02{POINT}"), &format!("{POINT}00"), "zz", &POINT[1..]] {
            assert!(!address(key).unwrap_err().is_fault(), "{key}");
        }
        assert!(!run(Inputs::default()).unwrap_err().is_fault());
    }
}
