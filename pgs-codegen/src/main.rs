//! `pgs-codegen`: what protocol authors run beside the build.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use pgs_codegen::diagnostic::Diagnostics;
use pgs_codegen::emit::Manifest;
use pgs_codegen::{report, seal, snapshot};

/// Tools for the authors of protocol snapshots.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes `protocol_snapshot/` from the Markdown in `protocol/`, or seals its JSON again if there is none.
    Seal {
        /// `snapshots/<name>`, or the `protocol_snapshot` in it.
        dir: PathBuf,
    },
    /// Says everything that a build would say about snapshots, without writing anything.
    Check {
        /// `protocol_snapshot` folders, folders that hold one, or folders of such; without any, those below `snapshots/`.
        dirs: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    let mut diagnostics = Diagnostics::default();
    match Arguments::parse().command {
        Command::Seal { dir } => seal(&dir, &mut diagnostics),
        Command::Check { dirs } => diagnostics = check(&dirs),
    }
    finish(&diagnostics)
}

fn seal(dir: &std::path::Path, diagnostics: &mut Diagnostics) {
    if let Some(sealed) = seal::seal(dir, diagnostics) {
        println!(
            "{}: {} artifacts, {} files written, {} removed",
            sealed.root.display(),
            sealed.artifacts,
            sealed.written.len(),
            sealed.removed.len()
        );
    }
}

fn check(dirs: &[PathBuf]) -> Diagnostics {
    let project = PathBuf::from(".");
    let named = std::env::join_paths(dirs).ok().filter(|named| !named.is_empty());
    match snapshot::discover(&project, named.as_deref()) {
        Ok(snapshots) => {
            let manifest = Manifest { output: project.join("generated"), project };
            pgs_codegen::compile(&snapshots, &manifest).diagnostics
        }
        Err(diagnostics) => diagnostics,
    }
}

/// Shows what was found. Errors make the exit status 1.
fn finish(diagnostics: &Diagnostics) -> ExitCode {
    if !diagnostics.sorted().is_empty() {
        let color = std::io::IsTerminal::is_terminal(&std::io::stderr());
        eprint!("{}", report::render(diagnostics, color));
    }
    if diagnostics.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
