//! The sample protocols end to end, through the payloads in `snapshots/*/payloads`: statuses, surfaces, `Exit:` lines,
//! state files and whole traces. ([`support::Place::run`] checks every trace.)

#[path = "../support/mod.rs"]
mod support;

mod admission;
mod allotments;
mod depots;
mod library;
mod loans;
mod parcels;
mod reasons;
mod secrets;
mod skeletons;
