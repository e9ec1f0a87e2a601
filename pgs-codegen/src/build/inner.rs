//! The inner build: cargo, called again for the generated package.
//!
//! Cargo fixes its list of binaries before a build script runs, so those of a new snapshot can't belong to the package
//! that has the script. The inner build has a target folder of its own, because the outer cargo locks the other.

use std::env;
use std::path::PathBuf;
use std::process::Stdio;

use pgs_description::Transform;

use super::BuildError;
use super::cargo::{self, Said};
use super::misfit::{self, Misfit};
use super::package::Package;
use super::rustc::RustcError;
use super::script::Script;

/// Builds the generated package with the same profile and target, with these binaries or with all; their folder.
pub(super) fn build(
    script: &Script,
    package: &Package,
    only: &[String],
    features: &[String],
    transforms: &[(String, Transform)],
) -> Result<PathBuf, BuildError> {
    let (profile, target) = (script.profile()?, script.workflows_folder()?);
    let triple = script.cross_target()?;
    let mut build = cargo::command("build");
    if !package.is_member {
        package.keep_versions(script, &target)?;
        build.arg("--config").arg(Package::settings(script, &target)?);
    }
    build.arg("--manifest-path").arg(package.folder.join("Cargo.toml"));
    // Wherever the outer cargo builds, it has locked.
    build.env("CARGO_BUILD_BUILD_DIR", &target);
    build.arg("--target-dir").arg(&target).args(["--profile", &profile]);
    build.args(only.iter().flat_map(|name| ["--bin", name]));
    build.args(features.iter().filter(|name| is_on(name)).flat_map(|name| ["--features", name]));
    build.args(triple.iter().flat_map(|triple| ["--target", triple]));
    build.stdin(Stdio::null()).arg("--message-format=json");
    let failed = |said: Said| {
        let found = misfit::explain(&RustcError::read(&said.messages), &package.folder, transforms);
        let found = if found.is_empty() { vec![unknown(package, &said.errors)] } else { found };
        BuildError::Compilation { package: package.folder.clone(), found }
    };
    cargo::call(build, "workflows", failed)?;
    let folder = if profile == "dev" || profile == "test" { "debug" } else { profile.as_str() };
    Ok(triple.map_or(target.clone(), |triple| target.join(triple)).join(folder))
}

/// What cargo said that is no error of rustc: of a manifest, of the network.
fn unknown(package: &Package, said: &str) -> Misfit {
    let at = said.lines().take_while(|line| !line.starts_with("error")).map(|line| line.len() + 1).sum::<usize>();
    let shown = said.get(at..).filter(|it| !it.trim().is_empty()).unwrap_or(said).trim_end().to_owned();
    let first = shown.lines().next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    Misfit { summary: format!("the generated crate in {} does not build: {first}", package.folder.display()), shown }
}

/// Whether the calling package has this feature on.
fn is_on(feature: &str) -> bool {
    env::var_os(format!("CARGO_FEATURE_{}", feature.to_uppercase().replace('-', "_"))).is_some()
}
