//! `pgs-rt/description/pgc.toml` says what the Rust types say.

use pgs_description::Generation;
use pgs_description::check::{self, Types};
use pgs_pgc::store::{append_only, mutable_json, registry};

fn types() -> Types {
    Types::new()
        .on_store("store::registry", "register", registry::register)
        .on_store("store::registry", "resolve", registry::resolve)
        .on_store("store::registry", "exists", registry::exists)
        .on_store_without_inputs("store::registry", "count", registry::count)
        .on_store("store::registry", "deregister", registry::deregister)
        .on_store("store::append_only", "append", append_only::append)
        .on_store("store::append_only", "get_all", append_only::get_all)
        .on_store("store::mutable_json", "read", mutable_json::read)
        .on_store("store::mutable_json", "write", mutable_json::write)
        .on_store("store::mutable_json", "delete", mutable_json::delete)
        .on_store("store::mutable_json", "delete_many", mutable_json::delete_many)
        .on_store("store::mutable_json", "exists", mutable_json::exists)
        .on_store_without_inputs("store::mutable_json", "list", mutable_json::list)
        .on_store_without_inputs("store::mutable_json", "select", mutable_json::select)
        .on_store("store::mutable_json", "update", mutable_json::update)
        .on_store("store::mutable_json", "update_where", mutable_json::update_where)
}

#[test]
fn the_description_agrees_with_the_types() {
    let description = pgs_description::read(pgs_rt_description::PGC_FILE, pgs_rt_description::PGC_TEXT).unwrap();
    assert_eq!(description.generation, Generation::Pgc);
    let differences = check::differences(&description, &types());
    let differences: Vec<String> = differences.iter().map(ToString::to_string).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
