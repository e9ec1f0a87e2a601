//! `pgs-codegen`: what protocol authors run beside the build.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use pgs_codegen::diagnostic::Diagnostics;
use pgs_codegen::{report, seal};

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
}

fn main() -> ExitCode {
    let mut diagnostics = Diagnostics::default();
    match Arguments::parse().command {
        Command::Seal { dir } => seal(&dir, &mut diagnostics),
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

/// Shows what was found. Errors make the exit status 1.
fn finish(diagnostics: &Diagnostics) -> ExitCode {
    if !diagnostics.sorted().is_empty() {
        let color = std::io::IsTerminal::is_terminal(&std::io::stderr());
        eprint!("{}", report::render(diagnostics, color));
    }
    if diagnostics.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
