//! The two forms in which a data root keeps its stores, and how to read them without the program.

use std::collections::BTreeMap;
use std::path::Path;

use pgs_value::{Map, Value};
use rusqlite::{Connection, OptionalExtension as _};

use super::effects::Content;

/// How a data root keeps its stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The reference's files.
    Files,
    /// One database.
    Sqlite,
}

/// All forms of this build.
pub const FORMS: &[Form] = if cfg!(feature = "sqlite") { &[Form::Files, Form::Sqlite] } else { &[Form::Files] };

impl Form {
    /// The word for it on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Sqlite => "sqlite",
        }
    }

    /// The options of a run that choose it.
    pub fn options(self) -> &'static [&'static str] {
        match self {
            Self::Files => &["--store", "files"],
            Self::Sqlite => &["--store", "sqlite"],
        }
    }

    /// What a store holds; the empty one is of the wanted kind.
    pub fn read(self, data_root: &Path, path: &str, empty: &Content) -> Result<Content, String> {
        match self {
            Self::Files => read_file(&data_root.join(path), empty),
            Self::Sqlite => read_database(&data_root.join("pgs.db"), path, empty),
        }
    }
}

fn read_database(database: &Path, path: &str, empty: &Content) -> Result<Content, String> {
    if !database.exists() {
        return Ok(empty.clone());
    }
    // Whoever opens a database may tidy it up: not this one.
    let copy = super::Place::in_memory();
    for end in ["", "-wal"] {
        let name = format!("pgs.db{end}");
        let _ = std::fs::copy(database.with_file_name(&name), copy.folder().join(&name));
    }
    let read = || -> rusqlite::Result<Content> {
        let connection = Connection::open(copy.folder().join("pgs.db"))?;
        let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        if check != "ok" {
            return Err(rusqlite::Error::InvalidColumnName(check));
        }
        let (table, key, kind) = match empty {
            Content::Registry(_) => ("entry", "key", "registry"),
            Content::Records(_) => ("member", "key", "object"),
            Content::Journal(_) => ("line", "''", "log"),
        };
        let mut query = connection.prepare(&format!(
            "SELECT {key}, json FROM {table} JOIN store ON store = id WHERE kind = ? AND path = ? ORDER BY n"
        ))?;
        let rows = query.query_map([kind, path], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let rows: Vec<(String, String)> = rows.collect::<rusqlite::Result<_>>()?;
        let count: Option<i64> = connection
            .query_row("SELECT count FROM store WHERE kind = ? AND path = ?", [kind, path], |row| row.get(0))
            .optional()?;
        if matches!(empty, Content::Registry(_)) {
            assert_eq!(usize::try_from(count.unwrap_or(0)), Ok(rows.len()), "{path}: the count of rows is wrong");
        }
        let rows = rows.into_iter().map(|(key, json)| (key, pgs_value::from_str::<Value>(&json).unwrap()));
        Ok(match empty {
            Content::Registry(_) => Content::Registry(rows.collect()),
            Content::Records(_) => Content::Records(rows.collect()),
            Content::Journal(_) => Content::Journal(rows.map(|(_, entry)| entry).collect()),
        })
    };
    read().map_err(|error| format!("{}: {error}", database.display()))
}

fn read_file(path: &Path, empty: &Content) -> Result<Content, String> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(empty.clone()),
        Err(error) => return Err(format!("{}: {error}", path.display())),
    };
    let broken = |what: &str| format!("{}: {what}:\n{}", path.display(), text.escape_debug());
    match empty {
        Content::Records(_) => {
            let records: Map<String, Value> = pgs_value::from_str(&text).map_err(|error| broken(&error.to_string()))?;
            Ok(Content::Records(records))
        }
        Content::Registry(_) => registry(&lines(&text).map_err(|error| broken(&error))?).map_err(|what| broken(&what)),
        Content::Journal(_) => Ok(Content::Journal(lines(&text).map_err(|error| broken(&error))?)),
    }
}

/// The lines of a file, each of them ended.
fn lines(text: &str) -> Result<Vec<Value>, String> {
    if !text.is_empty() && !text.ends_with('\n') {
        return Err("the last line is torn".into());
    }
    text.lines().map(|line| pgs_value::from_str(line).map_err(|error| format!("{error} in {line}"))).collect()
}

/// The live entries of a registry, checked for keys that were registered twice and addresses that two entries share.
fn registry(lines: &[Value]) -> Result<Content, String> {
    let mut live = Map::new();
    let mut addresses = BTreeMap::new();
    for line in lines {
        let key = line["key"].as_str().ok_or("a line has no key")?.to_owned();
        let address = line["address"].as_str().ok_or("a line has no address")?.to_owned();
        if line["tombstone"] == true {
            live.shift_remove(&key);
            continue;
        }
        if let Some(other) = addresses.insert(address, key.clone()) {
            return Err(format!("{other} and {key} share an address"));
        }
        if live.insert(key.clone(), line.clone()).is_some() {
            return Err(format!("{key} was registered twice"));
        }
    }
    Ok(Content::Registry(live))
}
