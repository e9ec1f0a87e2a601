// Generated from the protocol snapshot. Change the protocol, not this file.

//! What the payloads must be.

pub mod in_book_asked_for_v0;
pub mod in_book_bought_v0;
pub mod in_book_brought_back_v0;
pub mod in_book_reserved_v0;
pub mod in_letter_due_v0;
pub mod in_library_closed_v0;
pub mod in_member_registered_v0;
pub mod in_slips_collected_v0;
