//! The files of a sealed snapshot: only what changes is written, what is no longer declared is removed.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::snapshot::file;
use pgs_value::{Value, json};

use super::Sealed;

/// What a snapshot's folder should hold.
pub struct Output {
    root: PathBuf,
    files: BTreeMap<PathBuf, String>,
    /// The folders whose JSON files are all written here, if the files are all that the snapshot holds, and in the layout of
    /// this program.
    whole: Option<&'static [&'static str]>,
}

impl Output {
    /// Nothing yet. If it will not be the whole snapshot, with all JSON files of these folders, nothing is removed, and a file
    /// that says the same in another layout stays.
    pub fn new(root: &Path, whole: Option<&'static [&'static str]>) -> Self {
        Self { root: root.to_path_buf(), files: BTreeMap::new(), whole }
    }

    /// Adds a file as it is written.
    pub fn add_text(&mut self, path: impl AsRef<Path>, text: String) {
        self.files.insert(self.root.join(path), text);
    }

    /// Adds a file by its path below the root. Keys are sorted, so that equal JSON is equal text.
    pub fn add(&mut self, path: impl AsRef<Path>, mut value: Value) {
        value.sort_all_objects();
        self.add_text(path, json::pretty(&value) + "\n");
    }

    /// Brings the folder into this state.
    pub fn write(&self, artifacts: usize, diagnostics: &mut Diagnostics) -> Option<Sealed> {
        let mut sealed = Sealed { root: self.root.clone(), artifacts, ..Sealed::default() };
        for (path, text) in &self.files {
            match self.write_file(path, text) {
                Ok(true) => sealed.written.push(path.clone()),
                Ok(false) => {}
                Err(error) => failed(path, "written", &error, diagnostics),
            }
        }
        if let Some(folders) = self.whole {
            for folder in folders {
                self.sweep(&self.root.join(folder), &mut sealed.removed, diagnostics);
            }
        }
        (!diagnostics.has_errors()).then_some(sealed)
    }

    fn write_file(&self, path: &Path, text: &str) -> io::Result<bool> {
        let old = fs::read_to_string(path).ok();
        let value = |text: &str| pgs_value::from_str::<Value>(text).ok();
        let says_the_same = |old: &str| value(old).is_some_and(|old| value(text) == Some(old));
        if old.is_some_and(|old| old == text || (self.whole.is_none() && says_the_same(&old))) {
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
