//! What cargo knows of the workspace of the calling package, and does not tell its build scripts.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use pgs_value::Value;

use super::cargo;

/// The workspace of the calling package.
#[derive(Clone, Debug)]
pub(super) struct Workspace {
    /// The folder with its `Cargo.toml`, `Cargo.lock`, profiles and patches.
    pub root: PathBuf,
    /// Where finished binaries go.
    target: PathBuf,
    /// Where everything else goes, `OUT_DIR` too: since cargo 1.91 it may be another folder (`build.build-dir`).
    build: PathBuf,
}

impl Workspace {
    /// Asks cargo; none if it can't say.
    pub fn of(package: &Path) -> Option<Self> {
        let mut metadata = cargo::command("metadata");
        metadata
            .args(["--format-version=1", "--no-deps", "--offline", "--manifest-path"])
            .arg(package.join("Cargo.toml"));
        // The one variable that the script's own environment lacks says where its target folder is.
        if let Some(target) = std::env::var_os("CARGO_TARGET_DIR") {
            metadata.env("CARGO_TARGET_DIR", target);
        }
        let output = metadata.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        let said: Value = pgs_value::from_slice(&output.stdout).ok()?;
        let path = |key: &str| said.get(key).and_then(Value::as_str).map(PathBuf::from);
        let target = path("target_directory")?;
        Some(Self {
            root: path("workspace_root")?,
            build: path("build_directory").unwrap_or_else(|| target.clone()),
            target,
        })
    }

    /// The place among finished binaries of a folder that the build is in.
    pub fn finished(&self, folder: &Path) -> PathBuf {
        let below = folder.strip_prefix(&self.build);
        below.map_or_else(|_| folder.to_path_buf(), |below| self.target.join(below))
    }
}
