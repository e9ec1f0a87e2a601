//! One store and its rows. The same path may name a store of each kind.

mod log;
mod object;
mod parts;
mod registry;

use std::path::Path;

use pgs_value::Value;
use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Params};

use super::database_error::DatabaseError;
use pgs_store::layout::DATABASE;
use pgs_store::{DamagePlace, Object, StoreError, StoreKind, check_depth, normal_path};
use pgs_value::json;

/// A store that is in the database.
pub(super) struct Store<'c> {
    connection: &'c Connection,
    id: i64,
    /// Its path below the data root.
    path: &'c str,
}

impl<'c> Store<'c> {
    pub fn find(connection: &'c Connection, kind: StoreKind, path: &'c str) -> Result<Option<Self>, DatabaseError> {
        let found = connection
            .prepare_cached("SELECT id FROM store WHERE kind = ?1 AND path = ?2")?
            .query_row((kind.as_str(), normal_path(path)), |row| row.get(0))
            .optional()?;
        Ok(found.map(|id| Self { connection, id, path }))
    }

    pub fn create(connection: &'c Connection, kind: StoreKind, path: &'c str) -> Result<Self, DatabaseError> {
        connection
            .prepare_cached("INSERT INTO store (kind, path) VALUES (?1, ?2)")?
            .execute((kind.as_str(), normal_path(path)))?;
        Ok(Self { connection, id: connection.last_insert_rowid(), path })
    }

    /// The store that was found under this number.
    pub fn known(connection: &'c Connection, path: &'c str, number: i64) -> Self {
        Self { connection, id: number, path }
    }

    /// Its number, which it keeps.
    pub fn number(&self) -> i64 {
        self.id
    }

    fn prepare(&self, sql: &str) -> rusqlite::Result<CachedStatement<'c>> {
        self.connection.prepare_cached(sql)
    }

    fn execute(&self, sql: &str, parameters: impl Params) -> rusqlite::Result<usize> {
        self.prepare(sql)?.execute(parameters)
    }

    /// The first column of the first row.
    fn text(&self, sql: &str, parameters: impl Params) -> rusqlite::Result<Option<String>> {
        self.prepare(sql)?.query_row(parameters, |row| row.get(0)).optional()
    }

    /// The text of a value that lies `outer` lists and objects deep where the reference interpreter keeps it. What no
    /// reader could read again there is refused.
    fn written(&self, value: &Value, outer: usize) -> Result<String, DatabaseError> {
        check_depth(Path::new(self.path), value, outer)?;
        Ok(json::compact(value))
    }

    /// The text of an entry, which is the line of a file without its end.
    fn line(&self, entry: &Value) -> Result<String, DatabaseError> {
        check_depth(Path::new(self.path), entry, 0)?;
        Ok(json::spaced(entry))
    }

    fn parsed(&self, text: &str) -> Result<Value, DatabaseError> {
        json::parse(text).map_err(|error| self.broken(&error.to_string()))
    }

    fn parsed_object(&self, text: &str) -> Result<Object, DatabaseError> {
        match self.parsed(text)? {
            Value::Object(object) => Ok(object),
            _ => Err(self.broken("not a JSON object")),
        }
    }

    fn broken(&self, error: &str) -> DatabaseError {
        StoreError::Damaged {
            path: DATABASE.into(),
            place: DamagePlace::Store(self.path.to_owned()),
            reason: error.to_owned(),
            remedy: "restore it from a backup",
        }
        .into()
    }
}
