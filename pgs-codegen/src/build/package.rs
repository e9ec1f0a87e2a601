//! The generated package. Outside the workspace of the calling package it takes over what that says.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::BuildError;
use super::script::Script;

/// The lock file as it was copied, in the target folder of the inner build.
const COPIED: &str = "copied-Cargo.lock";

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

    /// Starts from the versions of the calling package's workspace, and again where these have changed.
    pub fn keep_versions(&self, script: &Script, target: &Path) -> Result<(), BuildError> {
        let (own, lock, noted) =
            (script.root().join("Cargo.lock"), self.folder.join("Cargo.lock"), target.join(COPIED));
        let versions = fs::read(&own).map_err(BuildError::at(&own))?;
        if lock.exists() && fs::read(&noted).is_ok_and(|before| before == versions) {
            return Ok(());
        }
        fs::write(&lock, &versions).map_err(BuildError::at(&lock))?;
        fs::create_dir_all(target).and_then(|()| fs::write(&noted, &versions)).map_err(BuildError::at(&noted))
    }

    /// A configuration of cargo, in this folder, with the profiles and patches of the calling package's workspace.
    pub fn settings(script: &Script, target: &Path) -> Result<PathBuf, BuildError> {
        let (manifest, path) = (script.root().join("Cargo.toml"), target.join("settings.toml"));
        let text = fs::read_to_string(&manifest).map_err(BuildError::at(&manifest))?;
        let manifest: Table =
            text.parse().map_err(|source| BuildError::Manifest { path: manifest, source: Box::new(source) })?;
        let text = settings(manifest, script.root()).to_string();
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(path);
        }
        fs::create_dir_all(target).and_then(|()| fs::write(&path, text)).map_err(BuildError::at(&path))?;
        Ok(path)
    }
}

/// What of a workspace's manifest another workspace can be given: its profiles, custom ones too, and its patches.
fn settings(manifest: Table, root: &Path) -> Table {
    let mut settings: Table =
        manifest.into_iter().filter(|(key, _)| matches!(key.as_str(), "profile" | "patch")).collect();
    if let Some(Value::Table(patches)) = settings.get_mut("patch") {
        patches.iter_mut().for_each(|(_, crates)| absolute(crates, root));
    }
    settings
}

/// Names the folders of patches from everywhere: elsewhere a path would be relative to another folder.
fn absolute(crates: &mut Value, root: &Path) {
    for (_, dependency) in crates.as_table_mut().into_iter().flatten() {
        if let Some(Value::String(path)) = dependency.get_mut("path") {
            *path = root.join(&path).display().to_string();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn profiles_and_patches_reach_another_workspace() {
        let manifest = "[package]\nname = \"p\"\n[profile.quick]\ninherits = \"dev\"\nopt-level = 1\n[patch.crates-io]\n\
                        hex = { path = \"own/hex\" }\nsha2 = { git = \"https://example.org/sha2\" }\n";
        let given = super::settings(manifest.parse().unwrap(), Path::new("/project"));
        let expected = "[profile.quick]\ninherits = \"dev\"\nopt-level = 1\n[patch.crates-io]\n\
                        hex = { path = \"/project/own/hex\" }\nsha2 = { git = \"https://example.org/sha2\" }\n";
        assert_eq!(given, expected.parse().unwrap());
    }
}
