//! The generated crate stands on what its protocol needs, no more: as `cargo tree` shows it.

mod protocols;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pgs_codegen::output;
use protocols::{Protocol, compile, folder, project};

/// What mail, keys and patterns stand on.
const LIBRARIES: [&str; 9] = ["alloy-rlp", "bip32", "bip39", "fancy-regex", "k256", "lettre", "p256", "rustls", "sha3"];

/// Those of the libraries on which the generated crate of these snapshots stands, with these arguments of cargo.
fn libraries(snapshots: &[PathBuf], features: &[&str]) -> Vec<&'static str> {
    let home = tempfile::tempdir().unwrap();
    let generated = home.path().join("generated");
    let compiled = compile(snapshots, &generated);
    output::write(&compiled.files.unwrap(), &generated, &home.path().join("hand-edits")).unwrap();
    let tree = tree(&generated, features);
    LIBRARIES.into_iter().filter(|library| tree.contains(*library)).collect()
}

/// The names of the packages below the crate in this folder.
fn tree(generated: &Path, features: &[&str]) -> BTreeSet<String> {
    fs::copy(project().join("Cargo.lock"), generated.join("Cargo.lock")).unwrap();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "tree",
            "--offline",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--manifest-path",
        ])
        .arg(generated.join("Cargo.toml"))
        .args(features)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

/// The snapshot of a sample.
fn sample(name: &str) -> PathBuf {
    project().join("snapshots").join(name).join("protocol_snapshot")
}

#[test]
fn who_neither_mails_nor_signs_stands_on_no_library_for_it() {
    let protocol = Protocol::new(Some(&folder("golden").join("evaluation")));
    protocol.add_capabilities();
    protocol.seal();
    assert_eq!(libraries(&[protocol.snapshot()], &[]), Vec::<&str>::new());
}

#[test]
fn who_mails_stands_on_mail_alone() {
    assert_eq!(libraries(&[sample("library")], &[]), ["lettre", "rustls"]);
}

#[test]
fn who_signs_stands_on_keys() {
    assert_eq!(libraries(&[sample("parcels")], &[]), ["bip32", "bip39", "k256", "lettre", "p256", "rustls", "sha3"]);
}

#[test]
fn one_workflow_is_compiled_without_the_libraries_of_the_others() {
    let both = [sample("library"), sample("parcels")];
    assert_eq!(libraries(&both, &["--no-default-features"]), Vec::<&str>::new());
    assert_eq!(libraries(&both, &["--no-default-features", "--features", "email"]), ["lettre", "rustls"]);
    assert_eq!(libraries(&both, &["--no-default-features", "--features", "keccak"]), ["sha3"]);
}
