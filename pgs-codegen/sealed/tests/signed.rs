//! Signatures: one that holds, and every refusal of one that does not.

mod support;

use std::fs;
use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::pkcs8::EncodePublicKey as _;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::{Signer as _, SigningKey};
use pgs_sealed::{Proof, Refusal, Trust, Unchecked};
use pgs_value::{Value, json};
use support::{Made, hash, made, told};

/// A snapshot, and the key that has signed it.
struct Signed {
    made: Made,
    key: SigningKey,
}

impl Signed {
    fn new() -> Self {
        let signed = Self { made: made(), key: SigningKey::from_bytes(&[7; 32]) };
        let identity = signed.made.json("manifest.json")["snapshot_id"].as_str().unwrap().to_owned();
        signed.write(&json!({
            "signature_version": "V0",
            "snapshot_id": identity,
            "algorithm": "ed25519",
            "key_id": hash(signed.key.verifying_key().as_bytes())[..16],
            "signature": BASE64_STANDARD.encode(signed.key.sign(identity.as_bytes()).to_bytes()),
            "signed_at": "2026-01-05T09:30:00+00:00",
        }));
        signed
    }

    fn write(&self, record: &Value) {
        fs::write(self.made.root().join("signature.json"), json::pretty(record)).unwrap();
    }

    fn anchor(&self, key: &SigningKey) -> PathBuf {
        let path = self.made.root().join("../anchor.pem");
        fs::write(&path, key.verifying_key().to_public_key_pem(LineEnding::LF).unwrap()).unwrap();
        path
    }

    fn open(&self) -> Result<Proof, Refusal> {
        self.open_by(self.anchor(&self.key))
    }

    fn open_by(&self, anchor: PathBuf) -> Result<Proof, Refusal> {
        pgs_sealed::open(&self.made.root(), &Trust { profiles: Some(self.made.profiles()), anchor: Some(anchor) })
    }
}

#[test]
fn a_signature_holds_under_the_key_that_made_it() {
    let signed = Signed::new();
    let proof = signed.open().unwrap();
    assert_eq!(proof.signed_by, Some(hash(signed.key.verifying_key().as_bytes())[..16].to_owned()));
    assert!(!proof.unchecked.iter().any(|it| matches!(it, Unchecked::Signature { .. })));
    // What only accompanies it is not covered, and a key that it does not name is not asked for.
    signed.made.edit("signature.json", |it| it["signed_at"] = json!("later"));
    signed.made.edit("signature.json", |it| drop(it.as_object_mut().unwrap().remove("key_id")));
    signed.open().unwrap();
}

#[test]
fn without_a_trust_anchor_a_signature_is_not_looked_at() {
    let signed = Signed::new();
    fs::write(signed.made.root().join("signature.json"), "no JSON").unwrap();
    let proof = signed.made.open().unwrap();
    assert!(proof.signed_by.is_none() && proof.unchecked.contains(&Unchecked::Signature { is_signed: true }));
}

#[test]
fn every_refusal_is_told_from_the_others() {
    let refusal = |name, pointer: &str| (name, "signature.json".to_owned(), pointer.to_owned());
    let edited = |change: fn(&mut Value)| {
        let signed = Signed::new();
        signed.made.edit("signature.json", change);
        told(signed.open())
    };
    let signed = Signed::new();
    fs::remove_file(signed.made.root().join("signature.json")).unwrap();
    assert_eq!(told(signed.open()), refusal("signature absent", ""));
    for key in ["snapshot_id", "algorithm", "signature"] {
        let signed = Signed::new();
        signed.made.edit("signature.json", |it| drop(it.as_object_mut().unwrap().remove(key)));
        assert_eq!(told(signed.open()), refusal("signature malformed", &format!("/{key}")));
    }
    for text in ["", "[]", "\u{0}"] {
        fs::write(signed.made.root().join("signature.json"), text).unwrap();
        assert_eq!(told(signed.open()), refusal("signature malformed", ""));
    }
    assert_eq!(edited(|it| it["algorithm"] = json!("rsa")), refusal("signature malformed", "/algorithm"));
    assert_eq!(edited(|it| it["signature"] = json!("!")), refusal("signature malformed", "/signature"));
    let other = "0".repeat(64);
    assert_eq!(
        {
            let signed = Signed::new();
            signed.made.edit("signature.json", |it| it["snapshot_id"] = json!(other));
            told(signed.open())
        },
        refusal("signature of another snapshot", "/snapshot_id")
    );
    assert_eq!(edited(|it| it["key_id"] = json!("0540eb8d361e7c71")), refusal("trust root mismatch", "/key_id"));
    // As long as it should be, too short, and nothing.
    for signature in [BASE64_STANDARD.encode([1; 64]), BASE64_STANDARD.encode([1; 63]), String::new()] {
        let signed = Signed::new();
        signed.made.edit("signature.json", |it| it["signature"] = json!(signature));
        assert_eq!(told(signed.open()), refusal("signature invalid", "/signature"));
    }
    // Another key, under the name of the first one.
    let signed = Signed::new();
    let key = SigningKey::from_bytes(&[8; 32]);
    signed.made.edit("signature.json", |it| it["key_id"] = json!(hash(key.verifying_key().as_bytes())[..16]));
    assert_eq!(told(signed.open_by(signed.anchor(&key))), refusal("signature invalid", "/signature"));
}

#[test]
fn a_trust_anchor_that_is_no_key() {
    let signed = Signed::new();
    let anchor = signed.made.root().join("../anchor.pem");
    for text in ["", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "\u{fffd}"] {
        fs::write(&anchor, text).unwrap();
        let path = anchor.display().to_string();
        assert_eq!(told(signed.open_by(anchor.clone())), ("trust anchor", path, String::new()));
    }
    fs::remove_file(&anchor).unwrap();
    assert_eq!(told(signed.open_by(anchor)).0, "trust anchor");
}

/// The identity is proved before who vouches for it.
#[test]
fn a_signature_covers_every_file() {
    let signed = Signed::new();
    signed.made.edit(support::WORKFLOW, |it| it["layer_code"] = json!("OTHER"));
    assert_eq!(told(signed.open()).0, "changed file");
    // Sealed anew by somebody else, it is another snapshot.
    signed.made.reseal();
    assert_eq!(told(signed.open()).0, "signature of another snapshot");
}
