//! The published snapshot, which lies beside the project and is no part of it: `../shared/pgc`. Without it these tests pass
//! over.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use pgs_sealed::{Proof, Refusal, Trust, Unchecked};
use pgs_value::{Value, json};
use support::told;
use tempfile::TempDir;

fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/pgc");
    if !path.join("snapshot").is_dir() {
        eprintln!("passed over: there is no {}", path.display());
        return None;
    }
    Some(path)
}

/// A copy that can be written to.
fn copy(from: &Path) -> TempDir {
    let folder = TempDir::new().unwrap();
    copy_folder(from, folder.path());
    folder
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &to);
        } else {
            fs::write(to, fs::read(path).unwrap()).unwrap();
        }
    }
}

fn open(shared: &Path, root: &Path, anchor: Option<&str>) -> Result<Proof, Refusal> {
    let anchor = anchor.map(|name| shared.join("signature_sample").join(name));
    pgs_sealed::open(root, &Trust { profiles: Some(shared.join("markdown/snapshot_profiles")), anchor })
}

#[test]
fn it_is_what_was_sealed() {
    let Some(shared) = shared() else { return };
    let proof = open(&shared, &shared.join("snapshot"), None).unwrap();
    assert_eq!((proof.files, proof.bytes, proof.contents), (711, 11_141_892, 474));
    let artifacts = proof.snapshot.domains.values().map(|domain| domain.artifacts.len());
    assert_eq!((proof.snapshot.domains.len(), artifacts.sum::<usize>()), (8, 512));
    let later = Unchecked::PostSeal { file: "conformance/composition.json".to_owned() };
    assert_eq!((proof.unchecked, proof.notes), (vec![Unchecked::Signature { is_signed: false }, later], vec![]));
}

#[test]
fn its_signature_is_told_from_others() {
    let Some(shared) = shared() else { return };
    let copy = copy(&shared.join("snapshot"));
    let told_by = |anchor| told(open(&shared, copy.path(), Some(anchor))).0;
    assert_eq!(told_by("kpub.pem"), "signature absent");
    fs::copy(shared.join("signature_sample/signature.json"), copy.path().join("signature.json")).unwrap();
    let proof = open(&shared, copy.path(), Some("kpub.pem")).unwrap();
    assert_eq!(proof.signed_by.as_deref(), Some("5c4ac685ac07b797"));
    assert_eq!(told_by("other_pub.pem"), "trust root mismatch");
}

#[test]
fn any_byte_that_is_changed_is_found() {
    let Some(shared) = shared() else { return };
    let copy = copy(&shared.join("snapshot"));
    let manifest: Value = pgs_value::from_slice(&fs::read(copy.path().join("manifest.json")).unwrap()).unwrap();
    let paths: Vec<&str> =
        manifest["constituents"].as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap()).collect();
    let mut random = fastrand::Rng::with_seed(15);
    for _ in 0..6 {
        let path = *random.choice(&paths).unwrap();
        // What is hashed of it without white space is tested with the small one.
        if path.ends_with("attestation.json") {
            continue;
        }
        let sealed = fs::read(copy.path().join(path)).unwrap();
        let mut bytes = sealed.clone();
        let at = random.usize(..bytes.len());
        bytes[at] ^= 1 << random.u8(..8);
        fs::write(copy.path().join(path), bytes).unwrap();
        assert_eq!(told(open(&shared, copy.path(), None)), ("changed file", path.to_owned(), String::new()));
        fs::write(copy.path().join(path), sealed).unwrap();
    }
}

/// Each file with something else in it that was sealed with the rest.
#[test]
fn what_is_not_what_the_artifacts_say() {
    let Some(shared) = shared() else { return };
    let workflow = "/routing/94/CC_COMPUTE_SEQUENCES_V0/24579/addr";
    for (name, file, pointer) in [
        ("dispatch", "tokenized/workload/dispatch.json", workflow),
        ("dispatch", "tokenized/workload/handlers.json", "/rb_policy/89/25/policy/module_data_root"),
        ("index", "artifact_index/index.json", "/artifacts/workload::WF_COLLATZ_CONJECTURE_V0/kind"),
        ("index", "kind_index/index.json", "/cross_references/cc_outcomes/workload::CC_STORE_RESULTS_V0"),
        ("index", "store_index/index.json", "/stores/workload::COLLATZ_RESULTS/domain"),
    ] {
        let copy = copy(&shared.join("snapshot"));
        let path = copy.path().join(file);
        let mut document: Value = pgs_value::from_slice(&fs::read(&path).unwrap()).unwrap();
        *document.pointer_mut(pointer).unwrap() = json!("other");
        fs::write(&path, json::pretty_sorted(&document)).unwrap();
        support::reseal(copy.path(), |_| ());
        assert_eq!(told(open(&shared, copy.path(), None)), (name, file.to_owned(), pointer.to_owned()));
    }
}
