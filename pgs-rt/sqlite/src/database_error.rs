//! What goes wrong with a database.

use std::path::Path;

use pgs_store::{DamagePlace, StoreError};
use rusqlite::{ErrorCode, ffi};

/// Why an operation failed.
#[derive(Debug)]
pub(super) enum DatabaseError {
    /// As it is told.
    Store(StoreError),
    /// As SQLite says it.
    Sqlite(rusqlite::Error),
}

impl From<StoreError> for DatabaseError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<rusqlite::Error> for DatabaseError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl DatabaseError {
    /// Whether SQLite could not sync a file: what it wrote there is in doubt.
    pub fn is_failed_sync(&self) -> bool {
        const SYNCS: [i32; 2] = [ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_DIR_FSYNC];
        matches!(self, Self::Sqlite(rusqlite::Error::SqliteFailure(error, _)) if SYNCS.contains(&error.extended_code))
    }

    /// Whether what SQLite has read is no database, or damaged.
    pub fn is_damage(&self) -> bool {
        matches!(self.code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
    }

    /// Whether the file can't be opened in the way that was asked for.
    pub fn is_denied(&self) -> bool {
        matches!(self.code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied))
    }

    fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Sqlite(error) => error.sqlite_error_code(),
            Self::Store(_) => None,
        }
    }

    /// What is told of it, of the database at this path.
    pub fn into_store_error(self, path: &Path) -> StoreError {
        let code = self.code();
        let error = match self {
            Self::Store(error) => return error,
            Self::Sqlite(error) => error,
        };
        let (path, shown) = (path.to_owned(), path.display());
        let damaged = |remedy| StoreError::Damaged {
            path: path.clone(),
            place: DamagePlace::Whole,
            reason: error.to_string(),
            remedy,
        };
        match code {
            Some(ErrorCode::NotADatabase) => damaged("restore it from a backup"),
            // SQLite says so too where the system fails to read a page.
            Some(ErrorCode::DatabaseCorrupt) => damaged(
                "the disk may have failed for a moment: try again, and if it stays so, restore it from a backup",
            ),
            Some(ErrorCode::DatabaseBusy) => {
                let reason = format!("{shown}: {error}; another program holds it: end that, and try again");
                StoreError::Busy { path, reason }
            }
            Some(ErrorCode::SystemIoFailure) => {
                StoreError::System { reason: format!("{shown}: {error}; look at the disk"), path }
            }
            Some(ErrorCode::DiskFull) => StoreError::Full { reason: format!("{shown}: {error}"), path },
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                StoreError::Denied { reason: format!("{shown}: {error}"), path }
            }
            _ => StoreError::System { reason: format!("{shown}: {error}"), path },
        }
    }
}
