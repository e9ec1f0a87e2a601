// Generated from the protocol snapshot. Change the protocol, not this file.

//! The workflows that `pgs` runs.

use pgs_transport::Workflow;

/// All workflows, by name.
pub const ALL: &[Workflow] = &[
    crate::depots::workflows::wf_assign_area_v0::WORKFLOW,
    crate::depots::workflows::wf_route_batch_v0::WORKFLOW,
    crate::depots::workflows::wf_seal_cage_v0::WORKFLOW,
    crate::depots::workflows::wf_sign_manifest_v0::WORKFLOW,
    crate::depots::workflows::wf_sort_parcel_v0::WORKFLOW,
    crate::library::workflows::wf_add_book_v0::WORKFLOW,
    crate::library::workflows::wf_lend_book_v0::WORKFLOW,
    crate::library::workflows::wf_mark_overdue_v0::WORKFLOW,
    crate::library::workflows::wf_notify_member_v0::WORKFLOW,
    crate::library::workflows::wf_register_member_v0::WORKFLOW,
    crate::library::workflows::wf_remind_overdue_v0::WORKFLOW,
    crate::library::workflows::wf_reserve_book_v0::WORKFLOW,
    crate::library::workflows::wf_return_book_v0::WORKFLOW,
    crate::library::workflows::wf_work_off_slips_v0::WORKFLOW,
    crate::parcels::workflows::wf_accept_parcel_v0::WORKFLOW,
    crate::parcels::workflows::wf_clear_delivered_v0::WORKFLOW,
    crate::parcels::workflows::wf_close_day_v0::WORKFLOW,
    crate::parcels::workflows::wf_deliver_parcel_v0::WORKFLOW,
    crate::parcels::workflows::wf_report_parcels_v0::WORKFLOW,
];
