//! What the last build wrote: a digest of each file, in the output folder and not committed.
//!
//! A file that differs from what is generated now is as an earlier build left it, and then the protocol changed, or
//! somebody edited it. Only a record tells. It lies beside the files, because builds of every profile and target folder
//! write the same ones; `sha256sum --check` reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::drift::Drift;
use super::file::{OutputError, at, check_link, write_one};
use crate::emit::Files;

const NAME: &str = ".pgs-written";
const HEAD: &str = "# Generated from the protocol snapshots: what the last build wrote. Do not commit this file.\n";

/// Digests by file. While a build writes, a file has two: of what it was and of what it becomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record(BTreeMap<PathBuf, BTreeSet<String>>);

/// Where the record of an output folder lies.
pub fn path(output: &Path) -> PathBuf {
    output.join(NAME)
}

impl Record {
    /// The record of an output folder; none if there is none, as in a fresh clone.
    pub fn read(output: &Path) -> io::Result<Option<Self>> {
        let text = match fs::read_to_string(path(output)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            text => text?,
        };
        let mut record = Self::default();
        for (digest, file) in text.lines().filter_map(|line| line.split_once("  ")) {
            record.0.entry(PathBuf::from(file)).or_default().insert(digest.to_owned());
        }
        Ok(Some(record))
    }

    /// The record of these files. What did not drift is, if it stood in the record before, not digested again.
    pub fn of(files: &Files, before: Option<&Self>, drift: &[(PathBuf, Drift)]) -> Self {
        let drifted: BTreeSet<&PathBuf> = drift.iter().map(|(file, _)| file).collect();
        let digests = files.iter().map(|(file, content)| {
            let known =
                before.and_then(|record| record.0.get(file)).filter(|it| it.len() == 1 && !drifted.contains(file));
            (file.clone(), known.cloned().unwrap_or_else(|| BTreeSet::from([digest(content.bytes())])))
        });
        Self(digests.collect())
    }

    /// This record and another one.
    pub fn and(&self, other: Option<&Self>) -> Self {
        let mut both = self.clone();
        for (file, digests) in other.into_iter().flat_map(|record| &record.0) {
            both.0.entry(file.clone()).or_default().extend(digests.iter().cloned());
        }
        both
    }

    /// Whether a build wrote this file, whatever it holds now: one that was broken off may have left it empty.
    pub fn names(&self, file: &Path) -> bool {
        self.0.contains_key(file)
    }

    /// Whether the file at this path is as a build wrote it.
    pub fn knows(&self, file: &Path, path: &Path) -> bool {
        let digests = self.0.get(file);
        digests.is_some_and(|digests| fs::read(path).is_ok_and(|content| digests.contains(&digest(&content))))
    }

    /// Writes the record, unless it is there already.
    pub fn write(&self, output: &Path) -> Result<(), OutputError> {
        let lines = self.0.iter().flat_map(|(file, digests)| digests.iter().map(move |digest| (file, digest)));
        let mut text = HEAD.to_owned();
        text.extend(lines.map(|(file, digest)| format!("{digest}  {}\n", file.display())));
        let path = path(output);
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        check_link(output, Path::new(NAME))?;
        write_one(&path, text.as_bytes()).map_err(|error| at(&path, error))
    }
}

fn digest(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content))
}
