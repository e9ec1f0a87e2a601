//! The page that names them all.

use super::capability::file;
use super::kind::{file as kind_file, title};
use super::schema_file;
use super::table::{cell, table};
use crate::author::ALL;
use crate::author::capability::Capability;

/// The page.
pub fn page(capabilities: &[Capability]) -> String {
    let kinds: Vec<Vec<String>> = ALL
        .iter()
        .map(|kind| {
            let (folder, file) = (kind.kind.folder(), kind_file(*kind));
            let prefix = kind.kind.artifact_type();
            let schema = format!("[{0}](schemas/{0})", schema_file(*kind));
            vec![format!("[{}]({file})", title(*kind)), format!("`protocol/{folder}/`"), format!("`{prefix}_`"), schema]
        })
        .collect();
    format!(
        "# Reference\n\n\
         What can be written in a protocol. These pages are written by `pgs-codegen reference` from the tables that the \
         compiler reads by: they are not edited by hand.\n\n\
         ## Kinds of artifact\n\n{}\
         A file has a title, what the artifact is for, and last a heading `## Machine` with one fenced YAML block. \
         `pgs-codegen schemas --out DIR` writes the JSON Schemas (draft 2020-12) of these blocks, for YAML and for the \
         `frontmatter` of sealed JSON alike.\n\n\
         [Bindings](bindings.md): where values come from. [Schemas](schemas.md): what fields are.\n\n\
         Protocols of PGC have [transforms and side effects of their own](pgc/README.md).\n\n\
         ## Transforms\n\n{}## Side effects\n\n{}",
        table(&["kind", "folder", "code", "JSON Schema"], &kinds),
        rows(capabilities, true),
        rows(capabilities, false),
    )
}

/// A row a capability, of transforms or of side effects.
pub(super) fn rows(capabilities: &[Capability], is_transform: bool) -> String {
    let of = capabilities.iter().filter(|it| matches!(it, Capability::Transform(..)) == is_transform);
    let row = |it: &Capability| {
        let namespace = it.fqdn().rsplit_once("::").map_or("", |(namespace, _)| namespace);
        vec![format!("[{}]({})", it.code(), file(*it)), format!("`{namespace}`"), cell(it.summary())]
    };
    table(&["code", "namespace", ""], &of.map(row).collect::<Vec<_>>())
}
