//! Which snapshots are found.

mod common;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use common::all;
use pgs_protocol::diagnostic::Code;
use pgs_protocol::snapshot::discover;
use tempfile::TempDir;

fn root(snapshots: &[&str]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for path in snapshots {
        fs::create_dir_all(root.path().join(path).join("artifacts")).unwrap();
    }
    root
}

fn found(root: &Path, variable: Option<&str>) -> Vec<PathBuf> {
    let found = discover(root, variable.map(OsStr::new)).unwrap();
    found.iter().map(|path| path.strip_prefix(root).unwrap().to_path_buf()).collect()
}

#[test]
fn snapshots_below_the_root() {
    let root = root(&["snapshots/b/protocol_snapshot", "snapshots/a/protocol_snapshot"]);
    fs::create_dir_all(root.path().join("snapshots/unsealed/protocol")).unwrap();
    let expected = ["snapshots/a/protocol_snapshot", "snapshots/b/protocol_snapshot"].map(PathBuf::from);
    assert_eq!(found(root.path(), None), expected);
    assert_eq!(found(root.path(), Some("")), expected);
    assert_eq!(found(&root.path().join("snapshots"), None), Vec::<PathBuf>::new());
}

#[test]
fn the_variable_replaces_them() {
    let root = root(&["snapshots/a/protocol_snapshot", "x/b/protocol_snapshot", "x/c/protocol_snapshot", "y"]);
    let expected = ["x/b/protocol_snapshot", "x/c/protocol_snapshot", "y"].map(PathBuf::from);
    let list = std::env::join_paths(["x/c/protocol_snapshot", "y", "x", "x/b", "x/b/protocol_snapshot"]).unwrap();
    assert_eq!(found(root.path(), list.to_str()), expected);
    let absolute = root.path().join("y");
    assert_eq!(found(root.path(), absolute.to_str()), [PathBuf::from("y")]);
}

#[test]
fn an_entry_without_a_snapshot_is_an_error() {
    let root = root(&["x/protocol_snapshot"]);
    fs::create_dir_all(root.path().join("empty")).unwrap();
    let list = std::env::join_paths(["x", "empty", "missing"]).unwrap();
    let diagnostics = all(&discover(root.path(), Some(&list)).unwrap_err());
    assert_eq!(diagnostics.len(), 2);
    for (diagnostic, name) in diagnostics.iter().zip(["empty", "missing"]) {
        assert_eq!(diagnostic.code, Code::Unreadable);
        assert_eq!(diagnostic.file, root.path().join(name));
        assert!(diagnostic.message.contains("holds no protocol snapshot"), "{}", diagnostic.message);
    }
}
