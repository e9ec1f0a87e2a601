//! Files with scenarios, found and read.

use std::path::{Path, PathBuf};
use std::{fs, io};

use pgs_rt::{Value, json};
use pgs_yaml::markdown::{Block, blocks};

use crate::read::{Wrong, scenarios};
use crate::scenario::Scenario;

/// The extensions of files with scenarios.
const EXTENSIONS: [&str; 4] = ["yaml", "yml", "json", "md"];

/// Where a folder may have its scenarios; the first that is there counts.
const FOLDERS: [&str; 3] = ["protocol/scenarios", "protocol_snapshot/scenarios", "scenarios"];

/// Where a project has its snapshots.
const SNAPSHOTS: &str = "snapshots";

/// Why paths mean no files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// A path is not there, or something below it can't be read.
    #[error("{} can't be read: {source}", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A folder holds no scenario.
    #[error(
        "{} holds no scenario (*.yaml, *.json, *.md), nor do its protocol/scenarios, protocol_snapshot/scenarios and \
         scenarios, nor those of its snapshots/*",
        folder.display()
    )]
    NoScenario {
        /// The folder.
        folder: PathBuf,
    },
}

/// A scenario, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundScenario {
    /// The file.
    pub file: PathBuf,
    /// The scenario.
    pub scenario: Scenario,
}

/// Something in a file that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// One sentence.
    pub message: String,
}

/// The files that these paths mean, in their order: a file itself; of a folder those in it, or in the folders where a
/// snapshot, or a project with snapshots, has its scenarios.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, FileError> {
    let mut found = Vec::new();
    for path in paths {
        let unreadable = |source| FileError::Unreadable { path: path.clone(), source };
        if !fs::metadata(path).map_err(unreadable)?.is_dir() {
            found.push(path.clone());
            continue;
        }
        let files = files_of(path).map_err(unreadable)?;
        if files.is_empty() {
            return Err(FileError::NoScenario { folder: path.clone() });
        }
        // Below the current folder a name needs no `./`.
        found.extend(files.into_iter().map(|file| file.strip_prefix(".").map(Path::to_owned).unwrap_or(file)));
    }
    Ok(found)
}

fn files_of(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if let Some(scenarios) = folder_of(folder) {
        return files_in(&scenarios);
    }
    let snapshots = folder.join(SNAPSHOTS);
    if !snapshots.is_dir() {
        return files_in(folder);
    }
    let mut found = Vec::new();
    for snapshot in sorted(&snapshots)? {
        found.extend(folder_of(&snapshot).map(|folder| files_in(&folder)).transpose()?.into_iter().flatten());
    }
    Ok(found)
}

/// Whether a path is a project: a folder with snapshots, and no scenarios of its own.
pub(crate) fn is_project(path: &Path) -> bool {
    path.join(SNAPSHOTS).is_dir() && folder_of(path).is_none()
}

fn folder_of(folder: &Path) -> Option<PathBuf> {
    FOLDERS.iter().map(|name| folder.join(name)).find(|folder| folder.is_dir())
}

/// The files in a folder that hold scenarios, by name. A README of it holds none.
fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let has_scenarios = |path: &PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let is_readme = path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
        extension.is_some_and(|it| EXTENSIONS.contains(&it)) && !is_readme && path.is_file()
    };
    Ok(sorted(folder)?.into_iter().filter(has_scenarios).collect())
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

/// The scenarios of a file, and what of it can't be read.
pub fn read_file(file: &Path) -> (Vec<FoundScenario>, Vec<Problem>) {
    let problem = |line, message| Problem { file: file.to_owned(), line, message };
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return (Vec::new(), vec![problem(None, format!("it can't be read: {error}"))]),
    };
    let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let (mut read, mut wrong) = (Vec::new(), Vec::new());
    let blocks = match file.extension().and_then(|extension| extension.to_str()) {
        Some("md") => blocks(&text),
        _ => vec![Block { text: text.trim_start_matches('\u{feff}').to_owned(), line: 0, name: None }],
    };
    if blocks.is_empty() {
        wrong.push(problem(None, "it has no fenced `yaml` block".to_owned()));
    }
    let is_json = file.extension().is_some_and(|extension| extension == "json");
    for Block { text, line, name: heading } in blocks {
        let document = if is_json { of_json(&text) } else { of_yaml(&text) };
        let document = match document {
            Ok(document) => document,
            Err((at, message)) => {
                wrong.push(problem(at.map(|at| at + line), message));
                continue;
            }
        };
        let mut found = Vec::new();
        let scenarios = scenarios(document, heading.as_ref().unwrap_or(&name), &mut found);
        read.extend(scenarios.into_iter().map(|(_, scenario)| FoundScenario { file: file.to_owned(), scenario }));
        let line_of = |it: &Wrong| if is_json { None } else { line_of(&text, &it.pointer).map(|at| at + line) };
        wrong.extend(found.into_iter().map(|it| problem(line_of(&it), sentence(&it))));
    }
    (read, wrong)
}

/// The place and what is wrong there.
fn sentence(wrong: &Wrong) -> String {
    if wrong.pointer.is_empty() { wrong.message.clone() } else { format!("{}: {}", wrong.pointer, wrong.message) }
}

type Malformed = (Option<usize>, String);

fn of_json(text: &str) -> Result<Value, Malformed> {
    json::parse(text).map_err(|error| (None, error.to_string()))
}

fn of_yaml(text: &str) -> Result<Value, Malformed> {
    let document = pgs_yaml::parse(text).map_err(|error| (Some(error.line), error.message))?;
    match document.duplicates.first() {
        Some(twice) => Err((Some(twice.line), format!("the key `{}` stands twice", twice.key))),
        None => Ok(document.value),
    }
}

/// The line of a place in YAML, from 1.
fn line_of(text: &str, pointer: &str) -> Option<usize> {
    let place = pgs_yaml::places(text).get(pointer)?.start;
    Some(text.get(..place)?.matches('\n').count() + 1)
}
