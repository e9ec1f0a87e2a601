//! Writing generated files: only what changed, and never over a file that was not generated. No symbolic link below the
//! output folder is followed.
//!
//! A generated file that somebody edited is written anew; the edit is kept elsewhere and named. [`record`] tells an edit
//! from what an earlier build wrote; where there is none, git may ([`committed`]).

mod committed;
mod drift;
mod file;
mod mark;
mod record;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use pgs_protocol::parallel;

use self::file::{at, check_link, write_one};
use self::mark::is_generated;
use self::record::Record;
use crate::emit::{Content, Files};

pub use self::drift::Drift;
pub use self::file::OutputError;

/// The kinds of files that are generated, and looked through for those that no longer belong.
const EXTENSIONS: [&str; 6] = ["json", "md", "mmd", "png", "rs", "svg"];

/// What was done to the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many files were written or removed.
    pub changed: usize,
    /// The files among them that were not as the build before had left them.
    pub edits: Vec<Edit>,
}

/// A generated file that was found other than a build had left it. It was written anew, or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file, below the output folder.
    pub file: PathBuf,
    /// Where what was found is kept.
    pub kept: PathBuf,
    /// Whether it is known what the build before had left: not in a fresh clone, where an older compiler may have
    /// written the file.
    pub is_certain: bool,
}

/// Writes the files whose content differs and removes generated files that no longer belong. What others changed in them
/// is kept in the folder `edits`.
///
/// A file in the way that was not generated is an error: it is neither overwritten nor removed.
pub fn write(files: &Files, output: &Path, edits: &Path) -> Result<Written, OutputError> {
    let before = Record::read(output).map_err(|error| at(&record::path(output), error))?;
    // Everything is looked at before anything is written: a file is known by its neighbours too.
    let drift = drift_since(files, output, before.as_ref())?;
    let record = Record::of(files, before.as_ref(), &drift);
    if drift.is_empty() {
        // Where nothing has to be written, nothing has to be writable: without a record the next build knows a little less.
        return match record.write(output) {
            Err(OutputError::File { source, .. }) if is_read_only(&source) => Ok(Written::default()),
            written => written.map(|()| Written::default()),
        };
    }
    // Asked before anything is written.
    let changed = if before.is_none() { committed::changed(output) } else { None };
    let known = Known { before: before.as_ref(), changed: changed.as_ref() };
    // A build that is broken off here has written some files: both texts are a generator's.
    record.and(before.as_ref()).write(output)?;
    let mend = |(): &mut (), (file, drift): &(PathBuf, Drift)| {
        let path = output.join(file);
        let edit = match drift {
            Drift::Missing => None,
            Drift::Differs | Drift::LeftOver => kept_edit(file, &path, edits, known)?,
        };
        let done = match files.get(file) {
            Some(content) => write_one(&path, content.bytes()),
            None => fs::remove_file(&path),
        };
        done.map(|()| edit).map_err(|error| at(&path, error))
    };
    let found = parallel::map(&drift, || Ok(()), mend)?;
    record.write(output)?;
    Ok(Written { changed: drift.len(), edits: found.into_iter().flatten().collect() })
}

fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

/// The files in the output folder that are not what is generated, by path below it.
///
/// A file in the way that was not generated is an error.
pub fn drift(files: &Files, output: &Path) -> Result<Vec<(PathBuf, Drift)>, OutputError> {
    let before = Record::read(output).map_err(|error| at(&record::path(output), error))?;
    drift_since(files, output, before.as_ref())
}

fn drift_since(files: &Files, output: &Path, before: Option<&Record>) -> Result<Vec<(PathBuf, Drift)>, OutputError> {
    let is_ours = |below: &Path, path: &Path, content: &[u8]| match content {
        [] => before.is_some_and(|record| record.names(below)),
        content => is_generated(path, content),
    };
    let all: Vec<_> = files.iter().collect();
    let look = |(): &mut (), (below, content): &(&PathBuf, &Content)| {
        check_link(output, below)?;
        let path = output.join(below);
        let drift = compare(&path, content.bytes(), |found| is_ours(below, &path, found))?;
        Ok(drift.map(|drift| ((*below).clone(), drift)))
    };
    let mut found: Vec<_> = parallel::map(&all, || Ok(()), look)?.into_iter().flatten().collect();
    let left_over = left_over(files, output, &is_ours).map_err(|error| at(output, error))?;
    found.extend(left_over.into_iter().map(|below| (below, Drift::LeftOver)));
    Ok(found)
}

fn compare(path: &Path, content: &[u8], is_ours: impl Fn(&[u8]) -> bool) -> Result<Option<Drift>, OutputError> {
    match fs::read(path) {
        Ok(old) if old == content => Ok(None),
        Ok(old) if !is_ours(&old) => Err(OutputError::InTheWay { path: path.to_owned() }),
        Ok(_) => Ok(Some(Drift::Differs)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Some(Drift::Missing)),
        Err(error) => Err(at(path, error)),
    }
}

/// Who knows how a file was left.
#[derive(Clone, Copy)]
struct Known<'a> {
    /// The record of the last build.
    before: Option<&'a Record>,
    /// Without one, what git says: the files that are not as they were committed.
    changed: Option<&'a BTreeSet<PathBuf>>,
}

/// Keeps what was found in the place of a file unless a build had left it so, or git has it.
fn kept_edit(file: &Path, path: &Path, edits: &Path, known: Known<'_>) -> Result<Option<Edit>, OutputError> {
    let is_left_so = match known {
        Known { before: Some(record), .. } => record.knows(file, path),
        Known { before: None, changed } => changed.is_some_and(|changed| !changed.contains(file)),
    };
    if is_left_so {
        return Ok(None);
    }
    let kept = edits.join(file);
    fs::read(path).and_then(|found| write_one(&kept, &found)).map_err(|error| at(&kept, error))?;
    Ok(Some(Edit { file: file.to_owned(), kept, is_certain: known.before.is_some() }))
}

/// The files below the output folder that were generated and no longer belong, sorted. `target` folders are left alone, and
/// so is every link, with all that is behind it.
fn left_over(files: &Files, output: &Path, is_ours: &dyn Fn(&Path, &Path, &[u8]) -> bool) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![output.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            if kind.is_symlink() {
                continue;
            }
            if kind.is_dir() {
                if path.file_name().is_some_and(|name| name != "target") {
                    open.push(path);
                }
                continue;
            }
            let Ok(below) = path.strip_prefix(output) else { continue };
            let is_stale = || {
                mark::has_extension(&path, &EXTENSIONS) && fs::read(&path).is_ok_and(|it| is_ours(below, &path, &it))
            };
            if !files.contains_key(below) && is_stale() {
                found.push(below.to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}
