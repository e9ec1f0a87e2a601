//! What Cargo tells a build script, by variables and by where its folders lie.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::BuildError;
use super::workspace::Workspace;

/// Whether Cargo called this process as a build script: with `OUT_DIR`, and without arguments.
pub fn is_running() -> bool {
    env::var_os("OUT_DIR").is_some() && env::args_os().len() == 1
}

/// The build script that runs.
#[derive(Clone, Debug)]
pub(super) struct Script {
    /// The folder of the package that the script belongs to.
    pub package: PathBuf,
    /// The folder that the script may write to.
    pub out_dir: PathBuf,
    /// The workspace of the package, once cargo was asked for it.
    pub workspace: Option<Workspace>,
}

impl Script {
    /// Reads the variables.
    pub fn of_environment() -> Result<Self, BuildError> {
        Ok(Self { package: path("CARGO_MANIFEST_DIR")?, out_dir: path("OUT_DIR")?, workspace: None })
    }

    /// The same with what cargo says of the workspace.
    pub fn with_workspace(self) -> Self {
        Self { workspace: Workspace::of(&self.package), ..self }
    }

    /// The folder with the lock file, the profiles and the patches of the package.
    pub fn root(&self) -> &Path {
        self.workspace.as_ref().map_or(&self.package, |workspace| &workspace.root)
    }

    /// Where the finished binaries of this profile go.
    pub fn binaries_folder(&self) -> Result<PathBuf, BuildError> {
        let folder = self.profile_folder()?;
        Ok(self.workspace.as_ref().map_or_else(|| folder.to_path_buf(), |workspace| workspace.finished(folder)))
    }

    /// `<target>/<profile>`, or with `--target` `<target>/<triple>/<profile>`: three folders above the script's own.
    pub fn profile_folder(&self) -> Result<&Path, BuildError> {
        self.out_dir.ancestors().nth(3).ok_or_else(|| BuildError::OutDir { path: self.out_dir.clone() })
    }

    /// The target folder.
    pub fn target_folder(&self) -> Result<&Path, BuildError> {
        let above = if self.cross_target()?.is_some() { 2 } else { 1 };
        let folder = self.profile_folder()?.ancestors().nth(above);
        folder.ok_or_else(|| BuildError::OutDir { path: self.out_dir.clone() })
    }

    /// The target folder of the inner build.
    pub fn workflows_folder(&self) -> Result<PathBuf, BuildError> {
        Ok(self.target_folder()?.join("workflows"))
    }

    /// The profile: the name of its folder, but for `dev`.
    pub fn profile(&self) -> Result<String, BuildError> {
        let name = self.profile_folder()?.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        Ok(if name == "debug" { "dev".to_owned() } else { name })
    }

    /// The triple that was asked for with `--target`: its folder then stands above the profile's.
    pub fn cross_target(&self) -> Result<Option<String>, BuildError> {
        let triple = variable("TARGET")?;
        let above = self.profile_folder()?.parent().and_then(Path::file_name);
        let is_above = above.is_some_and(|name| *name == triple);
        Ok(is_above.then(|| triple.to_string_lossy().into_owned()))
    }
}

fn path(name: &'static str) -> Result<PathBuf, BuildError> {
    variable(name).map(PathBuf::from)
}

/// A variable that Cargo sets for every build script.
fn variable(name: &'static str) -> Result<OsString, BuildError> {
    env::var_os(name).ok_or(BuildError::NoVariable { name })
}
