//! The generated package. Outside the workspace of the calling package it takes over what that says.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use toml::Table;

use super::BuildError;
use super::script::Script;

/// The generated package.
#[derive(Clone, Debug)]
pub(super) struct Package {
    /// Its folder, absolute.
    pub folder: PathBuf,
    /// Whether it is where the workspace of the calling package has it.
    pub is_member: bool,
}

impl Package {
    /// The package in this folder of the calling package, or in another one that replaces it.
    pub fn of(script: &Script, folder: &Path, other: Option<OsString>) -> Result<Self, BuildError> {
        let own = script.package.join(folder);
        let folder = other.map_or_else(|| own.clone(), |other| script.package.join(other));
        let folder = std::path::absolute(&folder).map_err(BuildError::at(&folder))?;
        Ok(Self { is_member: folder == own, folder })
    }

    /// Starts from the versions of the calling package's workspace.
    pub fn keep_versions(&self, script: &Script) -> Result<(), BuildError> {
        let lock = self.folder.join("Cargo.lock");
        if lock.exists() {
            return Ok(());
        }
        fs::copy(script.package.join("Cargo.lock"), &lock).map(|_| ()).map_err(BuildError::at(&lock))
    }

    /// A configuration of cargo, in this folder, with the profiles of the calling package.
    pub fn profiles(script: &Script, target: &Path) -> Result<PathBuf, BuildError> {
        let (manifest, path) = (script.package.join("Cargo.toml"), target.join("profiles.toml"));
        let text = fs::read_to_string(&manifest).map_err(BuildError::at(&manifest))?;
        let manifest: Table =
            text.parse().map_err(|source| BuildError::Manifest { path: manifest, source: Box::new(source) })?;
        let profiles: Table = manifest.into_iter().filter(|(key, _)| key == "profile").collect();
        let text = profiles.to_string();
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(path);
        }
        fs::create_dir_all(target).and_then(|()| fs::write(&path, text)).map_err(BuildError::at(&path))?;
        Ok(path)
    }
}
