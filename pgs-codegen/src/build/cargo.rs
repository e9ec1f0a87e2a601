//! Cargo, called from a build script.

use std::env;
use std::io::{BufReader, Read};
use std::process::{Command, Stdio};

use super::BuildError;
use super::progress::{Progress, Stand};

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

/// Cargo with the command of this name. What the outer cargo sets for the script is not meant for it.
pub(super) fn command(name: &str) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg(name);
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
