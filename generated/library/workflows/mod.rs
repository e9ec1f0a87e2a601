// Generated from the protocol snapshot. Change the protocol, not this file.

//! The workflows.

pub mod wf_add_book_v0;
pub mod wf_lend_book_v0;
pub mod wf_mark_overdue_v0;

#[cfg(feature = "email")]
pub mod wf_notify_member_v0;
pub mod wf_register_member_v0;

#[cfg(feature = "email")]
pub mod wf_remind_overdue_v0;
pub mod wf_reserve_book_v0;

#[cfg(feature = "email")]
pub mod wf_return_book_v0;

#[cfg(feature = "email")]
pub mod wf_work_off_slips_v0;
