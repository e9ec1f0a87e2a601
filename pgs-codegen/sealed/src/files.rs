//! What lies in the folder of a snapshot. No link is followed, and everything that is read is bounded.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use pgs_folder::{Access, Kind, Refused};

use crate::refusal::Refusal;

/// How many bytes a file may have. The largest one of the published snapshot, an index, has 3 MB.
pub const FILE_LIMIT: u64 = 64 << 20;

/// How many bytes all files may have. The published snapshot has 11 MB.
pub const TOTAL_LIMIT: u64 = 256 << 20;

/// How many files and folders there may be. The published snapshot has 900.
const ENTRIES: usize = 100_000;

/// How deep folders may nest. The published snapshot has five levels.
const DEPTH: usize = 32;

/// The folder of a snapshot.
pub struct Folder(pgs_folder::Folder);

/// What lies below a folder, by path from there, with `/` between its parts.
#[derive(Debug, Default)]
pub struct Found {
    /// The files.
    pub files: BTreeSet<String>,
    /// What is neither a file nor a folder, and what has a name that is no text.
    pub others: BTreeMap<String, &'static str>,
    /// The folders.
    pub folders: BTreeSet<String>,
}

impl Folder {
    /// The folder at a path.
    pub fn new(root: &Path) -> Self {
        Self(pgs_folder::Folder::new(root))
    }

    /// The bytes of a file.
    pub fn bytes(&self, path: &str) -> Result<Vec<u8>, Refusal> {
        let file = self.0.file(path).open(Access::Read).map_err(|error| refused(path, error))?;
        let mut bytes = Vec::new();
        file.take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| refused(path, error))?;
        if bytes.len() as u64 > FILE_LIMIT {
            return Err(Refusal::TooLarge { file: path.to_owned(), limit: format!("{FILE_LIMIT} bytes") });
        }
        Ok(bytes)
    }

    /// The same, and none if nothing is there.
    pub fn bytes_if_there(&self, path: &str) -> Result<Option<Vec<u8>>, Refusal> {
        match self.bytes(path) {
            Err(Refusal::Unreadable { error, .. }) if error.kind() == ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    /// Everything that lies below the folder.
    pub fn found(&self) -> Result<Found, Refusal> {
        let mut found = Found::default();
        let mut open = vec![(String::new(), 0)];
        while let Some((folder, depth)) = open.pop() {
            let entries = self.0.file(&folder).list().map_err(|error| refused(&folder, error))?;
            for (name, kind) in entries {
                let path = joined(&folder, &name);
                match kind {
                    _ if name.to_str().is_none() => {
                        found.others.insert(path, "something whose name is no text");
                    }
                    Kind::Folder if depth >= DEPTH => {
                        return Err(Refusal::TooLarge { file: path, limit: format!("{DEPTH} folders in one another") });
                    }
                    Kind::Folder => {
                        open.push((path.clone(), depth + 1));
                        found.folders.insert(path);
                    }
                    Kind::File => {
                        found.files.insert(path);
                    }
                    Kind::Link => {
                        found.others.insert(path, "a symbolic link");
                    }
                    Kind::Other => {
                        found.others.insert(path, "a pipe, a device or a socket");
                    }
                }
                if found.files.len() + found.folders.len() + found.others.len() > ENTRIES {
                    return Err(Refusal::TooLarge { file: folder, limit: format!("{ENTRIES} files") });
                }
            }
        }
        Ok(found)
    }
}

impl Found {
    /// What stands at a path where a file should be; none if it is one, or nothing.
    pub fn instead_of_file(&self, path: &str) -> Option<&'static str> {
        self.others.get(path).copied().or_else(|| self.folders.contains(path).then_some("a folder"))
    }
}

fn joined(folder: &str, name: &OsString) -> String {
    let name = name.to_string_lossy();
    if folder.is_empty() { name.into_owned() } else { format!("{folder}/{name}") }
}

fn refused(path: &str, error: io::Error) -> Refusal {
    let file = path.to_owned();
    match Refused::of(&error) {
        Some(Refused::Link(_)) => Refusal::NotAFile { file, found: "a symbolic link" },
        Some(_) => Refusal::NotAFile { file, found: "something else" },
        None => Refusal::Unreadable { file, error },
    }
}
