//! `capability_transforms::CT_PURE_ECDSA_SIGN`: a recoverable signature over a hash.
//!
//! The nonce is that of RFC 6979, so that equal inputs give equal signatures, and `s` is the lower of its two values, so
//! that nobody can turn a signature into a second one.

use k256::ecdsa::RecoveryId;
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
        /// The hash to sign, as hex: 32 bytes. It is not hashed again.
        pub message_hash: Field<String>,
        /// `secp256k1`, the default, or `secp256r1`.
        pub curve: Field<String>,
    }

    /// What the transform yields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Outputs {
        /// 32 bytes, as `0x` hex.
        pub r: String,
        /// 32 bytes, as `0x` hex; at most half the order of the curve.
        pub s: String,
        /// Which of the points that fit `r` signed: 0 for an even y, 1 for an odd one. (2 and 3, for an `r` that was reduced
        /// by the order, exist and will not be seen.)
        pub v: i64,
        /// `r`, `s` and `v` in 65 bytes, as `0x` hex.
        pub signed_bytes: String,
    }
}

/// Signs the hash. A key or hash that is not 32 bytes, a key out of the curve's range, and another curve are violations.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let text = Zeroizing::new(inputs.private_key_bytes.required("private_key_bytes")?);
    let key = hex_bytes::read_exactly("private_key_bytes", &text)?;
    let hash = hex_bytes::read_exactly("message_hash", &inputs.message_hash.required("message_hash")?)?;
    let curve = Curve::named_or_default(inputs.curve.optional("curve")?)?;
    let (signature, id) = sign(curve, &key, &hash).ok_or_else(|| out_of_range("private_key_bytes"))?;
    let (r, s) = signature.split_at(32);
    Ok(Outputs {
        r: hex_bytes::write(r),
        s: hex_bytes::write(s),
        v: i64::from(id.to_byte()),
        signed_bytes: hex_bytes::write([&signature[..], &[id.to_byte()]].concat()),
    })
}

/// `r` and `s` in 64 bytes, and which point signed; none if the key is out of range.
fn sign(curve: Curve, key: &[u8; 32], hash: &[u8; 32]) -> Option<([u8; 64], RecoveryId)> {
    match curve {
        Curve::Secp256k1 => {
            let (signature, id) = k256::ecdsa::SigningKey::from_slice(key).ok()?.sign_prehash_recoverable(hash);
            Some((signature.to_bytes().into(), id))
        }
        Curve::Secp256r1 => {
            let (signature, id) = p256::ecdsa::SigningKey::from_slice(key).ok()?.sign_prehash_recoverable(hash);
            // p256 leaves s as it comes; k256 takes the lower one by itself. With s negated the other point fits.
            let low = signature.normalize_s();
            let id = RecoveryId::new(id.is_y_odd() ^ (low != signature), id.is_x_reduced());
            Some((low.to_bytes().into(), id))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ONE: &str = "0x0000000000000000000000000000000000000000000000000000000000000001";
    const RFC_6979_KEY: &str = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";
    // SHA-256 of "Satoshi Nakamoto", "sample" and "test".
    const SATOSHI: &str = "a0dc65ffca799873cbea0ac274015b9526505daaaed385155425f7337704883e";
    const SAMPLE: &str = "af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf";
    const TEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    fn sign_text(key: &str, hash: &str, curve: Option<&str>) -> Result<Outputs, Violation> {
        run(Inputs {
            private_key_bytes: key.into(),
            message_hash: hash.into(),
            curve: curve.map(ToOwned::to_owned).into(),
        })
    }

    // Made with libsecp256k1; the first is also the well-known RFC 6979 vector for this curve.
    #[test]
    fn known_answers_on_secp256k1() {
        let last_key = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";
        let cases = [
            (
                ONE,
                SATOSHI,
                "0x934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8",
                "0x2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
                1,
            ),
            (
                ONE,
                "7d1833f54854ac51659521afcd0ec6dca2ce2351429614bfa28a756b1b3c637f",
                "0x8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b",
                "0x547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21",
                0,
            ),
            (
                last_key,
                SATOSHI,
                "0xfd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0",
                "0x6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5",
                0,
            ),
        ];
        for (key, hash, r, s, v) in cases {
            let expected =
                Outputs { r: r.into(), s: s.into(), v, signed_bytes: format!("{r}{}0{v}", s.trim_start_matches("0x")) };
            assert_eq!(sign_text(key, hash, None).unwrap(), expected);
            assert_eq!(sign_text(key, hash, Some("secp256k1")).unwrap(), expected);
        }
    }

    // RFC 6979, A.2.5. Its first signature has the higher s: here its negative, and `v` as python-ecdsa recovers it.
    #[test]
    fn known_answers_on_secp256r1() {
        let sample = sign_text(RFC_6979_KEY, SAMPLE, Some("secp256r1")).unwrap();
        assert_eq!(sample.r, "0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716");
        assert_eq!(sample.s, "0x0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9");
        assert_eq!(sample.v, 1);
        let test = sign_text(RFC_6979_KEY, TEST, Some("secp256r1")).unwrap();
        assert_eq!(test.r, "0xf1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367");
        assert_eq!(test.s, "0x019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083");
        assert_eq!(test.v, 0);
    }

    #[test]
    fn bad_inputs_are_violations_that_show_no_key() {
        let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
        for key in ["", "0x01", order, &"00".repeat(32), &format!("{RFC_6979_KEY}00"), "secret"] {
            let reason = sign_text(key, SATOSHI, None).unwrap_err().reason();
            assert!(reason.starts_with("`private_key_bytes` is "), "{reason}");
            assert!(key.is_empty() || !reason.contains(key), "{reason}");
        }
        for hash in ["", &SATOSHI[2..], &format!("{SATOSHI}00"), "hash"] {
            assert!(sign_text(ONE, hash, None).unwrap_err().reason().contains("`message_hash`"));
        }
        for curve in ["", "ed25519", "secp256K1"] {
            assert!(sign_text(ONE, SATOSHI, Some(curve)).unwrap_err().reason().contains("`curve`"));
        }
        assert!(run(Inputs::default()).is_err());
    }

    proptest! {
        /// The public key can be recovered from the signature, on both curves, and signing again gives the same.
        #[test]
        fn the_public_key_is_recovered(key in prop::array::uniform32(1_u8..), hash: [u8; 32]) {
            // A first byte below ff keeps the key below both orders.
            let key = { let mut key = key; key[0] &= 0x7f; key };
            let (signature, id) = sign(Curve::Secp256k1, &key, &hash).unwrap();
            let signature = k256::ecdsa::Signature::from_slice(&signature).unwrap();
            let recovered = k256::ecdsa::VerifyingKey::recover_from_prehash(&hash, &signature, id).unwrap();
            prop_assert_eq!(recovered, *k256::ecdsa::SigningKey::from_slice(&key).unwrap().verifying_key());

            let (signature, id) = sign(Curve::Secp256r1, &key, &hash).unwrap();
            let signature = p256::ecdsa::Signature::from_slice(&signature).unwrap();
            prop_assert_eq!(signature.normalize_s(), signature);
            let recovered = p256::ecdsa::VerifyingKey::recover_from_prehash(&hash, &signature, id).unwrap();
            prop_assert_eq!(recovered, *p256::ecdsa::SigningKey::from_slice(&key).unwrap().verifying_key());
            prop_assert_eq!(sign(Curve::Secp256r1, &key, &hash).unwrap().1, id);
        }
    }
}
