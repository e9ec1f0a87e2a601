//! All files, on all processors: parts of them are taken one after the other by whoever is free.

use std::io::{self, BufReader, Seek as _, SeekFrom};
use std::num::NonZero;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use pgs_trace::{ReadError, TraceReader, open_named, traces};

use super::part::{Found, runs};
use super::parts::parts;
use super::verified::{Verified, VerifyError};
use super::whole::verify as verify_trace;

type Result<T> = std::result::Result<T, VerifyError>;

/// A part of a file.
struct Task<'f> {
    file: &'f Path,
    /// Its bytes; none of something that can only be read from its beginning to its end.
    bytes: Option<Range<u64>>,
}

/// What was found in a part, and how many lines it has.
type Part = io::Result<(Vec<Found>, usize)>;

/// Checks each trace of a file.
pub fn verify_file(file: &Path) -> Vec<Result<Verified>> {
    verify_files(&[file.to_owned()])
}

/// Checks each trace of these files, in order, with all processors that there are. Of a file no more is in memory than what
/// is looked at; only of a trace that may be wrong all lines.
pub fn verify_files(files: &[PathBuf]) -> Vec<Result<Verified>> {
    let mut verified = Vec::new();
    // So many files that nobody keeps all their parts in mind.
    for files in files.chunks(1024) {
        let tasks: Vec<_> = files.iter().map(|file| tasks(file)).collect();
        let flat: Vec<&Task<'_>> = tasks.iter().flatten().flatten().collect();
        let mut found = on_all(&flat).into_iter();
        for (file, tasks) in files.iter().zip(&tasks) {
            match tasks {
                Ok(tasks) => add(&mut verified, file, tasks, &mut found),
                Err(source) => verified.push(Err(unreadable(file, io::Error::new(source.kind(), source.to_string())))),
            }
        }
    }
    verified
}

fn unreadable(file: &Path, source: io::Error) -> VerifyError {
    ReadError::new(file, source).into()
}

fn tasks(path: &Path) -> io::Result<Vec<Task<'_>>> {
    let file = open_named(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Ok(vec![Task { file: path, bytes: None }]);
    }
    let parts = parts(&file, about.len())?;
    Ok(parts.into_iter().map(|bytes| Task { file: path, bytes: Some(bytes) }).collect())
}

/// What is found in these parts, in order.
fn on_all(tasks: &[&Task<'_>]) -> Vec<Option<Part>> {
    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<Option<Part>>> = Mutex::new(tasks.iter().map(|_| None).collect());
    let work = || {
        while let Some((n, task)) = {
            let n = next.fetch_add(1, Ordering::Relaxed);
            tasks.get(n).map(|task| (n, task))
        } {
            let Some(bytes) = task.bytes.clone() else { continue };
            let part = open_named(task.file).and_then(|file| runs(task.file, &file, bytes));
            // Each place is set once.
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(place) = found.get_mut(n) {
                *place = Some(part);
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(tasks.len());
    thread::scope(|scope| {
        (1..threads).for_each(|_| drop(scope.spawn(work)));
        work();
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Adds what was found in a file.
fn add(
    verified: &mut Vec<Result<Verified>>,
    file: &Path,
    tasks: &[Task<'_>],
    found: &mut impl Iterator<Item = Option<Part>>,
) {
    let mut lines = 0;
    for (task, part) in tasks.iter().zip(found) {
        match (&task.bytes, part) {
            (Some(bytes), Some(Ok((runs, of_part)))) => {
                verified.extend(runs.into_iter().map(|run| match run {
                    Found::Ok(run) => Ok(run),
                    Found::Unclear(at, before) => closer(file, at..bytes.end, lines + before),
                }));
                lines += of_part;
            }
            (Some(_), Some(Err(source))) => verified.push(Err(unreadable(file, source))),
            // What can only be read once is read here.
            (None, _) | (Some(_), None) => match traces(file) {
                Ok(traces) => verified.extend(traces.map(|trace| verify_trace(&trace?))),
                Err(error) => verified.push(Err(error.into())),
            },
        }
    }
}

/// Looks at all lines of the trace that begins here, after so many lines of its file.
fn closer(path: &Path, bytes: Range<u64>, lines: usize) -> Result<Verified> {
    let read = || {
        let mut file = open_named(path)?;
        file.seek(SeekFrom::Start(bytes.start))?;
        let input = BufReader::new(io::Read::take(file, bytes.end.saturating_sub(bytes.start)));
        Ok(TraceReader::of(path, input).after(lines).next())
    };
    let trace = read().map_err(|source| unreadable(path, source))?;
    match trace {
        Some(trace) => verify_trace(&trace?),
        None => Err(unreadable(path, io::ErrorKind::UnexpectedEof.into())),
    }
}
