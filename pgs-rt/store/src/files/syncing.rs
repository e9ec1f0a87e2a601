//! What of a store's file is on disk, and what follows where that can't be had.

use std::fs::File;
use std::io;

use pgs_folder::FilePath;

use super::file::Stamp;
use super::header::{Header, Named};
use super::lines::Part;
use super::replace::replace;
use super::store_file::StoreFile;
use crate::declared::StoreKind;
use crate::durability::Durability;
use crate::error::{StoreError, StoreResult};

/// What is not on disk yet.
pub(super) struct Unsynced {
    path: FilePath,
    file: Option<File>,
    names: usize,
    /// What the index says of the file.
    pub header: Option<Header>,
}

impl Unsynced {
    /// Waits until it is.
    pub fn wait(&self) -> StoreResult<()> {
        if let Some(file) = &self.file {
            file.sync_data().map_err(|error| StoreError::io("sync", &self.path, &error))?;
        }
        self.path
            .ancestors()
            .take(self.names)
            .try_for_each(|path| path.sync_name().map_err(|error| StoreError::io("sync the folder of", &path, &error)))
    }
}

impl StoreFile {
    /// Whether all of the file is on disk, and its name, as far as this process knows.
    pub fn is_on_disk(&mut self, kind: StoreKind) -> bool {
        !self.unsaid && self.header(kind).is_some_and(|header| header.is_on_disk())
    }

    /// What is to be waited for, for the file and its name to be on disk; none if both are, or there is no file.
    pub fn unsynced(&mut self, kind: StoreKind) -> StoreResult<Option<Unsynced>> {
        if self.look()?.is_none() {
            return Ok(None);
        }
        let header = self.header(kind);
        if header.is_some_and(|header| header.doubtful) {
            let reason = format!("an earlier sync of {} has failed", self.path.display());
            return Err(StoreError::Unsynced { path: self.path.to_path_buf(), reason });
        }
        let header = header.filter(|_| !self.unsaid);
        if header.is_some_and(|header| header.is_on_disk()) {
            return Ok(None);
        }
        let (data, name) = match &header {
            Some(header) => (header.synced != header.version, header.named),
            None => (true, Named::No),
        };
        let file = if data { Some(self.data()?.try_clone()) } else { None };
        let file = file.transpose().map_err(|error| StoreError::io("sync", &self.path, &error))?;
        // The names that are not: the file's own, or all from there to the data root's.
        let names = match name {
            Named::Yes => 0,
            Named::Folders => 1,
            Named::No => self.depth,
        };
        Ok(Some(Unsynced { path: self.path.clone(), file, names, header }))
    }

    /// After the wait: others need not wait for the same. Without this mark somebody syncs once more.
    pub fn synced(&mut self, kind: StoreKind, unsynced: &Unsynced) {
        let inode = |header: &Header| header.stamp.inode;
        if let (Some(before), Some(now)) = (&unsynced.header, self.header(kind))
            && inode(before) == inode(&now)
            && let Some(index) = &self.index
        {
            let _ = index.write_synced(before.version);
            if kind != StoreKind::Object {
                self.confirm_lines(before);
            }
        }
    }

    /// Remembers that a sync has failed. If that can't be written either, nobody can be told.
    pub fn doubt(&mut self, kind: StoreKind) {
        self.pending = None;
        if let Some(mut header) = self.header(kind) {
            header.doubtful = true;
            let _ = self.index.as_ref().map(|index| index.write_header(&header));
        }
    }

    /// Copies a file whose sync has failed to a new one: what the old one has on disk is not known, and syncing it again
    /// would say that all is well.
    pub fn copy_anew(&mut self) -> StoreResult<()> {
        let copy = || {
            let size = Stamp::of_file(self.data().map_err(io::Error::other)?)?.size;
            let mut from = Part::new(self.data().map_err(io::Error::other)?, 0, size);
            replace(&self.path, Durability::Sync, |out| io::copy(&mut from, out).map(drop))?;
            self.path.behind_links()?.sync_name()
        };
        copy().map_err(|error| StoreError::io("copy, after a failed sync,", &self.path, &error))?;
        let before = self.inode();
        let now = self.look()?.map(|stamp| stamp.inode);
        before.zip(now).map_or(Ok(()), |(before, now)| self.own_writes_move(before, now))
    }
}
