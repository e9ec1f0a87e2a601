//! W072: store paths that differ in the case of letters alone.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use super::subjects::placed_stores;
use crate::analysis::Analysis;

/// The stores of the nodes that are compiled, each with those before it.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let placed = placed_stores(analysis);
    for (n, (store, _)) in placed.iter().enumerate() {
        let same = |path: &str| path != store.path && path.to_lowercase() == store.path.to_lowercase();
        if let Some((other, _)) = placed[..n].iter().find(|(other, _)| same(&other.path)) {
            let message = format!("`{}` and `{}` are one file on some systems", other.path, store.path);
            let remedy = "give the files names that differ in more than case";
            say(diagnostics, Code::StoreCase, &store.place, message, remedy);
        }
    }
}
