// Generated from the protocol snapshot. Change the protocol, not this file.

//! The stores that `pgs state` moves.

use pgs_rt::prelude::*;

/// All stores that workflows use, by runtime binding; one that several of them place stands here once.
pub const ALL: &[DeclaredStore] = &[
    crate::depots::bindings::rb_depots_v0::NAME_REGISTRY.declared(),
    crate::depots::bindings::rb_depots_v0::PARCELS.declared(),
    crate::depots::bindings::rb_depots_v0::PARCEL_JOURNAL.declared(),
    crate::depots::bindings::rb_depots_v0::REGISTRY.declared(),
    crate::library::bindings::rb_desk_v0::ACCOUNTS.declared(),
    crate::library::bindings::rb_desk_v0::BOOKS.declared(),
    crate::library::bindings::rb_desk_v0::CATALOGUE.declared(),
    crate::library::bindings::rb_desk_v0::JOURNAL.declared(),
    crate::library::bindings::rb_desk_v0::LOANS.declared(),
    crate::library::bindings::rb_desk_v0::MEMBERS.declared(),
    crate::library::bindings::rb_desk_v0::ON_LOAN.declared(),
    crate::library::bindings::rb_desk_v0::RESERVATIONS.declared(),
    crate::parcels::bindings::rb_parcels_v0::PARCEL_NUMBERS.declared(),
    crate::allotments::bindings::rb_desk_v0::JOURNAL.declared(),
    crate::allotments::bindings::rb_desk_v0::MEMBERS.declared(),
    crate::allotments::bindings::rb_desk_v0::PLOTS.declared(),
    crate::allotments::bindings::wf_store_harvest_v0::HARVESTS.declared(),
];
