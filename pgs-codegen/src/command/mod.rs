//! The command line of `pgs-codegen`: what protocol authors run beside the build.

mod author;
mod diff;
mod error;
mod generate;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::{report, snapshot};

use self::error::CommandError;
use self::generate::GenerateError;
use crate::build;
use crate::emit::GENERATED;
use crate::seal;

/// Tools for the authors of protocol snapshots.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes `protocol_snapshot/` from the Markdown in `protocol/`, or seals its JSON again if there is none, and says
    /// what `check` says of it.
    #[command(after_help = AFTER_SEAL)]
    Seal {
        /// `snapshots/<name>`, or the `protocol_snapshot` in it.
        dir: PathBuf,
    },
    /// Says everything that a build would say about snapshots, without writing anything.
    #[command(after_help = AFTER_CHECK)]
    Check {
        /// `protocol_snapshot` folders, folders that hold one, or folders of such; without any, those below `snapshots/`.
        dirs: Vec<PathBuf>,
        /// How it is said.
        #[arg(long, value_enum, default_value_t)]
        format: DiagnosticsFormat,
    },
    /// Writes `generated/`: what a build writes before it compiles it.
    #[command(after_help = AFTER_GENERATE)]
    Generate {
        /// `protocol_snapshot` folders, folders that hold one, or folders of such; without any, those below `snapshots/`.
        dirs: Vec<PathBuf>,
        /// Where it is written.
        #[arg(long, value_name = "DIR", default_value = GENERATED)]
        output: PathBuf,
        /// Writes nothing, and names the files that are not what the snapshots give.
        #[arg(long)]
        check: bool,
    },
    /// Says what a code means, why it matters and what to do; without a code, lists all.
    Explain {
        /// The code, as it stands in a report: `W003`.
        code: Option<String>,
    },
    /// Writes a new domain, which can be sealed, built and run, or one artifact into a domain.
    #[command(after_help = author::AFTER_NEW)]
    New(New),
    /// Writes the artifact of a capability that the project implements into a protocol, with conformance cases.
    Add {
        /// Its code or FQDN: CS_REGISTRY_V0. `pgs-codegen capabilities` lists them.
        #[arg(required = true)]
        capabilities: Vec<String>,
        /// The folder that holds `protocol/`. Without it: the current folder, or the one below `snapshots/`.
        #[arg(long = "in", value_name = "DIR")]
        within: Option<PathBuf>,
        /// Writes nothing, and prints the artifacts.
        #[arg(long)]
        print: bool,
    },
    /// Lists the capabilities that the project implements; of one says what it takes, gives and does.
    Capabilities {
        /// Its code or FQDN.
        capability: Option<String>,
    },
    /// Writes a crate of your own that compiles a protocol to a command: manifest, build script, a first domain, CI.
    #[command(after_help = author::AFTER_INIT)]
    Init {
        /// The folder, which may be there and empty. Its name is that of the crate.
        dir: PathBuf,
        /// The first domain; without it, the name of the crate.
        #[arg(long)]
        domain: Option<String>,
        /// Where this project's crates are: a checkout, or the address of a git repository. Without it, the checkout that
        /// this command was built from.
        #[arg(long, value_name = "PATH|URL")]
        crates: Option<String>,
    },
    /// Writes the JSON Schemas of machine blocks, for editors.
    Schemas {
        /// The folder; without it they are printed as one object, by kind.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Writes the reference: a page a kind of artifact, a page a transform and side effect, and the JSON Schemas.
    Reference {
        /// The folder.
        #[arg(long, value_name = "DIR", default_value = "docs/reference")]
        out: PathBuf,
    },
    /// Says what changed in behaviour between two protocols, and what breaks.
    #[command(after_help = diff::AFTER)]
    Diff(diff::Compare),
}

/// What of a new protocol is written.
#[derive(clap::Args)]
struct New {
    /// The name of a domain, or the kind of one artifact: workflow, intent, contract, transform, side-effect,
    /// runtime-binding, structure, ingress-intent, event, entity, actor or invariant.
    what: String,
    /// The name of the artifact, with or without its prefix and version: CHECK_OUT, shop::WF_CHECK_OUT_V0.
    name: Option<String>,
    /// The folder that holds `protocol/`; for a domain, the folder that gets a folder of its name. Without it: the
    /// current folder, or the one below `snapshots/`; for a domain, `snapshots`.
    #[arg(long = "in", value_name = "DIR")]
    within: Option<PathBuf>,
}

