//! E075: two kinds of store that write one file, or a store where another needs a folder. W133: two kinds of which one only
//! reads.

use std::path::Path;

use pgs_description::StoreKind;
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{StorePath, say};

use super::subjects::{placed_stores, written_stores};
use crate::analysis::Analysis;

/// The stores of the nodes that are compiled, each with those before it.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let placed = placed_stores(analysis);
    let written = written_stores(analysis);
    let writes =
        |store: &StorePath, kind: StoreKind| written.iter().any(|(path, of)| *path == store.path && *of == kind);
    for (n, (store, kind)) in placed.iter().enumerate() {
        for (other, of) in &placed[..n] {
            let (path, above) = (Path::new(&store.path), Path::new(&other.path));
            let (code, message) = if path == above && kind != of {
                let (kind_word, of_word) = (kind.module(), of.module());
                match (writes(store, *kind), writes(other, *of)) {
                    (true, true) => (
                        Code::StoreClash,
                        format!(
                            "`{}` holds a store of the kind {kind_word}, and one of the kind {of_word}",
                            store.path
                        ),
                    ),
                    (kind_writes, _) => {
                        let reader = if kind_writes { of_word } else { kind_word };
                        let message = format!(
                            "`{}` holds a store of the kind {kind_word}, and one of the kind {of_word}; what reads it as \
                             {reader} finds nothing that it can read",
                            store.path
                        );
                        (Code::UnreadableStore, message)
                    }
                }
            } else if path != above && (path.starts_with(above) || above.starts_with(path)) {
                let message =
                    format!("`{}` and `{}` can't both be files: one lies in the other", other.path, store.path);
                (Code::StoreClash, message)
            } else {
                continue;
            };
            say(diagnostics, code, &store.place, message, "give each store a file of its own");
        }
    }
}
