//! What goes wrong with a database, in words.

use rusqlite::{ErrorCode, ffi};

use super::{Shared, database};

/// Why an operation failed.
#[derive(Debug)]
pub(super) enum Trouble {
    /// In words.
    Reason(String),
    /// As SQLite says it.
    Database(rusqlite::Error),
}

impl From<String> for Trouble {
    fn from(reason: String) -> Self {
        Self::Reason(reason)
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl Trouble {
    /// Whether SQLite could not sync a file: what it wrote there is in doubt.
    fn is_failed_sync(&self) -> bool {
        const SYNCS: [i32; 2] = [ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_DIR_FSYNC];
        matches!(self, Self::Database(rusqlite::Error::SqliteFailure(error, _)) if SYNCS.contains(&error.extended_code))
    }

    /// Whether what SQLite has read is no database, or damaged.
    fn is_damage(&self) -> bool {
        matches!(self.code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
    }

    /// Whether the file can't be opened in the way that was asked for.
    pub(super) fn is_denied(&self) -> bool {
        matches!(self.code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied))
    }

    fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Database(error) => error.sqlite_error_code(),
            Self::Reason(_) => None,
        }
    }

    fn remedy(&self) -> &'static str {
        match self.code() {
            Some(ErrorCode::NotADatabase) => "; restore it from a backup",
            // SQLite says so too where the system fails to read a page.
            Some(ErrorCode::DatabaseCorrupt) => {
                "; the disk may have failed for a moment: try again, and if it stays so, restore it from a backup"
            }
            Some(ErrorCode::SystemIoFailure) => "; look at the disk",
            Some(ErrorCode::DatabaseBusy) => "; another program holds it: end that, and try again",
            _ => "",
        }
    }
}

impl Shared {
    /// The reason of a `BACKEND_ERROR`. A sync that failed within SQLite ends all work on the database.
    pub(super) fn reason(&self, trouble: Trouble) -> String {
        if let Some(unreadable) = trouble.is_damage().then(|| self.disk.unreadable()).flatten() {
            return unreadable;
        }
        let failed_sync = trouble.is_failed_sync();
        let remedy = trouble.remedy();
        let reason = match trouble {
            Trouble::Reason(reason) => return reason,
            Trouble::Database(error) => format!("{}: {error}{remedy}", self.root.join(database::NAME).display()),
        };
        if failed_sync { self.disk.fail(&reason) } else { reason }
    }
}
