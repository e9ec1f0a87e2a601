//! The operations of the stores, on each backend: what is a status, what is a fault, and what `pgs-rt/description/pgc.toml` says
//! of them.

mod append_only;
mod description;
mod examples;
mod mutable_json;
mod reach;
mod registry;
mod shared;
mod support;
