//! Stores that move from and to a database.

use std::path::Path;

use rusqlite::Connection;

use super::opened::Opened;
use super::store::{Kind, Store};
use super::trouble::Trouble;
use super::{Shared, Sqlite, database, disk};
use crate::backend::Answer;
use crate::moving::{self, Part};

impl From<moving::Kind> for Kind {
    fn from(kind: moving::Kind) -> Self {
        match kind {
            moving::Kind::Registry => Self::Registry,
            moving::Kind::Log => Self::Log,
            moving::Kind::Object => Self::Object,
        }
    }
}

/// A database as it is at one moment, whatever others add meanwhile.
pub(crate) struct Reader {
    shared: std::sync::Arc<Shared>,
    opened: Opened,
}

impl Reader {
    pub fn open(root: &Path) -> Answer<Self> {
        let shared = Sqlite::new(root).shared;
        let none = || format!("there is no {} below {}", database::NAME, root.display());
        let opened = shared.take()?.ok_or_else(none)?;
        let reader = Self { shared, opened };
        reader.told(reader.opened.connection.execute_batch("BEGIN").map_err(Trouble::from))?;
        Ok(reader)
    }

    /// Hands the parts of a store on, in order, and gives how many there are; none if it is not there.
    pub fn read(
        &self,
        kind: moving::Kind,
        path: &str,
        each: &mut dyn FnMut(Part) -> Answer<()>,
    ) -> Answer<Option<u64>> {
        let mut read = || {
            let Some(store) = self.opened.store(kind.into(), path)? else { return Ok(None) };
            store.parts(kind, each).map(Some)
        };
        self.told(read())
    }

    /// Every store that is there.
    pub fn stores(&self) -> Answer<Vec<(moving::Kind, String)>> {
        let stores = || {
            let mut statement = self.opened.connection.prepare("SELECT kind, path FROM store ORDER BY path, kind")?;
            let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
            let kinds = [moving::Kind::Registry, moving::Kind::Log, moving::Kind::Object];
            let kind = |word: &str| kinds.into_iter().find(|kind| kind.as_str() == word);
            let stores: Vec<(String, String)> = rows.collect::<Result<_, _>>()?;
            Ok(stores.into_iter().filter_map(|(word, path)| Some((kind(&word)?, path))).collect())
        };
        self.told(stores())
    }

    fn told<T>(&self, result: Result<T, Trouble>) -> Answer<T> {
        result.map_err(|trouble| self.shared.reason(trouble))
    }
}

/// Creates a database with what `fill` puts into it, whole or not at all. False if there is one already.
pub(crate) fn create(root: &Path, fill: &mut dyn FnMut(&Writer<'_>) -> Answer<()>) -> Answer<bool> {
    let shared = Sqlite::new(root).shared;
    let filled = database::make(&shared.root, &mut |connection| Ok(fill(&Writer { shared: &shared, connection })?));
    let created = filled.map_err(|trouble| shared.reason(trouble))?;
    if created {
        disk::sync_folder(&shared.root)
            .map_err(|reason| moving::unsynced(&shared.root.join(database::NAME), &reason))?;
    }
    Ok(created)
}

/// A database that nobody sees yet.
pub(crate) struct Writer<'c> {
    shared: &'c Shared,
    connection: &'c Connection,
}

impl Writer<'_> {
    /// Creates a store.
    pub fn store<'s>(&'s self, kind: moving::Kind, path: &'s str) -> Answer<NewStore<'s>> {
        let store = Store::create(self.connection, kind.into(), path);
        Ok(NewStore { shared: self.shared, kind, store: store.map_err(|trouble| self.shared.reason(trouble))? })
    }
}

/// A store of it.
pub(crate) struct NewStore<'c> {
    shared: &'c Shared,
    kind: moving::Kind,
    store: Store<'c>,
}

impl NewStore<'_> {
    /// Adds a part to its end.
    pub fn add(&mut self, part: Part) -> Answer<()> {
        self.store.add_part(self.kind, part).map_err(|trouble| self.shared.reason(trouble))
    }
}
