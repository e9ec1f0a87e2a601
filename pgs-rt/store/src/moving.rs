//! State that moves between the backends: all of it, or nothing.
//!
//! What is made is made under another name and put in its place when it is whole and on disk, so a kill at any moment
//! leaves the old state and no new one. What is read is not changed, but for torn ends, which any run repairs.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use super::files::moving as files;
use super::new_folder::NewFolder;
use super::sqlite::moving as sqlite;
use super::{Answer, Location};

/// What a store keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Entries with a key, of which those that were removed don't count.
    Registry,
    /// Lines, of which none is ever removed.
    Log,
    /// Values by key, in order.
    Object,
}

impl Kind {
    /// The word that users read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::Log => "log",
            Self::Object => "object",
        }
    }
}

/// A store as a table of stores names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it keeps.
    pub kind: Kind,
    /// Where it lies.
    pub at: Location,
}

/// A part of a store, as it is moved.
pub(super) enum Part {
    /// A live entry of a registry or an entry of a log: the text of its line.
    Line(String),
    /// A key of an object with its value.
    Member(String, Value),
}

/// What was moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// The stores that were there: kind, path below the data root, and how many entries or keys.
    pub stores: Vec<(Kind, String, u64)>,
    /// What is there that no store of the table names, and was left alone.
    pub left: Vec<String>,
    /// What was found torn and was repaired.
    pub notes: Vec<String>,
}

/// The file of the database.
const DATABASE: &str = "pgs.db";

/// Writes the state of the database below a data root to files in a folder that is empty or not there yet.
pub fn export(data_root: &Path, folder: &Path, stores: &[Kept]) -> Result<Moved, String> {
    check_empty(folder)?;
    let wanted = paths(stores)?;
    let reader = sqlite::Reader::open(data_root)?;
    let draft = NewFolder::beside(folder)?;
    // Another process may have been quicker.
    check_empty(folder)?;
    let mut moved = Moved::default();
    for (kind, path) in &wanted {
        let mut file = None;
        let count = reader.read(*kind, path, &mut |part| {
            if file.is_none() {
                file = Some(files::Draft::create(draft.path(), *kind, path)?);
            }
            file.as_mut().map_or(Ok(()), |file| file.add(part))
        })?;
        let Some(count) = count else { continue };
        let file = file.map_or_else(|| files::Draft::create(draft.path(), *kind, path), Ok)?;
        file.finish()?;
        moved.stores.push((*kind, path.clone(), count));
    }
    let others = reader.stores()?.into_iter().filter(|store| !wanted.contains(store));
    moved.left = others.map(|(kind, path)| format!("{} {path} in {DATABASE}", kind.as_str())).collect();
    draft.put_in_place()?;
    Ok(moved)
}

/// Creates the database below a data root from the files in a folder, which may be the data root itself.
pub fn import(folder: &Path, data_root: &Path, stores: &[Kept]) -> Result<Moved, String> {
    let wanted = paths(stores)?;
    check_source(folder)?;
    check_target(folder, data_root, &wanted)?;
    let mut reader = files::Reader::new(folder);
    // All that can fail comes before the database is there.
    let mut moved = Moved { left: unnamed_below(folder, &wanted)?, ..Moved::default() };
    let created = sqlite::create(data_root, &mut |writer| {
        for (kind, path) in &wanted {
            if !reader.has(path) {
                continue;
            }
            let mut store = writer.store(*kind, path)?;
            let mut count = 0;
            reader.read(*kind, path, &mut |part| {
                count += 1;
                store.add(part)
            })?;
            moved.stores.push((*kind, path.clone(), count));
        }
        Ok(())
    })?;
    if !created {
        return Err(holds_state(&data_root.join(DATABASE)));
    }
    moved.notes = reader.notes();
    Ok(moved)
}

/// Kind and path of each store, once, in order. A store without a path has no state.
fn paths(stores: &[Kept]) -> Answer<BTreeSet<(Kind, String)>> {
    let placed = stores.iter().filter(|store| store.at.path.is_some());
    placed.map(|store| Ok((store.kind, normal(store.at.resolve()?)))).collect()
}

fn normal(path: &str) -> String {
    let parts = Path::new(path).components().filter_map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn holds_state(path: &Path) -> String {
    format!("{} is there already: it holds state; move it away, or choose another folder", path.display())
}

fn check_empty(folder: &Path) -> Answer<()> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(format!("can't read {}: {error}; give a folder that is not there yet", folder.display())),
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(Ok(entry)) => Err(holds_state(&entry.path())),
            Some(Err(error)) => Err(format!("can't read {}: {error}", folder.display())),
        },
    }
}

fn check_source(folder: &Path) -> Answer<()> {
    fs::read_dir(folder).map_err(|error| format!("can't read {}: {error}", folder.display()))?;
    let database = folder.join(DATABASE);
    if database.exists() {
        return Err(format!(
            "{} holds the state of this folder already; there is nothing to import",
            database.display()
        ));
    }
    Ok(())
}

fn check_target(folder: &Path, data_root: &Path, wanted: &BTreeSet<(Kind, String)>) -> Answer<()> {
    let database = data_root.join(DATABASE);
    if database.symlink_metadata().is_ok() {
        return Err(holds_state(&database));
    }
    let same = fs::canonicalize(folder).ok() == fs::canonicalize(data_root).ok();
    let held = wanted.iter().map(|(_, path)| data_root.join(path)).find(|path| path.symlink_metadata().is_ok());
    match held.filter(|_| !same) {
        Some(path) => Err(holds_state(&path)),
        None => Ok(()),
    }
}

/// What could not be synced is there all the same, whole.
pub(super) fn unsynced(made: &Path, reason: &str) -> String {
    format!("{} is whole, but {reason}; a power loss may take it, so keep what it was made from", made.display())
}

/// The files below a folder that none of these stores is kept in.
fn unnamed_below(folder: &Path, stores: &BTreeSet<(Kind, String)>) -> Answer<Vec<String>> {
    let named: BTreeSet<PathBuf> = stores.iter().map(|(_, path)| folder.join(path)).collect();
    let mut unnamed = Vec::new();
    files_below(folder, &mut |path| {
        if !named.contains(path) {
            unnamed.push(path.display().to_string());
        }
    })
    .map_err(|error| format!("can't read {}: {error}", folder.display()))?;
    Ok(unnamed)
}

/// The files below a folder that are no part of a backend's own, by name.
fn files_below(folder: &Path, each: &mut dyn FnMut(&Path)) -> io::Result<()> {
    let mut entries: Vec<fs::DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        if entry.file_type()?.is_dir() {
            if name != ".pgs" {
                files_below(&entry.path(), each)?;
            }
        } else if !name.to_string_lossy().starts_with(DATABASE) {
            each(&entry.path());
        }
    }
    Ok(())
}
