//! Names below a data root that are no store's.

/// The folder for what is not the reference's: locks, indexes, records of changes, what was cut off.
pub const OWN_FOLDER: &str = ".pgs";

/// The folder of locks in it.
pub const LOCKS: &str = "locks";

/// The database that holds all state where state lies in SQLite. Files whose names begin so belong to it.
pub const DATABASE: &str = "pgs.db";