/// How diagnostics are shown.
#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum DiagnosticsFormat {
    /// For people, on stderr.
    #[default]
    Text,
    /// SARIF 2.1.0 for editors and code hosts, on stdout.
    Json,
}

const AFTER_SEAL: &str = "\
Examples:
  pgs-codegen seal snapshots/library

Exit status: 0 without errors, 1 with errors, 2 for wrong usage.
Nothing is written if the Markdown can't be sealed. Errors of what was sealed are those that a build stops at.";

const AFTER_CHECK: &str = "\
Examples:
  pgs-codegen check
  pgs-codegen check snapshots/library
  pgs-codegen check --format json > pgs.sarif

Exit status: 0 without errors, 1 with errors, 2 for wrong usage.
`pgs-codegen explain CODE` says more about a code; `[diagnostics]` in pgs.toml sets levels (docs/diagnostics.md).
A sealed snapshot, a folder with manifest.json, is proved to be what was sealed (docs/sealed.md).";

const AFTER_GENERATE: &str = "\
Examples:
  pgs-codegen generate
  pgs-codegen generate --check

Exit status: 0, with --check if every file is what the snapshots give; 1 if one is not, and for errors; 2 for wrong usage.
It is run in the project's folder: the generated package finds the crates that it stands on there.";

/// The arguments of this process. Help fits the columns of a terminal.
fn parsed() -> Result<Arguments, clap::Error> {
    Arguments::try_parse().or_else(|error| {
        match build::output_columns().filter(|_| error.kind() == ErrorKind::DisplayHelp) {
            Some(columns) => Arguments::from_arg_matches(&Arguments::command().term_width(columns).try_get_matches()?),
            None => Err(error),
        }
    })
}

/// Runs the command that the arguments of this process name; its exit status.
pub fn main() -> ExitCode {
    let arguments = parsed().unwrap_or_else(|error| shown(error).exit());
    match arguments.command {
        Command::Seal { dir } => finish(&seal(&dir)),
        Command::Check { dirs, format } => {
            let (diagnostics, looked_at) = check(&dirs);
            match format {
                DiagnosticsFormat::Text => checked(&as_given(diagnostics, &dirs), looked_at),
                DiagnosticsFormat::Json => {
                    let written = print(&report::sarif(&diagnostics, Path::new(".")));
                    written.map_or_else(|error| failed(&error), |()| status(&diagnostics))
                }
            }
        }
        Command::Generate { dirs, output, check } => {
            generated(&dirs, &output, check).unwrap_or_else(|error| failed(&error.into()))
        }
        Command::Explain { code } => {
            explain(code.as_deref()).map_or_else(|error| failed(&error), |()| ExitCode::SUCCESS)
        }
        Command::New(New { what, name, within }) => done(author::new(&what, name.as_deref(), within.as_deref())),
        Command::Add { capabilities, within, print: only } => done(author::add(&capabilities, within.as_deref(), only)),
        Command::Capabilities { capability } => done(author::capabilities(capability.as_deref())),
        Command::Init { dir, domain, crates } => done(author::init(&dir, domain.as_deref(), crates.as_deref())),
        Command::Schemas { out } => done(author::schemas(out.as_deref())),
        Command::Reference { out } => done(author::reference(&out)),
        Command::Diff(compare) => compare.run().unwrap_or_else(|error| {
            failed(&error);
            diff::status(&error)
        }),
    }
}

/// What a command has to say, or why it has nothing.
fn done(said: Result<String, CommandError>) -> ExitCode {
    said.and_then(|text| print(&text)).map_or_else(|error| failed(&error), |()| ExitCode::SUCCESS)
}

/// Wrong usage, with what was given shown as a line each.
fn shown(mut error: clap::Error) -> clap::Error {
    let given: Vec<(ContextKind, ContextValue)> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) => Some((kind, ContextValue::String(pgs_escape::line(text)))),
            _ => None,
        })
        .collect();
    for (kind, value) in given {
        error.insert(kind, value);
    }
    error
}

