// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::RB_DESK_V0`: Storage and nested workflows for the desk

use pgs_rt::prelude::*;

/// `ACCOUNTS`.
pub const ACCOUNTS: mutable_json::Store = mutable_json::Store(Location::at("ACCOUNTS", "library/accounts.json"));

/// `BOOKS`.
pub const BOOKS: registry::Store = registry::Store(Location::at("BOOKS", "library/books.jsonl"));

/// `CATALOGUE`.
pub const CATALOGUE: mutable_json::Store = mutable_json::Store(Location::at("CATALOGUE", "library/catalogue.json"));

/// `JOURNAL`.
pub const JOURNAL: append_only::Store = append_only::Store(Location::at("JOURNAL", "library/journal.jsonl"));

/// `LOANS`.
pub const LOANS: mutable_json::Store = mutable_json::Store(Location::at("LOANS", "library/loans.json"));

/// `MEMBERS`.
pub const MEMBERS: registry::Store = registry::Store(Location::at("MEMBERS", "library/members.jsonl"));

/// `ON_LOAN`.
pub const ON_LOAN: registry::Store = registry::Store(Location::at("ON_LOAN", "library/on_loan.jsonl"));

/// `RESERVATIONS`.
pub const RESERVATIONS: mutable_json::Store = mutable_json::Store(
    Location::at("RESERVATIONS", "library/reservations.json"),
);
