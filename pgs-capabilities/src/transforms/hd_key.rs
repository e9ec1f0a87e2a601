//! Extended private keys of BIP-32, on secp256k1.

use bip32::{ChildNumber, ExtendedKey, ExtendedKeyAttrs, Prefix, XPrv};
use hmac::{Hmac, KeyInit as _, Mac as _};
use pgs_rt::Violation;
use sha2::Sha512;
use zeroize::Zeroizing;

/// The fewest bytes of a seed: 128 bits, as BIP-32 and the transform's declaration say.
const SHORTEST_SEED: usize = 16;

/// The master key of a seed. `name` is the seed's field.
///
/// The declaration names no longest seed and no steps between, while `XPrv::new` takes seeds of 16, 32 and 64 bytes
/// only: hence the HMAC here.
pub(super) fn master(name: &str, seed: &[u8]) -> Result<XPrv, Violation> {
    if seed.len() < SHORTEST_SEED {
        return Err(Violation::new(format!("`{name}` is shorter than {SHORTEST_SEED} bytes")));
    }
    let mut mac =
        Hmac::<Sha512>::new_from_slice(b"Bitcoin seed").map_err(|_| Violation::new("HMAC-SHA512 is not available"))?;
    mac.update(seed);
    let mut key = Zeroizing::new([0; 32]);
    let mut chain_code = Zeroizing::new([0; 32]);
    let digest = Zeroizing::new(<[u8; 64]>::from(mac.finalize().into_bytes()));
    key.copy_from_slice(&digest[..32]);
    chain_code.copy_from_slice(&digest[32..]);
    from_parts(name, &key, &chain_code)
}

/// The extended key of these parts. `name` is the private key's field. Depth and fingerprints are unknown and take no
/// part in derivation; they are those of a master key.
pub(super) fn from_parts(name: &str, key: &[u8; 32], chain_code: &[u8; 32]) -> Result<XPrv, Violation> {
    let mut key_bytes = [0; 33];
    key_bytes[1..].copy_from_slice(key);
    let attrs = ExtendedKeyAttrs {
        depth: 0,
        parent_fingerprint: [0; 4],
        child_number: ChildNumber(0),
        chain_code: *chain_code,
    };
    // `ExtendedKey` wipes its bytes when dropped.
    XPrv::try_from(ExtendedKey { prefix: Prefix::XPRV, attrs, key_bytes }).map_err(|_| super::curve::out_of_range(name))
}

/// The child at `index`; hardened from 2^31 on.
pub(super) fn child(parent: &XPrv, index: ChildNumber) -> Result<XPrv, Violation> {
    parent.derive_child(index).map_err(|error| Violation::new(format!("no child key: {error}")))
}