fn seal(dir: &Path) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    if let Some(sealed) = seal::seal(dir, &mut diagnostics) {
        println!(
            "{}: {}, {} written, {} removed",
            pgs_escape::line(&sealed.root.display().to_string()),
            counted(sealed.artifacts, "artifact"),
            counted(sealed.written.len(), "file"),
            sealed.removed.len()
        );
        // What was sealed may be well-formed and wrong all the same.
        diagnostics.extend(crate::check(&[sealed.root]));
    }
    diagnostics
}

/// So many of something.
fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// What there is to say of these folders, with how much was looked at.
fn check(dirs: &[PathBuf]) -> (Diagnostics, Option<String>) {
    let project = PathBuf::from(".");
    let found = if dirs.is_empty() {
        snapshot::discover(&project, None)
    } else {
        snapshot::named(&project, dirs, "the command line")
    };
    match found {
        Ok(snapshots) if snapshots.is_empty() => (snapshot::none_in(&project), None),
        Ok(snapshots) => {
            let artifacts = snapshots.iter().map(|it| snapshot::count(it)).sum();
            let looked_at = format!("{} in {}", counted(artifacts, "artifact"), counted(snapshots.len(), "snapshot"));
            (crate::check(&snapshots), Some(looked_at))
        }
        Err(diagnostics) => (diagnostics, None),
    }
}

/// Paths as they were given: relative ones below the current folder, if all are.
fn as_given(diagnostics: Diagnostics, dirs: &[PathBuf]) -> Diagnostics {
    match std::env::current_dir() {
        Ok(here) if dirs.iter().all(|dir| dir.is_relative()) => diagnostics.relative_to(&here),
        _ => diagnostics,
    }
}

/// Writes generated files, or names those that are not what the snapshots give.
fn generated(dirs: &[PathBuf], output: &Path, is_check: bool) -> Result<ExitCode, GenerateError> {
    let project = std::path::absolute(".").map_err(GenerateError::NoFolder)?;
    let (files, diagnostics) = generate::compile(&project, dirs, output)?;
    finish(&diagnostics);
    if !is_check {
        println!("{}", generate::write(&files, &project, output)?);
        return Ok(ExitCode::SUCCESS);
    }
    let drift = generate::check(&files, &project, output)?;
    for line in &drift {
        println!("{}", pgs_escape::line(line));
    }
    Ok(if drift.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Shows what there is to say about a code, or all codes.
fn explain(code: Option<&str>) -> Result<(), CommandError> {
    let Some(id) = code else {
        let lines = Code::ALL.iter().map(|code| format!("{code}  {}: {}\n", code.severity(), code.title()));
        return print(&lines.collect::<String>());
    };
    let Some(code) = Code::find(id) else {
        return Err(CommandError::UnknownCode { id: id.to_owned() });
    };
    print(&format!("# {code} ({}): {}\n\n{}", code.severity(), code.title(), code.explanation().text))
}

/// Writes to stdout.
fn print(text: &str) -> Result<(), CommandError> {
    match std::io::stdout().write_all(text.as_bytes()) {
        // A reader that has seen enough closes the pipe; that is no error.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(CommandError::Stdout(error)),
        _ => Ok(()),
    }
}

fn failed(error: &CommandError) -> ExitCode {
    if let Some(diagnostics) = error.diagnostics() {
        return finish(diagnostics);
    }
    eprintln!("error: {}", pgs_escape::lines(&error.to_string()));
    ExitCode::FAILURE
}

/// Shows what was looked at, and what was found, nothing too.
fn checked(diagnostics: &Diagnostics, looked_at: Option<String>) -> ExitCode {
    if let Some(looked_at) = looked_at {
        println!("{looked_at}");
    }
    eprint!("{}", report::render(diagnostics, has_color()));
    status(diagnostics)
}

/// Shows what was found. Errors make the exit status 1.
fn finish(diagnostics: &Diagnostics) -> ExitCode {
    if !diagnostics.sorted().is_empty() || !diagnostics.allowed().is_empty() {
        eprint!("{}", report::render(diagnostics, has_color()));
    }
    status(diagnostics)
}

/// Whether stderr is a terminal that may show colours (https://no-color.org).
fn has_color() -> bool {
    let is_refused = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
    !is_refused && std::io::IsTerminal::is_terminal(&std::io::stderr())
}

fn status(diagnostics: &Diagnostics) -> ExitCode {
    if diagnostics.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
