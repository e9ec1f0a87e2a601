// Generated from the protocol snapshot. Change the protocol, not this file.

//! The stores that `pgs state` moves.

use pgs_rt::store::Kept;

/// All stores that workflows use, by runtime binding; one that several of them place stands here once.
pub const ALL: &[Kept] = &[
    crate::depots::bindings::rb_depots_v0::NAME_REGISTRY.kept(),
    crate::depots::bindings::rb_depots_v0::PARCELS.kept(),
    crate::depots::bindings::rb_depots_v0::PARCEL_JOURNAL.kept(),
    crate::depots::bindings::rb_depots_v0::REGISTRY.kept(),
    crate::library::bindings::rb_desk_v0::ACCOUNTS.kept(),
    crate::library::bindings::rb_desk_v0::BOOKS.kept(),
    crate::library::bindings::rb_desk_v0::CATALOGUE.kept(),
    crate::library::bindings::rb_desk_v0::JOURNAL.kept(),
    crate::library::bindings::rb_desk_v0::LOANS.kept(),
    crate::library::bindings::rb_desk_v0::MEMBERS.kept(),
    crate::library::bindings::rb_desk_v0::ON_LOAN.kept(),
    crate::library::bindings::rb_desk_v0::RESERVATIONS.kept(),
    crate::parcels::bindings::rb_parcels_v0::PARCEL_NUMBERS.kept(),
];
