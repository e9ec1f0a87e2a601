//! E075: two kinds of store in one file, or a store where another needs a folder.

use std::path::Path;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{StorePath, say};

use super::subjects::placed_stores;
use crate::analysis::Analysis;

/// The stores of the nodes that are compiled, each with those before it.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let placed = placed_stores(analysis);
    for (n, (store, kind)) in placed.iter().enumerate() {
        for (other, of) in &placed[..n] {
            let (path, above) = (Path::new(&store.path), Path::new(&other.path));
            let message = if path == above && kind != of {
                format!(
                    "`{}` holds a store of the kind {}, and one of the kind {}",
                    store.path,
                    kind.module(),
                    of.module()
                )
            } else if path != above && (path.starts_with(above) || above.starts_with(path)) {
                format!("`{}` and `{}` can't both be files: one lies in the other", other.path, store.path)
            } else {
                continue;
            };
            clash(store, message, diagnostics);
        }
    }
}

fn clash(store: &StorePath, message: String, diagnostics: &mut Diagnostics) {
    say(diagnostics, Code::StoreClash, &store.place, message, "give each store a file of its own");
}
