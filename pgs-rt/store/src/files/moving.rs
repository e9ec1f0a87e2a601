//! Files as the source and target of state that moves.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use pgs_folder::{Access, FilePath, Kind, NEW_FILE};
use pgs_value::Value;

use super::lines::{Head, Line, Sort};
use super::new_folder::NewFolder;
use super::sidecar::Sidecar;
use super::store_file::StoreFile;
use crate::backend::Object;
use crate::data_root::DataRoot;
use crate::declared::StoreKind;
use crate::durability::Durability;
use crate::error::{StoreError, StoreResult};
use crate::layout::{DATABASE, OWN_FOLDER};
use crate::lock::{Lock, LockGuard};
use crate::moving::{NewState, NewStore, Part, Parts, Source, StorePath, Target, holds_state};
use crate::options::Wait;
use pgs_value::json;

/// The files below a folder. Nothing is changed there, not even an index.
pub(crate) struct FilesSource {
    root: DataRoot,
    notes: Vec<String>,
    held: Option<LockGuard>,
}

impl FilesSource {
    /// Those of a folder that is there, and where no database holds the state.
    pub fn open(root: &DataRoot) -> StoreResult<Self> {
        fs::read_dir(root.path()).map_err(|error| StoreError::io("read", root.path(), &error))?;
        let database = root.path().join(DATABASE);
        if database.symlink_metadata().is_ok() {
            let reason =
                format!("{} holds the state of this folder already; there is nothing to import", database.display());
            return Err(StoreError::Conflict { path: database, reason });
        }
        Ok(Self { root: root.clone(), notes: Vec::new(), held: None })
    }
}

impl Source for FilesSource {
    fn root(&self) -> &Path {
        self.root.path()
    }

    /// Files that stay where they are, and count, are not touched: not even by a lock.
    fn hold(&mut self, replaced: bool, wait: Wait) -> StoreResult<()> {
        let mut lock = Lock::of_files(&self.root);
        self.held = if replaced {
            let held = lock.exclusive(wait.begin())?;
            held.sign();
            Some(held)
        } else {
            lock.exclusive_if_there(wait.begin())?
        };
        Ok(())
    }

    fn has(&mut self, store: &StorePath) -> StoreResult<bool> {
        Ok(self.root.path().join(&store.path).symlink_metadata().is_ok())
    }

    /// Nobody else changes the store meanwhile, where it has a lock.
    fn read(&mut self, store: &StorePath, each: &mut Parts<'_>) -> StoreResult<()> {
        let mut file = StoreFile::new(&self.root, &store.path, Durability::Os);
        let _held = file.lock().exclusive_if_there(Wait::default().begin())?;
        match store.kind {
            StoreKind::Registry => file.live_lines(each)?,
            StoreKind::Log => file.each_line(store.kind, &mut |line| each(part(line)))?,
            StoreKind::Object => {
                let object = file.object_unchanged()?;
                object.into_iter().try_for_each(|(key, value)| each(Part::Member(key, value)))?;
            }
        }
        self.notes.append(&mut file.notes);
        Ok(())
    }

    /// The files that none of these stores is kept in.
    fn others(&mut self, stores: &BTreeSet<StorePath>) -> StoreResult<Vec<String>> {
        let mut named: BTreeSet<PathBuf> = stores.iter().map(|store| self.root.path().join(&store.path)).collect();
        // What is beside them for those who share them says nothing.
        named.extend(stores.iter().map(|store| Sidecar::of(&self.root.file(&store.path)).path().to_path_buf()));
        let mut others = Vec::new();
        files_below(&self.root.file(""), &mut |path| {
            if !named.contains(path) {
                others.push(path.display().to_string());
            }
        })
        .map_err(|error| StoreError::io("read", self.root.path(), &error))?;
        Ok(others)
    }

    fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }
}

/// The files below a folder that are no part of a backend's own, by name.
fn files_below(folder: &FilePath, each: &mut dyn FnMut(&Path)) -> io::Result<()> {
    for (name, kind) in folder.list()? {
        if kind == Kind::Folder {
            if name != OWN_FOLDER {
                files_below(&folder.file(name), each)?;
            }
        } else if !name.to_string_lossy().starts_with(DATABASE) {
            each(&folder.file(name));
        }
    }
    Ok(())
}

