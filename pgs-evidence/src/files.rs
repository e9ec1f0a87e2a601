//! Which trace files are meant by paths, and the traces in them.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

use memchr::memmem::Finder;
use pgs_trace::{LineError, ReadError, RecordedEvent, Trace, open_named, traces};

use crate::trace_id::is_trace_id;

/// Why paths mean no trace files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FindError {
    /// A path is not there, or something below it can't be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The path that was given.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What lies below a folder is found without links: they may lead in a circle, or out of it.
    #[error("{}: a symbolic link below a folder is not followed; name what it leads to", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// No file below a folder is a trace.
    #[error("{}: there is no trace (.jsonl) below this folder", folder.display())]
    NoTrace {
        /// The folder that was given.
        folder: PathBuf,
    },
}

/// The trace files that these paths mean, in the order given: a file itself, and of a folder every one below it, by the
/// name of the file, which begins with the time of the run. A
/// path that is not there, and a folder without any, is an error. Other files below a folder, such as those of state, are
/// passed over.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, FindError> {
    let mut found = Vec::new();
    for path in paths {
        let before = found.len();
        let unreadable = |source| FindError::Unreadable { path: path.clone(), source };
        if fs::metadata(path).map_err(unreadable)?.is_dir() {
            let whole = path.canonicalize().map_err(unreadable)?;
            add_below(path, &whole, &mut found, &unreadable)?;
            // A trace is named after its id, which begins with the time.
            found[before..].sort_by(|left, right| (left.file_name(), left).cmp(&(right.file_name(), right)));
        } else {
            found.push(path.clone());
        }
        if found.len() == before {
            return Err(FindError::NoTrace { folder: path.clone() });
        }
    }
    Ok(found)
}

/// The file of the trace with this id in a workspace, which has one folder for each trace.
pub fn find_id(workspace: &Path, trace_id: &str) -> Option<PathBuf> {
    let code = trace_id.split_once("__")?.1.rsplit_once("__")?.0;
    let domains = fs::read_dir(workspace.join("traces")).ok()?;
    let file =
        |domain: PathBuf| domain.join(code).join(trace_id).join(trace_id).with_added_extension(pgs_trace::EXTENSION);
    domains.filter_map(|domain| Some(file(domain.ok()?.path()))).find(|file| file.is_file())
}

/// Adds the traces below a folder, which is below (or is) this one.
fn add_below(
    folder: &Path,
    whole: &Path,
    found: &mut Vec<PathBuf>,
    unreadable: &impl Fn(io::Error) -> FindError,
) -> Result<(), FindError> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<fs::DirEntry>>>);
    let mut entries = entries.map_err(unreadable)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type().map_err(unreadable)?);
        let has_name = path.extension().is_some_and(|extension| extension == pgs_trace::EXTENSION);
        if kind.is_symlink() {
            let is_found = path.canonicalize().is_ok_and(|to| to.starts_with(whole) || whole.starts_with(to));
            if !is_found && (path.is_dir() || (has_name && holds_traces(&path))) {
                return Err(FindError::Link { path });
            }
        } else if kind.is_dir() {
            add_below(&path, whole, found, unreadable)?;
        } else if has_name && holds_traces(&path) {
            found.push(path);
        }
    }
    Ok(())
}

/// How much of a file tells what it is.
const HEAD: u64 = 64 * 1024;

/// Whether a file is one of traces, by its name or by a line at its beginning. What can't be read is taken for one, so that
/// somebody is told.
fn holds_traces(file: &Path) -> bool {
    if file.file_stem().and_then(|name| name.to_str()).is_some_and(is_trace_id) {
        return true;
    }
    let mut head = Vec::new();
    let Ok(_) = open_named(file).and_then(|open| open.take(HEAD).read_to_end(&mut head)) else { return true };
    // A longer line tells by how it begins.
    head.split(|byte| *byte == b'\n').any(|line| {
        let event = str::from_utf8(line).ok().map(RecordedEvent::parse);
        let is_of_trace = match event {
            Some(Ok(event)) => event.is_of_trace(),
            // A trace that is not read is one, so that somebody is told.
            Some(Err(LineError::OtherFormat(_))) => true,
            Some(Err(_)) | None => false,
        };
        is_of_trace || line.starts_with(BEGINNING)
    })
}

/// How the lines of the traces begin that are written here.
const BEGINNING: &[u8] = br#"{"trace_schema_version":""#;

/// The traces of a file, one after the other.
pub fn each(file: &Path) -> impl Iterator<Item = Result<Trace, ReadError>> + use<> {
    let (traces, error) = match traces(file) {
        Ok(traces) => (Some(traces), None),
        Err(error) => (None, Some(Err(error))),
    };
    traces.into_iter().flatten().chain(error)
}

/// How many runs these files hold.
pub fn count(files: &[PathBuf]) -> usize {
    files.iter().map(|file| count_in(file).unwrap_or(1)).sum()
}

fn count_in(file: &Path) -> io::Result<usize> {
    let (first, chained) = (Finder::new(br#","seq":1,"span":"0","#), Finder::new(br#","seq":"#));
    let start = Finder::new(br#""WF_START""#);
    let (mut input, mut line, mut runs) = (BufReader::with_capacity(1 << 18, open_named(file)?), Vec::new(), 0);
    while input.read_until(b'\n', &mut line)? > 0 {
        // The reference numbers no events.
        let begins = first.find(&line).is_some() || (chained.find(&line).is_none() && start.find(&line).is_some());
        runs += usize::from(begins);
        line.clear();
    }
    Ok(runs.max(1))
}
