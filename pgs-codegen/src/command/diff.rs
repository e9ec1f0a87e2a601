//! `pgs-codegen diff`: what changed between two protocols, and whether it may.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use pgs_protocol::diagnostic::Diagnostics;

use super::error::CommandError;
use super::print;
use crate::Compiled;
#[cfg(not(feature = "pictures"))]
use crate::build::pictures;
use crate::diff::{self, APPROVALS, Approvals, Files, ReportFormat, Source, SourceError};
use crate::protocols::Protocols;

/// What is compared, and how it is shown.
#[derive(Args)]
pub(super) struct Compare {
    /// The protocol before: a `protocol_snapshot` folder, a folder that holds one, a folder of such, or a git revision:
    /// then `snapshots/` of that revision of the repository in the current folder.
    old: String,
    /// The protocol after, in the same way.
    new: String,
    /// How the changes are shown; `md` is made to be pasted into a pull request.
    #[arg(long, value_enum, default_value_t)]
    format: ReportFormat,
    /// Adds to each change how many of the runs recorded below this folder it would touch.
    #[arg(long, value_name = "DIR")]
    traces: Option<PathBuf>,
    /// The breaking changes that are approved; without it `approvals.toml` in the current folder, if it is there.
    #[arg(long, value_name = "FILE")]
    approvals: Option<PathBuf>,
    /// Writes a picture of each workflow that changed below this folder: its old and its new graph in one.
    #[arg(long, value_name = "DIR")]
    svg: Option<PathBuf>,
}

pub(super) const AFTER: &str = "\
Examples:
  pgs-codegen diff HEAD~1 snapshots
  pgs-codegen diff v1.2 main --format md > review.md
  pgs-codegen diff main snapshots --traces workspace/traces
  pgs-codegen diff main snapshots --svg target/review
  pgs-codegen diff main snapshots --format approvals >> approvals.toml

Exit status: 0 if nothing is breaking that approvals.toml does not approve, 1 if anything is, 2 for wrong usage, which is
also a folder, revision or file that is not there, 3 if the protocols can't be compared.
docs/reviewing.md says what counts as breaking, and how a change is approved.";

/// The exit status where something is breaking.
const BREAKING: u8 = 1;
/// The same where something that was named is not there.
const USAGE: u8 = 2;
/// The same where the protocols can't be compared.
const NOT_COMPARED: u8 = 3;

impl Compare {
    /// Shows what changed.
    pub fn run(&self) -> Result<ExitCode, CommandError> {
        let sources = (Source::find(&self.old)?, Source::find(&self.new)?);
        let (old, new) = (read(&sources.0)?, read(&sources.1)?);
        let pairs = Protocols::pairs(&old, &new);
        let recorded = self.traces.as_deref().map(diff::traces::read).transpose()?;
        let (mut report, mut files) = (diff::Report::default(), Files::default());
        for [old, new] in &pairs {
            let mut of_pair = diff::diff(old, new);
            if let Some(recorded) = &recorded {
                diff::traces::count(&mut of_pair, recorded, [old, new]);
            }
            report = report.with(of_pair);
            files = files.with(Files::of((old, &sources.0.root()), (new, &sources.1.root())));
        }
        self.approvals()?.apply(&mut report);
        print(&report.render(self.format, &files)?)?;
        if let Some(folder) = &self.svg {
            let drawings = pairs.iter().flat_map(|[old, new]| diff::drawings(old, new)).collect();
            let count = draw(drawings, folder)?;
            let noun = if count == 1 { "picture" } else { "pictures" };
            eprintln!("{}: {count} {noun}", pgs_escape::line(&folder.display().to_string()));
        }
        Ok(if report.is_breaking() { ExitCode::from(BREAKING) } else { ExitCode::SUCCESS })
    }

    fn approvals(&self) -> Result<Approvals, CommandError> {
        let path = self.approvals.as_deref().unwrap_or(Path::new(APPROVALS));
        let is_needed = self.approvals.is_some() || path.exists();
        Ok(if is_needed { Approvals::read(path)? } else { Approvals::default() })
    }
}

/// The protocols of a side. What is proved of a sealed one, and what it could be warned of, is for `check` to say.
fn read(source: &Source) -> Result<Protocols, CommandError> {
    let mut diagnostics = Diagnostics::default();
    let protocols = Protocols::read(source.snapshots(), &mut diagnostics);
    if diagnostics.has_errors() { Err(SourceError::Found(diagnostics).into()) } else { Ok(protocols) }
}

/// The exit status of a comparison that failed.
pub(super) fn status(error: &CommandError) -> ExitCode {
    let is_missing = match error {
        CommandError::Source(error) => matches!(error, SourceError::Neither { .. } | SourceError::NoSnapshot { .. }),
        CommandError::Approvals(diff::ApprovalsError::File { error, .. }) => {
            error.kind() == std::io::ErrorKind::NotFound
        }
        CommandError::Traces(error) => error.is_missing(),
        _ => false,
    };
    ExitCode::from(if is_missing { USAGE } else { NOT_COMPARED })
}

/// Draws into this folder; how many pictures there are.
fn draw(drawings: Vec<pgs_picture::Drawing>, folder: &Path) -> Result<usize, CommandError> {
    let files = Some(crate::emit::Files::new());
    let compiled =
        Compiled { files, drawings, binaries: Vec::new(), transforms: Vec::new(), diagnostics: Diagnostics::default() };
    let drawn = pictures_of(compiled)?.files.unwrap_or_default();
    let pictures = drawn.into_iter().filter(|(path, _)| path.extension().is_some_and(|it| it == "svg"));
    let mut count = 0;
    for (path, content) in pictures {
        let path = folder.join(path);
        let written =
            fs::create_dir_all(path.parent().unwrap_or(folder)).and_then(|()| fs::write(&path, content.bytes()));
        written.map_err(|error| CommandError::File { path, error })?;
        count += 1;
    }
    Ok(count)
}

#[cfg(feature = "pictures")]
fn pictures_of(compiled: Compiled) -> Result<Compiled, CommandError> {
    Ok(compiled.drawn()?)
}

/// With what draws beside this process.
#[cfg(not(feature = "pictures"))]
fn pictures_of(mut compiled: Compiled) -> Result<Compiled, CommandError> {
    let project = Path::new(".");
    let workshop = pictures::Workshop { workspace: project, target: &project.join("target/workflows") };
    if let Some(files) = &mut compiled.files {
        pictures::complete(files, &compiled.drawings, Path::new(""), workshop)?;
    }
    Ok(compiled)
}