/// A line that was found to be an entry, as it is.
fn part(line: &Line<'_>) -> Part {
    Part::Line(String::from_utf8_lossy(line.bytes).into_owned())
}

impl StoreFile {
    /// Of the lines those that count: the last of each key, unless it removes it.
    fn live_lines(&mut self, each: &mut Parts<'_>) -> StoreResult<()> {
        let mut live: Vec<Option<Part>> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        self.each_line(StoreKind::Registry, &mut |line| {
            let Sort::Entry(Head { key: Some(key), tombstone, .. }) = line.sort() else { return Ok(()) };
            if let Some(before) = places.remove(&key) {
                live[before] = None;
            }
            if !tombstone {
                places.insert(key, live.len());
                live.push(Some(part(line)));
            }
            Ok(())
        })?;
        live.into_iter().flatten().try_for_each(each)
    }
}

/// A folder that is empty or not there yet.
pub(crate) struct FilesTarget {
    folder: PathBuf,
}

impl FilesTarget {
    /// Such a folder.
    pub fn open(root: &DataRoot) -> StoreResult<Self> {
        check_empty(root.path())?;
        Ok(Self { folder: root.path().to_owned() })
    }
}

impl Target for FilesTarget {
    fn root(&self) -> &Path {
        &self.folder
    }

    fn create(&self, fill: &mut dyn FnMut(&mut dyn NewState) -> StoreResult<()>) -> StoreResult<()> {
        let mut new = NewFolder::beside(&self.folder)?;
        // Another process may have been quicker.
        check_empty(&self.folder)?;
        fill(&mut new)?;
        new.put_in_place()
    }
}

fn check_empty(folder: &Path) -> StoreResult<()> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => {
            let reason = format!("can't read {}: {error}; give a folder that is not there yet", folder.display());
            Err(StoreError::of_kind(error.kind(), folder, reason))
        }
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(Ok(entry)) => Err(holds_state(&entry.path())),
            Some(Err(error)) => Err(StoreError::io("read", folder, &error)),
        },
    }
}

impl NewState for NewFolder {
    fn begin<'s>(&'s mut self, store: &'s StorePath) -> StoreResult<Box<dyn NewStore + 's>> {
        Ok(Box::new(NewFile::create(self.path().file(&store.path), store.kind)?))
    }
}

/// The file of a store while it is written.
struct NewFile {
    path: FilePath,
    file: BufWriter<File>,
    /// What an object file is made of.
    object: Option<Object>,
}

impl NewFile {
    fn create(path: FilePath, kind: StoreKind) -> StoreResult<Self> {
        let file = path.with_parent(|| path.create_new(Access::Write, NEW_FILE));
        let file = file.map_err(|error| StoreError::io("create", &path, &error))?;
        Ok(Self { path, file: BufWriter::new(file), object: (kind == StoreKind::Object).then(Object::new) })
    }
}

impl NewStore for NewFile {
    fn add(&mut self, part: Part) -> StoreResult<()> {
        match (part, &mut self.object) {
            (Part::Member(key, value), Some(object)) => {
                object.insert(key, value);
                Ok(())
            }
            (Part::Line(line), None) => {
                writeln!(self.file, "{line}").map_err(|error| StoreError::io("write", &self.path, &error))
            }
            (Part::Member(..), None) | (Part::Line(_), Some(_)) => {
                let reason = format!("{} is no file of this kind", self.path.display());
                Err(StoreError::Conflict { path: self.path.to_path_buf(), reason })
            }
        }
    }

    /// Waits until the file is on disk.
    fn finish(self: Box<Self>) -> StoreResult<()> {
        let Self { path, mut file, object } = *self;
        let finish = || {
            if let Some(object) = object {
                file.write_all(json::pretty(&Value::Object(object)).as_bytes())?;
            }
            file.flush()?;
            file.get_ref().sync_all()
        };
        finish().map_err(|error| StoreError::io("write", &path, &error))
    }
}
