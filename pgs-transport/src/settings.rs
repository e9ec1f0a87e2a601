//! Where and how a run takes place, from options or the environment.

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf, absolute};

use clap::ValueEnum as _;
use pgs_rt::{Admission, Settings};

use crate::Process;
use crate::cli::{AdmissionMode, RunOptions, TraceFormat};
use crate::evidence::render::Forms;

/// A folder that a run needs.
struct Folder {
    option: &'static str,
    variable: &'static str,
    purpose: &'static str,
}

const DATA_ROOT: Folder =
    Folder { option: "--data-root", variable: "PGS_DATA_ROOT", purpose: "the folder below which all state lives" };
const WORKSPACE: Folder =
    Folder { option: "--workspace", variable: "PGS_WORKSPACE", purpose: "the folder whose traces/ receives the trace" };
const ADMISSION: &str = "PGS_ADMISSION";
const TRACE: &str = "PGS_TRACE";

/// The settings of a run. An option goes before its variable; a variable that is set to nothing counts as not set.
pub(crate) fn resolve(options: &RunOptions, process: &Process<'_>) -> Result<Settings, String> {
    Ok(Settings {
        data_root: DATA_ROOT.resolve(options.data_root.as_deref(), process)?,
        workspace: WORKSPACE.resolve(options.workspace.as_deref(), process)?,
        admission: admission(options.admission, process.variable(ADMISSION))?,
    })
}

/// What this run is to leave beside its trace. The option goes before its variable.
pub(crate) fn forms(options: &RunOptions, process: &Process<'_>) -> Result<Forms, String> {
    let formats = match (&options.trace, process.variable(TRACE)) {
        (Some(formats), _) => formats.clone(),
        (None, None) => TraceFormat::value_variants().to_vec(),
        (None, Some(words)) => {
            let words = words.to_string_lossy();
            let formats = words.split(',').map(|word| TraceFormat::from_str(word.trim(), false));
            formats
                .collect::<Result<_, _>>()
                .map_err(|_| format!("{TRACE}: {words} is no list of formats; use jsonl,md,png or some of them"))?
        }
    };
    Ok(Forms { md: formats.contains(&TraceFormat::Md), png: formats.contains(&TraceFormat::Png) })
}

impl Folder {
    fn resolve(&self, given: Option<&Path>, process: &Process<'_>) -> Result<PathBuf, String> {
        let (source, path) = match given {
            Some(path) => (self.option, path.to_owned()),
            None => (self.variable, process.variable(self.variable).ok_or_else(|| self.missing())?.into()),
        };
        if path.is_relative() {
            return Err(relative(source, &path));
        }
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => Ok(path),
            Ok(_) => Err(format!("{source}: {} is not a folder; give {}", path.display(), self.purpose)),
            // It is created when something is first written into it.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(path),
            Err(error) => Err(format!("{source}: {} can't be read: {error}; give {}", path.display(), self.purpose)),
        }
    }

    fn missing(&self) -> String {
        format!("{} is missing: give {} as an absolute path, or set {}", self.option, self.purpose, self.variable)
    }
}

fn relative(source: &str, path: &Path) -> String {
    let remedy = absolute(path).map_or_else(|_| String::new(), |path| format!("; write {}", path.display()));
    format!("{source}: {} is not an absolute path{remedy}", path.display())
}

fn admission(given: Option<AdmissionMode>, variable: Option<OsString>) -> Result<Admission, String> {
    match (given, variable) {
        (Some(mode), _) => Ok(mode.into()),
        (None, None) => Ok(Admission::default()),
        (None, Some(word)) => [Admission::Enforce, Admission::Observe]
            .into_iter()
            .find(|mode| word == mode.as_str())
            .ok_or_else(|| format!("{ADMISSION}: {} is no admission mode; use enforce or observe", word.display())),
    }
}
