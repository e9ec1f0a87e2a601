// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::RB_LETTERS_V0`: Storage and mail for letters to members

use pgs_rt::prelude::*;

/// `JOURNAL`.
pub const JOURNAL: append_only::Store = append_only::Store(Location::at("JOURNAL", "library/journal.jsonl"));

/// `MEMBERS`.
pub const MEMBERS: registry::Store = registry::Store(Location::at("MEMBERS", "library/members.jsonl"));

/// Whether CS_SEND_EMAIL_V0 is switched on.
pub const SEND_EMAIL: bool = true;
