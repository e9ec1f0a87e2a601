//! `capability_transforms::CT_PURE_PRIVATE_KEY_TO_PUBLIC`: the point that belongs to a private key.

use k256::elliptic_curve::sec1::ToSec1Point as _;
use pgs_rt::{Field, Violation};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::curve::{Curve, out_of_range};
use super::hex_bytes;

pgs_rt::described! {
    /// What the transform reads.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The private key, as hex: 32 bytes. A secret.
        pub private_key_bytes: Field<String>,
        /// `secp256k1` or `secp256r1`.
        pub curve: Field<String>,
    }

    /// What the transform yields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The point, uncompressed: 65 bytes as `0x` hex, `04` before both coordinates.
        pub public_key_uncompressed_bytes: String,
    }
}

/// Multiplies the generator by the key. A key that is not 32 bytes or out of the curve's range is a violation, and so is
/// another curve.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let text = Zeroizing::new(inputs.private_key_bytes.required("private_key_bytes")?);
    let key = hex_bytes::read_exactly("private_key_bytes", &text)?;
    let curve = Curve::named(&inputs.curve.required("curve")?)?;
    let point = public_key(curve, &key).ok_or_else(|| out_of_range("private_key_bytes"))?;
    Ok(Outputs { public_key_uncompressed_bytes: hex_bytes::write(point) })
}

/// The uncompressed point of this private key; none if the key is 0 or not below the order of the curve.
pub(super) fn public_key(curve: Curve, key: &[u8; 32]) -> Option<[u8; 65]> {
    let point = match curve {
        Curve::Secp256k1 => k256::SecretKey::from_slice(key).ok()?.public_key().to_uncompressed_point().into(),
        Curve::Secp256r1 => p256::SecretKey::from_slice(key).ok()?.public_key().to_uncompressed_point().into(),
    };
    Some(point)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn public(key: &str, curve: &str) -> Result<String, Violation> {
        let inputs = Inputs { private_key_bytes: key.into(), curve: curve.into() };
        run(inputs).map(|outputs| outputs.public_key_uncompressed_bytes)
    }

    /// The number `n` in 32 bytes.
    fn small(n: u8) -> String {
        format!("{n:064x}")
    }

    // Key 1 gives the generator (SEC 2); the key of RFC 6979, A.2.5, its public key. The others: libsecp256k1
    // and python-ecdsa.
    #[test]
    fn known_answers() {
        let cases = [
            (
                "secp256k1",
                small(1),
                "0x0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798\
                 483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",
            ),
            (
                "secp256k1",
                "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318".into(),
                "0x044e3b81af9c2234cad09d679ce6035ed1392347ce64ce405f5dcd36228a25de6e\
                 47fd35c4215d1edf53e6f83de344615ce719bdb0fd878f6ed76f06dd277956de",
            ),
            (
                "secp256r1",
                small(1),
                "0x046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296\
                 4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
            ),
            (
                "secp256r1",
                small(2),
                "0x047cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc47669978\
                 07775510db8ed040293d9ac69f7430dbba7dade63ce982299e04b79d227873d1",
            ),
            (
                "secp256r1",
                "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721".into(),
                "0x0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6\
                 7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
            ),
        ];
        for (curve, key, point) in cases {
            assert_eq!(public(&key, curve).unwrap(), point);
        }
    }

    #[test]
    fn keys_out_of_range_are_violations() {
        let orders = [
            ("secp256k1", "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
            ("secp256r1", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        ];
        for (curve, order) in orders {
            for key in [order, &"ff".repeat(32), &small(0)] {
                assert!(public(key, curve).unwrap_err().reason().contains("order of the curve"));
            }
            let last = format!("{}0", &order[..63]);
            assert!(public(&last, curve).is_ok());
        }
    }

    #[test]
    fn bad_inputs_are_violations() {
        for key in ["", "01", &small(1)[2..], &format!("{}01", small(1)), "key"] {
            assert!(public(key, "secp256k1").is_err());
        }
        for curve in ["", "SECP256K1", "ed25519", "P-256"] {
            assert!(public(&small(1), curve).unwrap_err().reason().contains("`curve`"));
        }
        // The curve has no default here: it must be chosen.
        assert!(run(Inputs { private_key_bytes: small(1).as_str().into(), curve: Field::Null }).is_err());
        assert!(run(Inputs::default()).is_err());
    }

    proptest! {
        /// The point of the negated key is the negated point: equal x, other y.
        #[test]
        fn a_key_and_its_negative_share_x(key in prop::array::uniform32(1_u8..)) {
            let negative = -*k256::SecretKey::from_slice(&key).unwrap().to_nonzero_scalar();
            let [point, mirrored] = [hex_bytes::write(key), hex_bytes::write(negative.to_bytes())]
                .map(|key| public(&key, "secp256k1").unwrap());
            prop_assert_eq!(&point[..68], &mirrored[..68]);
            prop_assert_ne!(&point[68..], &mirrored[68..]);
        }
    }
}
