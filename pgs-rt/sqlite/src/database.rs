//! The database file: created whole or not at all, opened, or refused.

use std::io::{self, ErrorKind};
use std::path::Path;

use pgs_folder::{Access, FilePath, NEW_FILE, Rights};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use pgs_store::layout::DATABASE;
use pgs_store::{DataRoot, StoreError, Wait};

use super::database_error::DatabaseError;
use super::files;
use super::log_mark::{self, MARKED};
use super::schema::{APPLICATION, SCHEMA, VERSION};
use super::writers::Writers;

/// One thread uses a connection, and no link is followed.
const SHARED: OpenFlags = OpenFlags::SQLITE_OPEN_NO_MUTEX.union(OpenFlags::SQLITE_OPEN_NOFOLLOW);

/// Creates the database unless another process is quicker. It is made under another name and put in its place: nobody
/// sees a part of it, not even after a power loss.
pub(super) fn create(root: &DataRoot, wait: Wait) -> Result<(), DatabaseError> {
    if make(root, wait, &mut |_| Ok(()))? {
        files::sync_root(root)?;
    }
    Ok(())
}

/// The same with what `fill` puts into it, but that its name is not synced. False if there is a database already.
pub(super) fn make(
    root: &DataRoot,
    wait: Wait,
    fill: &mut dyn FnMut(&Connection) -> Result<(), DatabaseError>,
) -> Result<bool, DatabaseError> {
    let new = root.own().file("new");
    files::create_folder_of(&new)?;
    let _turn = Writers::new(root, wait).turn()?;
    let path = files::database(root);
    if path.look().map_or(true, |found| found.is_some()) {
        return Ok(false);
    }
    let failed = |error: std::io::Error| StoreError::io("create", &path, &error);
    let new_folder = NewFolder::create(new).map_err(failed)?;
    // As any new file, though its folder is one of ours: SQLite by itself would give a group less than the umask does.
    let new = new_folder.0.file(DATABASE).with_rights(Rights::Umask);
    new.create_new(Access::Write, NEW_FILE).map_err(failed)?;
    write_new(&files::for_sqlite(root, &new)?, fill)?;
    new.open(Access::Read).and_then(|file| file.sync_all()).map_err(failed)?;
    // Of a database that was there before.
    let _ = files::log_length(root).remove();
    new.rename(&path).map_err(failed)?;
    Ok(true)
}

/// Where a database is made, by the holder of the lock.
struct NewFolder(FilePath);

impl NewFolder {
    /// An empty one: what is there was left by a process that was killed.
    fn create(path: FilePath) -> io::Result<Self> {
        match path.remove_all() {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        path.create_folder()?;
        Ok(Self(path))
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        let _ = self.0.remove_all();
    }
}

fn write_new(new: &Path, fill: &mut dyn FnMut(&Connection) -> Result<(), DatabaseError>) -> Result<(), DatabaseError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | SHARED;
    let connection = Connection::open_with_flags(new, flags)?;
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
pub(super) fn open(root: &DataRoot, wait: Wait) -> Result<Option<Connection>, DatabaseError> {
    let path = files::database(root);
    if !files::check_database(root)? {
        return no_database(root, &path);
    }
    log_mark::check_log(root)?;
    let real = files::for_sqlite(root, &path)?;
    let connection = match open_shared(&real, &path, wait) {
        Err(error) if error.is_denied() && !has_content(&files::wal(root)) => open_unchanging(&real, &path, error)?,
        opened => opened?,
    };
    Ok(Some(connection))
}

/// What is committed may still lie in the write-ahead log: without the file that it belongs to it would be lost. An empty
/// one tells that there was a database.
fn no_database(root: &DataRoot, path: &Path) -> Result<Option<Connection>, DatabaseError> {
    let wal = files::wal(root);
    if wal.exists() {
        let (shown, wal) = (path.display(), wal.display());
        let reason = format!("{wal} is there, but not {shown}; put that back, or remove the other");
        return Err(StoreError::NotFound { path: path.to_owned(), reason }.into());
    }
    Ok(None)
}

fn has_content(path: &FilePath) -> bool {
    path.look().is_ok_and(|found| found.is_some_and(|file| file.size > 0))
}

/// `real` is the path without links, `path` the one that is told. SQLite waits so long for a program that does not know
/// our lock.
fn open_shared(real: &Path, path: &Path, Wait(wait): Wait) -> Result<Connection, DatabaseError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | SHARED;
    let connection = Connection::open_with_flags(real, flags)?;
    connection.busy_timeout(wait)?;
    // A checkpoint costs two syncs and empties the log: `disk` says when.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    check(&connection, path)?;
    if !connection.is_readonly("main")? {
        let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if mode != "wal" {
            let reason = format!("{}: SQLite can't share a database here (journal mode {mode})", path.display());
            return Err(StoreError::System { path: path.to_owned(), reason }.into());
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
fn open_unchanging(real: &Path, path: &Path, denied: DatabaseError) -> Result<Connection, DatabaseError> {
    let Some(text) = real.to_str() else { return Err(denied) };
    let text = text.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | SHARED | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(format!("file:{text}?immutable=1"), flags).map_err(|_| denied)?;
    check(&connection, path)?;
    Ok(connection)
}

/// Reads whose database this is, before anything is written to it.
fn check(connection: &Connection, path: &Path) -> Result<(), DatabaseError> {
    let number = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i32>(0));
    if number("application_id")? != APPLICATION {
        let shown = path.display();
        let reason = format!("{shown} is no database of this program; move it away, or choose another data root");
        return Err(not_ours(path, reason));
    }
    let version = number("user_version")?;
    if version != VERSION && version != MARKED {
        let shown = path.display();
        let reason =
            format!("{shown} has version {version}, this program knows {VERSION}; use the program that wrote it");
        return Err(not_ours(path, reason));
    }
    Ok(())
}

fn not_ours(path: &Path, reason: String) -> DatabaseError {
    StoreError::Conflict { path: path.to_owned(), reason }.into()
}
