//! Cargo, called from a build script.

use std::env;
use std::io::{BufReader, Read};
use std::process::{Command, Stdio};
use std::thread;

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

/// What cargo said.
pub(super) struct Said {
    /// On standard output: the messages of compilers, where they were asked for.
    pub messages: String,
    /// On standard error.
    pub errors: String,
}

/// Calls cargo, and tells how far it is with what it compiles.
pub(super) fn call(
    mut cargo: Command,
    subject: &str,
    failed: impl FnOnce(Said) -> BuildError,
) -> Result<(), BuildError> {
    let mut progress = Progress::of_caller(subject);
    match progress.columns() {
        None => cargo.env("CARGO_TERM_QUIET", "true"),
        Some(columns) => cargo
            .env("CARGO_TERM_PROGRESS_WHEN", "always")
            // Its bar takes as much as what stands in its place.
            .env("CARGO_TERM_PROGRESS_WIDTH", columns.max(60).to_string()),
    };
    cargo.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = cargo.spawn().map_err(|source| BuildError::NoCargo { source })?;
    // Both are read at once: cargo would wait for whoever does not read.
    let stdout = child.stdout.take().map(|stdout| thread::spawn(move || whole(stdout)));
    let errors = child.stderr.take().map(|stderr| follow(stderr, &mut progress)).unwrap_or_default();
    let messages = stdout.and_then(|reader| reader.join().ok()).unwrap_or_default();
    let status = child.wait().map_err(|source| BuildError::NoCargo { source })?;
    if status.success() { Ok(()) } else { Err(failed(Said { messages, errors })) }
}

fn whole(mut stdout: impl Read) -> String {
    let mut bytes = Vec::new();
    // What came until then is worth being read.
    let _ = stdout.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
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
