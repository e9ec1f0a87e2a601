//! The pages of docs/reference/ and the JSON Schemas of machine blocks: from the table of keys, the descriptions of
//! capabilities and the templates of new artifacts, so that they say what is so.
//!
//! ```text
//! kind         a page a kind of artifact
//! words        the page of schemas
//! capability   a page a transform and side effect
//! pgc          a page a transform and side effect of PGC, and the page that names them
//! index        the page that names them all
//! schema       a JSON Schema a kind
//! ```

mod capability;
mod index;
mod kind;
mod pgc;
mod schema;
mod table;
mod words;

use pgs_description::Generation;

use crate::author::{ALL, AuthorError, Kind};

pub use capability::page as capability;

/// How bindings are written: a page by hand, whose examples a test runs.
const BINDINGS: &str = include_str!("bindings.md");

/// The folder of the pages of PGC.
const PGC: &str = "pgc";

/// A file of the reference: its path below docs/reference/, and its text.
pub type Page = (String, String);

/// Every page, and every schema below `schemas/`.
pub fn pages() -> Result<Vec<Page>, AuthorError> {
    let capabilities = crate::author::capability::all();
    let mut pages = vec![
        ("README.md".to_owned(), index::page(&capabilities)),
        ("bindings.md".to_owned(), BINDINGS.to_owned()),
        ("schemas.md".to_owned(), words::page()),
    ];
    for kind in ALL {
        pages.push((kind::file(kind), kind::page(kind)?));
    }
    for it in capabilities {
        pages.push((capability::file(it), capability::page(it)));
    }
    let of_pgc = crate::author::capability::of(Generation::Pgc);
    pages.push((format!("{PGC}/README.md"), pgc::index(&of_pgc)));
    for it in of_pgc {
        pages.push((format!("{PGC}/{}", capability::file(it)), pgc::page(it)));
    }
    pages.extend(schemas().into_iter().map(|(name, text)| (format!("schemas/{name}"), text)));
    Ok(pages)
}

/// The JSON Schemas, each under the name of its file.
pub fn schemas() -> Vec<Page> {
    ALL.iter().map(|kind| (schema_file(*kind), schema::of(*kind))).collect()
}

/// The file of the schema of a kind.
fn schema_file(kind: Kind) -> String {
    format!("{}.schema.json", kind.word)
}
