//! The files and folders of a place at one moment: read from there, told apart, and laid out elsewhere.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::hash::{Hash, Hasher};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;

/// The files and folders below the watched folder, by path relative to it.
pub type State = BTreeMap<String, Entry>;

/// A file or folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// What a file holds; none for a folder.
    pub content: Option<Bytes>,
    /// Its inode number; 0 where nobody knows it.
    pub inode: u64,
    /// When it was changed, in seconds and nanoseconds; 0 where nobody knows.
    pub changed: (i64, i64),
}

/// The bytes of a file. States share them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes {
    /// All of them.
    pub bytes: Arc<Vec<u8>>,
    digest: u64,
}

impl Bytes {
    /// These bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        // Unlike the standard library's hashes this one is optimised in a debug build as well.
        let digest = u64::from(crc32fast::hash(&bytes)) << 32 | bytes.len() as u64;
        Self { bytes: Arc::new(bytes), digest }
    }
}

impl Hash for Bytes {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.digest.hash(hasher);
    }
}

/// Writes a state into a new folder. Gives the table by which the files stand for those of the state (`FAULTS_FILES`).
pub fn restore(state: &State, folder: &Path) -> String {
    let mut table = String::new();
    for (path, entry) in state {
        let path = folder.join(path);
        match &entry.content {
            None => std::fs::create_dir_all(path).unwrap(),
            Some(content) => {
                // As runs create locks: one that everybody may read would be closed to them first.
                let mut file = File::options().write(true).create_new(true).mode(0o600).open(&path).unwrap();
                file.write_all(&content.bytes).unwrap();
                let new = std::fs::metadata(&path).unwrap();
                if entry.inode != 0 {
                    let (seconds, nanoseconds) = entry.changed;
                    let (inode, told) = (new.ino(), entry.inode);
                    let now = (new.ctime(), new.ctime_nsec());
                    writeln!(table, "{inode} {} {} {told} {seconds} {nanoseconds}", now.0, now.1).unwrap();
                }
            }
        }
    }
    table
}

/// Reads a folder as a state.
pub fn snapshot(folder: &Path) -> State {
    let mut state = State::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            let found = std::fs::metadata(&path).unwrap();
            let content = if found.is_dir() {
                open.push(path);
                None
            } else {
                Some(Bytes::new(std::fs::read(&path).unwrap()))
            };
            let changed = (found.ctime(), found.ctime_nsec());
            state.insert(name, Entry { content, inode: found.ino(), changed });
        }
    }
    state
}
