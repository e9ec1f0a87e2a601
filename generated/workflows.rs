// Generated from the protocol snapshot. Change the protocol, not this file.

//! Every workflow, in a table.

use pgs_rt::prelude::*;

/// All workflows, by name.
pub const ALL: &[Workflow] = &[
    crate::depots::wf_assign_area_v0::WORKFLOW,
    crate::depots::wf_route_batch_v0::WORKFLOW,
    crate::depots::wf_seal_cage_v0::WORKFLOW,
    #[cfg(all(feature = "keccak", feature = "keys", feature = "mnemonics"))]
    crate::depots::wf_sign_manifest_v0::WORKFLOW,
    crate::depots::wf_sort_parcel_v0::WORKFLOW,
    crate::library::wf_add_book_v0::WORKFLOW,
    crate::library::wf_lend_book_v0::WORKFLOW,
    crate::library::wf_mark_overdue_v0::WORKFLOW,
    #[cfg(feature = "email")]
    crate::library::wf_notify_member_v0::WORKFLOW,
    crate::library::wf_register_member_v0::WORKFLOW,
    #[cfg(feature = "email")]
    crate::library::wf_remind_overdue_v0::WORKFLOW,
    crate::library::wf_reserve_book_v0::WORKFLOW,
    #[cfg(feature = "email")]
    crate::library::wf_return_book_v0::WORKFLOW,
    #[cfg(feature = "email")]
    crate::library::wf_work_off_slips_v0::WORKFLOW,
    #[cfg(feature = "email")]
    crate::parcels::wf_accept_parcel_v0::WORKFLOW,
    crate::parcels::wf_clear_delivered_v0::WORKFLOW,
    crate::parcels::wf_close_day_v0::WORKFLOW,
    crate::parcels::wf_deliver_parcel_v0::WORKFLOW,
    crate::parcels::wf_report_parcels_v0::WORKFLOW,
];

/// Runs the workflow of this FQDN.
pub fn run(fqdn: &str, context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run_named(ALL, fqdn, payload.into(), context)
}

/// All workflows of PGC, by name. Those that are not in force are refused.
pub const ALL_OF_PGC: &[pgs_pgc::Workflow] = &[
    crate::allotments::wf_enter_member_v0::WORKFLOW,
    crate::allotments::wf_lease_plot_v0::WORKFLOW,
    crate::allotments::wf_store_harvest_v0::WORKFLOW,
];

/// The workflows that are not in this build, each with what it lacks.
pub const LEFT_OUT: &[(&str, &str)] = &[];
