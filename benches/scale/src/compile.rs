//! What rustc needs: the library, one binary, and both again after a change of one artifact.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::generate;
use crate::protocol::{self, Shape};

/// The binary that is built, of the workflow whose route changes.
const BINARY: &str = "shop-0-wf-order-0-v0";

const PROFILES: &str = "profiles.toml";

/// Prints a line for each protocol. The libraries that workflows stand on are built before, once.
pub fn table(shapes: &[Shape]) -> Result<(), String> {
    let target = crate::project().join("target/scale");
    println!(
        "| profile | workflows | nodes each | library | one binary | one changed: library | one changed: binary |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (shape, profile) in shapes.iter().flat_map(|shape| ["dev", "release"].map(|profile| (shape, profile))) {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let (home, output) = (folder.path().join("shop"), folder.path().join("generated"));
        shape.write(&home, &crate::project())?;
        generate::one_quietly(&home, &output)?;
        fs::copy(crate::project().join("Cargo.lock"), output.join("Cargo.lock")).map_err(|error| error.to_string())?;
        write_profiles(&output)?;
        for name in ["pgs-capabilities", "pgs-transport", "pgs-rt"] {
            cargo(profile, &output, &target, &["--package", name])?;
        }
        let library = cargo(profile, &output, &target, &["--lib"])?;
        let binary = cargo(profile, &output, &target, &["--bin", BINARY])?;
        protocol::change_one(&home)?;
        generate::one_quietly(&home, &output)?;
        let library_again = cargo(profile, &output, &target, &["--lib"])?;
        let binary_again = cargo(profile, &output, &target, &["--bin", BINARY])?;
        println!(
            "| {profile} | {} | {} | {library} | {binary} | {library_again} | {binary_again} |",
            shape.workflows, shape.nodes
        );
    }
    Ok(())
}

/// Beside the generated manifest: the profiles of the project's own, with which its build compiles generated code.
fn write_profiles(output: &Path) -> Result<(), String> {
    let manifest = fs::read_to_string(crate::project().join("Cargo.toml")).map_err(|error| error.to_string())?;
    let mut manifest: toml::Table = manifest.parse().map_err(|error: toml::de::Error| error.to_string())?;
    manifest.retain(|key, _| key == "profile");
    fs::write(output.join(PROFILES), manifest.to_string()).map_err(|error| error.to_string())
}

/// What a build cost: seconds by the clock, and of all processors.
fn cargo(profile: &str, output: &Path, target: &Path, what: &[&str]) -> Result<String, String> {
    let (start, before) = (Instant::now(), generate::cpu());
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(program);
    cargo.args(["build", "--quiet", "--profile", profile, "--manifest-path"]).arg(output.join("Cargo.toml"));
    cargo.args([OsStr::new("--target-dir"), target.as_os_str()]).args(what);
    cargo.arg("--config").arg(output.join(PROFILES));
    let printed = cargo.output().map_err(|error| error.to_string())?;
    if !printed.status.success() {
        return Err(String::from_utf8_lossy(&printed.stderr).into_owned());
    }
    Ok(format!("{:.1} s, CPU {:.1}", start.elapsed().as_secs_f64(), generate::cpu() - before))
}
