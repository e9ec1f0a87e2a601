//! `description/capabilities.toml` says what the Rust types say.

use pgs_description::check::{self, Types};
use pgs_rt::store::{append_only, mutable_json, name_registry, registry};

fn types() -> Types {
    Types::new()
        .on_store("store::registry", "register", registry::register)
        .on_store("store::registry", "resolve", registry::resolve)
        .on_store("store::registry", "exists", registry::exists)
        .on_store_without_inputs("store::registry", "count", registry::count)
        .on_store("store::registry", "deregister", registry::deregister)
        .on_store("store::append_only", "append", append_only::append)
        .on_store("store::append_only", "read_all", append_only::read_all)
        .on_store("store::mutable_json", "read", mutable_json::read)
        .on_store("store::mutable_json", "write", mutable_json::write)
        .on_store("store::mutable_json", "delete", mutable_json::delete)
        .on_store("store::mutable_json", "delete_many", mutable_json::delete_many)
        .on_store("store::mutable_json", "exists", mutable_json::exists)
        .on_store_without_inputs("store::mutable_json", "list", mutable_json::list)
        .on_store("store::mutable_json", "update_where", mutable_json::update_where)
        .on_store("store::name_registry", "read", name_registry::read)
        .on_store("store::name_registry", "write", name_registry::write)
}

#[test]
fn the_description_agrees_with_the_types() {
    let description = pgs_description::read(pgs_rt_description::FILE, pgs_rt_description::TEXT).unwrap();
    let differences = check::differences(&description, &types());
    let differences: Vec<String> = differences.iter().map(ToString::to_string).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
