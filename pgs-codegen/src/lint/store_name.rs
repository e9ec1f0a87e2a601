//! E076: a store path that is no plain name of a file.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use super::subjects::placed_stores;
use crate::analysis::Analysis;

/// The folder below the data root for what is not the reference's.
const OWN_FOLDER: &str = ".pgs";

/// The database that holds all state where state lies in SQLite; names that begin so belong to it.
const DATABASE: &str = "pgs.db";

/// The end of the name under which a state file is written before it takes the place of the old one.
const REPLACEMENT: &str = ".pgs-new";

/// The stores of the nodes that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for (store, _) in placed_stores(analysis) {
        if let Some(what) = problem(&store.path) {
            let message = format!("the store path {:?} {what}", store.path);
            let remedy =
                "write the names of folders and the file with one `/` between them, such as `shop/orders.jsonl`";
            say(diagnostics, Code::StoreName, &store.place, message, remedy);
        }
    }
}

/// What is wrong with a path that stays below the data root.
fn problem(path: &str) -> Option<&'static str> {
    // What one file system tells apart, another does not.
    let first = path.split('/').find(|part| !part.is_empty() && *part != ".").unwrap_or_default().to_ascii_lowercase();
    if first == OWN_FOLDER {
        Some("lies in the folder that is kept for locks, indexes and what is recovered from")
    } else if first.starts_with(DATABASE) {
        Some("has a name that is kept for the database")
    } else if path.to_ascii_lowercase().ends_with(REPLACEMENT) {
        Some("has an end that is kept for files that are being written")
    } else if path.ends_with('/') {
        Some("names a folder")
    } else if path.split('/').any(|part| part.is_empty() || part == ".") {
        Some("has an empty part or `.`, so that it is another spelling of a plain path")
    } else if path.contains(char::is_control) {
        Some("holds a control character")
    } else if path.contains('\\') {
        Some("holds a `\\`, which is no separator of folders")
    } else if path.split('/').any(|part| part.trim() != part) {
        Some("has white space around a name")
    } else {
        None
    }
}
