//! The database file: created whole or not at all, opened, or refused.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::disk;
use super::opened::Writers;
use super::trouble::Trouble;

/// The name of the file under the data root.
pub(super) use crate::state::DATABASE as NAME;

/// `PGSt`: whose database this is.
const APPLICATION: i32 = 0x5047_5374;

/// The version of [`SCHEMA`].
pub(super) const VERSION: i32 = 2;

/// How long SQLite waits for a program that does not know our lock.
const PATIENCE: Duration = Duration::from_secs(30);

/// Few pages change with a row: those of keys hold the rows themselves, and the lines of a log stand together, so that the
/// next number is found at their end. `n` gives the order in which rows were added, and is no number of the protocol.
const SCHEMA: &str = "
    CREATE TABLE store (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,                     -- registry, log or object
        path TEXT NOT NULL,                     -- below the data root
        added INTEGER NOT NULL DEFAULT 0,       -- how many entries or members it was ever given
        count INTEGER NOT NULL DEFAULT 0,       -- how many entries it has now
        UNIQUE (kind, path)
    ) STRICT;

    -- The live entries of registries.
    CREATE TABLE entry (
        store INTEGER NOT NULL,
        key TEXT NOT NULL,
        address TEXT,
        n INTEGER NOT NULL,
        json TEXT NOT NULL,
        PRIMARY KEY (store, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX entry_address ON entry (store, address);
    CREATE TRIGGER entry_added AFTER INSERT ON entry
        BEGIN UPDATE store SET added = added + 1, count = count + 1 WHERE id = new.store; END;
    CREATE TRIGGER entry_removed AFTER DELETE ON entry
        BEGIN UPDATE store SET count = count - 1 WHERE id = old.store; END;

    -- The entries of logs.
    CREATE TABLE line (
        n INTEGER PRIMARY KEY,                  -- the store's number, then 40 bits for the line's
        store INTEGER NOT NULL AS (n >> 40),
        json TEXT NOT NULL
    ) STRICT;

    -- The keys and values of objects.
    CREATE TABLE member (
        store INTEGER NOT NULL,
        key TEXT NOT NULL,
        n INTEGER NOT NULL,
        json TEXT NOT NULL,
        PRIMARY KEY (store, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER member_added AFTER INSERT ON member
        BEGIN UPDATE store SET added = added + 1 WHERE id = new.store; END;
";

/// Creates the database unless another process is quicker. It is made under another name and put in its place: nobody
/// sees a part of it, not even after a power loss.
pub(super) fn create(root: &Path) -> Result<(), Trouble> {
    if make(root, &mut |_| Ok(()))? {
        disk::sync_folder(root)?;
    }
    Ok(())
}

/// The same with what `fill` puts into it, but that its name is not synced. False if there is a database already.
pub(super) fn make(root: &Path, fill: &mut dyn FnMut(&Connection) -> Result<(), Trouble>) -> Result<bool, Trouble> {
    let folder = root.join(".pgs");
    disk::create_folder(&folder)?;
    let _turn = Writers::new(root).turn()?;
    let path = root.join(NAME);
    if path.try_exists().unwrap_or(true) {
        return Ok(false);
    }
    let failed = |error: std::io::Error| format!("can't create {}: {error}", path.display());
    let draft_folder = DraftFolder::create(folder.join("new")).map_err(failed)?;
    let draft = draft_folder.0.join(NAME);
    // As any new file: SQLite by itself would give a group less than the umask does.
    File::create(&draft).map_err(failed)?;
    write_draft(&draft, fill)?;
    File::open(&draft).and_then(|file| file.sync_all()).map_err(failed)?;
    fs::rename(&draft, &path).map_err(failed)?;
    Ok(true)
}

/// Where a database is made, by the holder of the lock.
struct DraftFolder(PathBuf);

impl DraftFolder {
    /// An empty one: what is there was left by a process that was killed.
    fn create(path: PathBuf) -> std::io::Result<Self> {
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for DraftFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn write_draft(draft: &Path, fill: &mut dyn FnMut(&Connection) -> Result<(), Trouble>) -> Result<(), Trouble> {
    let connection = Connection::open(draft)?;
    connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")?;
    connection.execute_batch(SCHEMA)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", VERSION)?;
    fill(&connection)?;
    connection.execute_batch("COMMIT; PRAGMA journal_mode = WAL;")?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Opens the database; none if there is none.
pub(super) fn open(root: &Path) -> Result<Option<Connection>, Trouble> {
    let path = root.join(NAME);
    match fs::metadata(&path) {
        Ok(file) if file.is_file() => {}
        Ok(_) => return Err(format!("{} is no file; move it away", path.display()).into()),
        Err(error) if error.kind() == ErrorKind::NotFound => return no_database(root, &path),
        Err(error) => return Err(format!("can't open {}: {error}", path.display()).into()),
    }
    let connection = match open_shared(&path) {
        Err(trouble) if trouble.is_denied() && !has_content(&disk::wal(root)) => open_unchanging(&path, trouble)?,
        opened => opened?,
    };
    Ok(Some(connection))
}

/// What is committed may still lie in the write-ahead log: without the file that it belongs to it would be lost.
fn no_database(root: &Path, path: &Path) -> Result<Option<Connection>, Trouble> {
    let wal = disk::wal(root);
    if has_content(&wal) {
        let (path, wal) = (path.display(), wal.display());
        return Err(format!("{wal} is there, but not {path}; put that back, or remove the other").into());
    }
    Ok(None)
}

fn has_content(path: &PathBuf) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

fn open_shared(path: &Path) -> Result<Connection, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // A checkpoint costs two syncs and empties the log: `disk` says when.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    check(&connection, path)?;
    if !connection.is_readonly("main")? {
        let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if mode != "wal" {
            return Err(format!("{}: SQLite can't share a database here (journal mode {mode})", path.display()).into());
        }
    }
    // Not FULL: `disk` syncs the log once for all commits that a run waits for. After a long transaction the log shrinks
    // to 4 MiB.
    connection.execute_batch(
        "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 4194304;",
    )?;
    connection.set_prepared_statement_cache_capacity(48);
    Ok(connection)
}

/// Opens a database for reading in a folder where SQLite can write nothing, not even what its readers share.
fn open_unchanging(path: &Path, denied: Trouble) -> Result<Connection, Trouble> {
    let Some(text) = path.to_str() else { return Err(denied) };
    let text = text.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(format!("file:{text}?immutable=1"), flags).map_err(|_| denied)?;
    check(&connection, path)?;
    Ok(connection)
}

/// Reads whose database this is, before anything is written to it.
fn check(connection: &Connection, path: &Path) -> Result<(), Trouble> {
    let number = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i32>(0));
    if number("application_id")? != APPLICATION {
        let path = path.display();
        return Err(format!("{path} is no database of this program; move it away, or choose another data root").into());
    }
    let version = number("user_version")?;
    if version != VERSION {
        return Err(format!(
            "{} has version {version}, this program knows {VERSION}; use the program that wrote it",
            path.display()
        )
        .into());
    }
    Ok(())
}
