//! Statements that happen together.

use rusqlite::Connection;

use super::database_error::DatabaseError;

/// Runs a statement that answers nothing.
pub(super) fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(|_| ())
}

/// Ends a transaction, and keeps nothing of it.
pub(super) fn take_back(connection: &Connection) {
    if !connection.is_autocommit() {
        // A connection that can't even roll back answers the next `BEGIN` with an error.
        let _ = execute(connection, "ROLLBACK");
    }
}

/// Runs several statements within a transaction: all of them happen, or none.
pub(super) fn whole<T>(
    connection: &Connection,
    run: impl FnOnce() -> Result<T, DatabaseError>,
) -> Result<T, DatabaseError> {
    execute(connection, "SAVEPOINT operation")?;
    let answer = run();
    // Where even this fails, the operation can't be told from those before it: all goes.
    let ended = end(connection, answer.is_ok()).inspect_err(|_| take_back(connection));
    answer.and_then(|value| Ok(ended.map(|()| value)?))
}

/// Keeps the operation, or takes it back where SQLite has not done so.
fn end(connection: &Connection, keep: bool) -> rusqlite::Result<()> {
    if connection.is_autocommit() {
        return Ok(());
    }
    if !keep {
        execute(connection, "ROLLBACK TO operation")?;
    }
    execute(connection, "RELEASE operation")
}
