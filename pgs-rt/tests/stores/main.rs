//! The stores of the specification at the level of their files (`4-capabilities.md`, "Side effects").

#[path = "../support/mod.rs"]
mod support;

mod append_only;
mod broken_files;
mod model;
mod mutable_json;
mod name_registry;
mod registry;
