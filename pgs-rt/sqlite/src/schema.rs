//! The tables of a database.

/// `PGSt`: whose database this is.
pub(super) const APPLICATION: i32 = 0x5047_5374;

/// The version of [`SCHEMA`].
pub(super) const VERSION: i32 = 2;

/// Few pages change with a row: those of keys hold the rows themselves, and the lines of a log stand together, so that the
/// next number is found at their end. `n` gives the order in which rows were added, and is no number of the protocol.
pub(super) const SCHEMA: &str = "
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
