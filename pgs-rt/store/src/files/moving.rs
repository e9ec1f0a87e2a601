//! Stores that move from and to files.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::super::Durability;
use super::super::backend::{Answer, Object, Session as _};
use super::super::moving::{Kind, Part};
use super::file::{create_parent, describe};
use super::lines::{Lines, Sort};
use super::store_file::StoreFile;
use super::{Files, FilesSession, header};
use pgs_value::json;

/// The files below a folder.
pub(crate) struct Reader {
    root: PathBuf,
    session: FilesSession,
}

impl Reader {
    pub fn new(root: &Path) -> Self {
        let Files(files) = Files::new(root, Durability::Os);
        Self { root: root.to_owned(), session: FilesSession { files: Arc::clone(&files), notes: Vec::new() } }
    }

    /// Whether a store is there.
    pub fn has(&self, path: &str) -> bool {
        self.root.join(path).symlink_metadata().is_ok()
    }

    /// Hands the parts of a store on, in order, while nobody else changes it.
    pub fn read(&mut self, kind: Kind, path: &str, each: &mut dyn FnMut(Part) -> Answer<()>) -> Answer<()> {
        let end = |file: &mut StoreFile, kind| Ok(file.hold_lines(kind)?.map_or(0, |header| header.end));
        match kind {
            Kind::Registry => self.session.hold(path, header::Kind::Registry, |file| {
                let end: Answer<u64> = end(file, header::Kind::Registry);
                file.live_lines(end?, each)
            }),
            Kind::Log => self.session.hold(path, header::Kind::Log, |file| {
                let end: Answer<u64> = end(file, header::Kind::Log);
                file.whole_lines(end?, each)
            }),
            Kind::Object => {
                let object = self.session.list(path)?;
                object.into_iter().try_for_each(|(key, value)| each(Part::Member(key, value)))
            }
        }
    }

    /// What was found torn and was repaired.
    pub fn notes(&mut self) -> Vec<String> {
        self.session.notes()
    }
}

impl StoreFile {
    /// The lines that are not blank, up to `end`, as they are.
    fn whole_lines(&self, end: u64, each: &mut dyn FnMut(Part) -> Answer<()>) -> Answer<()> {
        if end == 0 {
            return Ok(());
        }
        let mut lines = Lines::new(self.data()?, 0, end);
        let mut number = 0;
        while let Some(line) = lines.next().map_err(|error| describe("read", &self.path, &error))? {
            number += 1;
            let reason = match line.sort() {
                Sort::Blank => continue,
                Sort::Entry(_) => {
                    each(Part::Line(String::from_utf8_lossy(line.bytes).into_owned()))?;
                    continue;
                }
                Sort::Torn => "bytes that were never written".to_owned(),
                Sort::Broken(reason) => reason,
            };
            return Err(format!("{}, line {number}: {reason}; repair the line or remove it", self.path.display()));
        }
        Ok(())
    }

    /// Of the lines those that count: the last of each key, unless it removes it.
    fn live_lines(&self, end: u64, each: &mut dyn FnMut(Part) -> Answer<()>) -> Answer<()> {
        let mut live: Vec<Option<String>> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        self.whole_lines(end, &mut |part| {
            let Part::Line(text) = part else { return Ok(()) };
            let head: super::lines::Head = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            let Some(key) = head.key else { return Ok(()) };
            if let Some(before) = places.remove(&key) {
                live[before] = None;
            }
            if !head.tombstone {
                places.insert(key, live.len());
                live.push(Some(text));
            }
            Ok(())
        })?;
        live.into_iter().flatten().try_for_each(|text| each(Part::Line(text)))
    }
}

/// The file of a store while it is written.
pub(crate) struct Draft {
    path: PathBuf,
    file: BufWriter<File>,
    /// What an object file is made of.
    object: Option<Object>,
}

impl Draft {
    pub fn create(root: &Path, kind: Kind, path: &str) -> Answer<Self> {
        let path = root.join(path);
        let create = || {
            create_parent(&path)?;
            File::options().write(true).create_new(true).open(&path)
        };
        let file = create().map_err(|error| describe("create", &path, &error))?;
        Ok(Self { path, file: BufWriter::new(file), object: (kind == Kind::Object).then(Object::new) })
    }

    pub fn add(&mut self, part: Part) -> Answer<()> {
        match (part, &mut self.object) {
            (Part::Member(key, value), Some(object)) => {
                object.insert(key, value);
                Ok(())
            }
            (Part::Line(line), None) => {
                writeln!(self.file, "{line}").map_err(|error| describe("write", &self.path, &error))
            }
            _ => Err(format!("{} is no file of this kind", self.path.display())),
        }
    }

    /// Waits until the file is on disk.
    pub fn finish(mut self) -> Answer<()> {
        let mut finish = || {
            if let Some(object) = self.object.take() {
                self.file.write_all(json::pretty(&Value::Object(object)).as_bytes())?;
            }
            self.file.flush()?;
            self.file.get_ref().sync_all()
        };
        finish().map_err(|error| describe("write", &self.path, &error))
    }
}
