// Generated from the protocol snapshot. Change the protocol, not this file.

//! What the workflows are made of.

pub mod cc_catalogue_book_v0;
pub mod cc_check_loan_limit_v0;
pub mod cc_check_member_v0;
pub mod cc_check_on_loan_v0;
pub mod cc_check_queue_v0;
pub mod cc_check_reservation_v0;
pub mod cc_drop_reservation_v0;
pub mod cc_judge_lateness_v0;
pub mod cc_lend_book_v0;
pub mod cc_list_overdue_v0;
pub mod cc_mark_overdue_v0;
pub mod cc_read_card_v0;
pub mod cc_read_loan_v0;
pub mod cc_record_event_v0;
pub mod cc_register_member_v0;

#[cfg(feature = "email")]
pub mod cc_remind_all_v0;
pub mod cc_take_back_v0;

#[cfg(feature = "email")]
pub mod cc_tell_next_reader_v0;

#[cfg(feature = "email")]
pub mod cc_work_off_slips_v0;
pub mod cc_write_reservation_v0;

#[cfg(feature = "email")]
pub mod cc_write_to_member_v0;
