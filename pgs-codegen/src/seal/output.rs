//! The files of a sealed snapshot: only what changes is written, what is no longer declared is removed.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::snapshot::file;
use pgs_value::Value;
use pgs_value::snapshot::{ARTIFACTS, CONFORMANCE, GRAPHS, INDEXES, SCENARIOS};

use super::Sealed;

/// The folders whose JSON files are all written here.
const FOLDERS: [&str; 5] = [INDEXES, ARTIFACTS, GRAPHS, CONFORMANCE, SCENARIOS];

/// What a snapshot's folder should hold.
pub struct Output {
    root: PathBuf,
    files: BTreeMap<PathBuf, Value>,
    /// Whether the files are all that the snapshot holds, and in the layout of this program.
    is_whole: bool,
}

impl Output {
    /// Nothing yet. If it will not be the whole snapshot, nothing is removed, and a file that says the same in another
    /// layout stays.
    pub fn new(root: &Path, is_whole: bool) -> Self {
        Self { root: root.to_path_buf(), files: BTreeMap::new(), is_whole }
    }

    /// Adds a file by its path below the root. Keys are sorted, so that equal JSON is equal text.
    pub fn add(&mut self, path: impl AsRef<Path>, mut value: Value) {
        value.sort_all_objects();
        self.files.insert(self.root.join(path), value);
    }

    /// Brings the folder into this state.
    pub fn write(&self, artifacts: usize, diagnostics: &mut Diagnostics) -> Option<Sealed> {
        let mut sealed = Sealed { root: self.root.clone(), artifacts, ..Sealed::default() };
        for (path, value) in &self.files {
            match self.write_file(path, value) {
                Ok(true) => sealed.written.push(path.clone()),
                Ok(false) => {}
                Err(error) => failed(path, "written", &error, diagnostics),
            }
        }
        if self.is_whole {
            for folder in FOLDERS {
                self.sweep(&self.root.join(folder), &mut sealed.removed, diagnostics);
            }
        }
        (!diagnostics.has_errors()).then_some(sealed)
    }

    fn write_file(&self, path: &Path, value: &Value) -> io::Result<bool> {
        let text = pgs_value::to_string_pretty(value).map_err(std::io::Error::other)? + "\n";
        let old = fs::read_to_string(path).ok();
        let says_the_same = |old: &str| pgs_value::from_str::<Value>(old).is_ok_and(|old| old == *value);
        if old.is_some_and(|old| old == text || (!self.is_whole && says_the_same(&old))) {
            return Ok(false);
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
        Ok(true)
    }

    /// Removes JSON files that are not declared, and folders that they leave empty.
    fn sweep(&self, folder: &Path, removed: &mut Vec<PathBuf>, diagnostics: &mut Diagnostics) {
        for path in file::entries(folder, diagnostics) {
            if path.is_dir() && !path.is_symlink() {
                self.sweep(&path, removed, diagnostics);
                // Fails where something is left, which is meant.
                let _ = fs::remove_dir(&path);
            } else if file::has_extension(&path, "json") && !self.files.contains_key(&path) {
                match fs::remove_file(&path) {
                    Ok(()) => removed.push(path),
                    Err(error) => failed(&path, "removed", &error, diagnostics),
                }
            }
        }
    }
}

fn failed(path: &Path, what: &str, error: &io::Error, diagnostics: &mut Diagnostics) {
    let message = format!("the file can't be {what}: {error}");
    diagnostics.push(file::unreadable(path, message, "make the folder writable, and seal again"));
}
