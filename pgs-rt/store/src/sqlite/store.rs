//! One store and its rows.

mod log;
mod object;
mod parts;
mod registry;

use std::path::{Component, Path};

use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Params};
use serde_json::Value;

use super::database;
use super::trouble::Trouble;
use crate::backend::Object;
use pgs_value::json;

/// What a store keeps. The same path may name a store of each kind.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Registry,
    Log,
    Object,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::Log => "log",
            Self::Object => "object",
        }
    }
}

/// A store that is in the database.
pub(super) struct Store<'c> {
    connection: &'c Connection,
    id: i64,
    /// Its path below the data root.
    path: &'c str,
}

impl<'c> Store<'c> {
    pub fn find(connection: &'c Connection, kind: Kind, path: &'c str) -> Result<Option<Self>, Trouble> {
        let found = connection
            .prepare_cached("SELECT id FROM store WHERE kind = ?1 AND path = ?2")?
            .query_row((kind.as_str(), normal(path)), |row| row.get(0))
            .optional()?;
        Ok(found.map(|id| Self { connection, id, path }))
    }

    pub fn create(connection: &'c Connection, kind: Kind, path: &'c str) -> Result<Self, Trouble> {
        connection
            .prepare_cached("INSERT INTO store (kind, path) VALUES (?1, ?2)")?
            .execute((kind.as_str(), normal(path)))?;
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
    fn written(&self, value: &Value, outer: usize) -> Result<String, Trouble> {
        let limit = json::DEPTH_LIMIT;
        if outer + json::depth(value) > limit {
            let path = &self.path;
            return Err(format!("can't write {path}: lists and objects would be nested more than {limit} deep").into());
        }
        Ok(json::compact(value))
    }

    fn parsed(&self, text: &str) -> Result<Value, Trouble> {
        json::parse(text).map_err(|error| self.broken(&error))
    }

    fn parsed_object(&self, text: &str) -> Result<Object, Trouble> {
        match self.parsed(text)? {
            Value::Object(object) => Ok(object),
            _ => Err(self.broken("not a JSON object")),
        }
    }

    fn broken(&self, error: &str) -> Trouble {
        format!("{}, {}: {error}; restore it from a backup", database::NAME, self.path).into()
    }
}

/// A path in one spelling.
fn normal(path: &str) -> String {
    let parts = Path::new(path).components().filter_map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}
