//! The stores of the specification (`docs/reference/README.md`): what holds for every backend is tested on each.

#[path = "../support/mod.rs"]
mod support;

mod append_only;
mod broken_databases;
mod broken_files;
mod every_operation;
mod model;
mod mutable_json;
mod name_registry;
mod registry;
mod transactions;
