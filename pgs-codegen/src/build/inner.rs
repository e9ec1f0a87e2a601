//! The inner build: cargo, called again for the generated package.
//!
//! Cargo fixes its list of binaries before a build script runs, so those of a new snapshot can't belong to the package
//! that has the script. The inner build has a target folder of its own, because the outer cargo locks the other.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::BuildError;
use super::progress::{Progress, Stand};
use super::script::Script;

/// Variables that Cargo sets for the script and that must not steer the inner call.
const OWN_VARIABLES: [&str; 9] = [
    "OUT_DIR",
    "TARGET",
    "HOST",
    "PROFILE",
    "OPT_LEVEL",
    "DEBUG",
    "NUM_JOBS",
    "RUSTC_WORKSPACE_WRAPPER",
    "CARGO_TARGET_DIR",
];
const OWN_HEADS: [&str; 5] = ["CARGO_PKG_", "CARGO_CFG_", "CARGO_FEATURE_", "CARGO_MANIFEST_", "DEP_"];

/// The generated package.
#[derive(Clone, Debug)]
pub(super) struct Package {
    /// Its folder, absolute.
    pub folder: PathBuf,
    /// Whether it is where the workspace of the calling package has it.
    is_member: bool,
}

impl Package {
    /// The package in this folder of the calling package, or in another one that replaces it.
    pub fn of(script: &Script, folder: &Path, other: Option<OsString>) -> Result<Self, BuildError> {
        let own = script.package.join(folder);
        let folder = other.map_or_else(|| own.clone(), |other| script.package.join(other));
        let folder = std::path::absolute(&folder).map_err(BuildError::at(&folder))?;
        Ok(Self { is_member: folder == own, folder })
    }
}

/// Builds the generated package with the same profile and target, with these binaries or with all; their folder.
pub(super) fn build(
    script: &Script,
    package: &Package,
    only: &[String],
    features: &[String],
) -> Result<PathBuf, BuildError> {
    let (profile, target) = (script.profile()?, script.target_folder()?.join("workflows"));
    let triple = script.cross_target()?;
    keep_versions(script, package)?;
    let mut cargo = cargo("build");
    cargo.arg("--manifest-path").arg(package.folder.join("Cargo.toml"));
    cargo.arg("--target-dir").arg(&target).args(["--profile", &profile]);
    cargo.args(only.iter().flat_map(|name| ["--bin", name]));
    cargo.args(features.iter().filter(|name| is_on(name)).flat_map(|name| ["--features", name]));
    cargo.args(triple.iter().flat_map(|triple| ["--target", triple]));
    cargo.stdin(Stdio::null());
    let failed = |said| BuildError::Compilation { package: package.folder.clone(), said };
    call(cargo, "workflows", failed)?;
    let folder = if profile == "dev" || profile == "test" { "debug" } else { profile.as_str() };
    Ok(triple.map_or(target.clone(), |triple| target.join(triple)).join(folder))
}

/// Whether the calling package has this feature on.
fn is_on(feature: &str) -> bool {
    env::var_os(format!("CARGO_FEATURE_{}", feature.to_uppercase().replace('-', "_"))).is_some()
}

/// Cargo with this command. What the outer cargo sets for the script is not meant for it.
pub(super) fn cargo(command: &str) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg(command);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if OWN_HEADS.iter().any(|head| text.starts_with(head)) || OWN_VARIABLES.contains(&&*text) {
            cargo.env_remove(&name);
        }
    }
    cargo
}

/// Calls cargo, and tells how far it is with what it compiles.
pub(super) fn call(
    mut cargo: Command,
    subject: &str,
    failed: impl FnOnce(String) -> BuildError,
) -> Result<(), BuildError> {
    let mut progress = Progress::of_caller(subject);
    if progress.is_closed() {
        cargo.env("CARGO_TERM_QUIET", "true");
    } else {
        cargo.env("CARGO_TERM_PROGRESS_WHEN", "always").env("CARGO_TERM_PROGRESS_WIDTH", "100");
    }
    cargo.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = cargo.spawn().map_err(|source| BuildError::NoCargo { source })?;
    let said = child.stderr.take().map(|stderr| follow(stderr, &mut progress)).unwrap_or_default();
    let status = child.wait().map_err(|source| BuildError::NoCargo { source })?;
    if status.success() { Ok(()) } else { Err(failed(said)) }
}

/// Reads what cargo says to its end: what is no progress bar. A bar ends with a carriage return, all else with a line feed.
fn follow(stderr: impl Read, progress: &mut Progress) -> String {
    let mut said = String::new();
    let mut part = Vec::new();
    for byte in BufReader::new(stderr).bytes().map_while(Result::ok) {
        if byte != b'\r' && byte != b'\n' {
            part.push(byte);
            continue;
        }
        let text = String::from_utf8_lossy(&part);
        match Stand::read(&text) {
            Some(stand) => progress.show(stand),
            None if text.trim().is_empty() => {}
            None => said.extend([&text, "\n"]),
        }
        part.clear();
    }
    said
}

/// Outside the workspace, the generated package starts from the workspace's versions.
fn keep_versions(script: &Script, package: &Package) -> Result<(), BuildError> {
    let lock = package.folder.join("Cargo.lock");
    if package.is_member || lock.exists() {
        return Ok(());
    }
    fs::copy(script.package.join("Cargo.lock"), &lock).map(|_| ()).map_err(BuildError::at(&lock))
}
