//! `pgs-codegen`: what protocol authors run beside the build.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use pgs_codegen::diagnostic::Diagnostics;
use pgs_codegen::diff::{self, Source, SourceError};
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
    /// Says what changed in behaviour between two protocols, and what breaks.
    #[command(after_help = AFTER_DIFF)]
    Diff {
        /// The protocol before: a `protocol_snapshot` folder, a folder that holds one, a folder of such, or a git
        /// revision: then `snapshots/` of that revision of the repository in the current folder.
        old: String,
        /// The protocol after, in the same way.
        new: String,
        /// How the changes are shown; `md` is made to be pasted into a pull request.
        #[arg(long, value_enum, default_value_t)]
        format: diff::Format,
        /// Adds to each change how many of the runs recorded below this folder it would touch.
        #[arg(long, value_name = "DIR")]
        traces: Option<PathBuf>,
    },
}

const AFTER_DIFF: &str = "\
Examples:
  pgs-codegen diff HEAD~1 snapshots
  pgs-codegen diff v1.2 main --format md > review.md
  pgs-codegen diff main snapshots --traces workspace/traces

Exit status: 0 if nothing is breaking, 3 if anything is, 1 for errors, 2 for wrong usage.
docs/reviewing.md says what counts as breaking.";

/// The exit status where something is breaking.
const BREAKING: u8 = 3;

fn main() -> ExitCode {
    let mut diagnostics = Diagnostics::default();
    match Arguments::parse().command {
        Command::Seal { dir } => seal(&dir, &mut diagnostics),
        Command::Check { dirs } => diagnostics = check(&dirs),
        Command::Diff { old, new, format, traces } => {
            return compare(&old, &new, format, traces.as_deref()).unwrap_or_else(|error| failed(&error));
        }
    }
    finish(&diagnostics)
}

fn seal(dir: &Path, diagnostics: &mut Diagnostics) {
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

/// Shows what changed.
fn compare(old: &str, new: &str, format: diff::Format, traces: Option<&Path>) -> Result<ExitCode, SourceError> {
    let (old, new) = (Source::find(old)?.read()?, Source::find(new)?.read()?);
    let mut report = diff::diff(&old, &new);
    if let Some(folder) = traces {
        let recorded = diff::traces::read(folder).map_err(SourceError::Told)?;
        diff::traces::count(&mut report, &recorded, [&old, &new]);
    }
    let text = report.render(format).map_err(SourceError::Told)?;
    // A reader that has seen enough closes the pipe; that is no error.
    if let Err(error) = std::io::stdout().write_all(text.as_bytes())
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        return Err(SourceError::Told(format!("the changes can't be written: {error}")));
    }
    Ok(if report.is_breaking() { ExitCode::from(BREAKING) } else { ExitCode::SUCCESS })
}

fn failed(error: &SourceError) -> ExitCode {
    match error {
        SourceError::Told(message) => eprintln!("error: {message}"),
        SourceError::Found(diagnostics) => return finish(diagnostics),
    }
    ExitCode::FAILURE
}

/// Shows what was found. Errors make the exit status 1.
fn finish(diagnostics: &Diagnostics) -> ExitCode {
    if !diagnostics.sorted().is_empty() {
        let color = std::io::IsTerminal::is_terminal(&std::io::stderr());
        eprint!("{}", report::render(diagnostics, color));
    }
    if diagnostics.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
