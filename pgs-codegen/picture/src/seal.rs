//! Which graph a picture shows, and whether its files are as they were drawn: a digest of both, which the SVG bears.

use sha2::{Digest as _, Sha256};

use super::graph::Graph;

/// The edition of the drawing. It is raised when the same graph is drawn otherwise, so that pictures are drawn anew.
const EDITION: u32 = 2;

/// The line of an SVG that bears the digest.
const HEAD: &str = "<!-- Drawn as ";
const TAIL: &str = " -->\n";

/// Whether these files, in the order of [`EXTENSIONS`](super::EXTENSIONS), show this graph and are as they were drawn.
pub fn shows(graph: &Graph, files: [&[u8]; 4]) -> bool {
    let [data, mermaid, png, svg] = files;
    let unsealed = || {
        let (before, rest) = std::str::from_utf8(svg).ok()?.split_once(HEAD)?;
        let (digest, after) = rest.split_once(TAIL)?;
        Some((digest, [before, after].concat()))
    };
    unsealed().is_some_and(|(found, svg)| found == digest(graph, [data, mermaid, png, svg.as_bytes()]))
}

/// The SVG of a picture of this graph with the line that bears the digest, before the title; the files come in the order
/// of [`EXTENSIONS`](super::EXTENSIONS).
#[cfg(feature = "draw")]
pub(crate) fn sealed(graph: &Graph, files: [&[u8]; 3], svg: &str) -> String {
    let [data, mermaid, png] = files;
    let digest = digest(graph, [data, mermaid, png, svg.as_bytes()]);
    let (before, after) = svg.split_at(svg.find("<title>").unwrap_or_default());
    format!("{before}{HEAD}{digest}{TAIL}{after}")
}

/// A digest of all that is drawn, of the edition of the drawing, and of the files without their seal.
fn digest(graph: &Graph, files: [&[u8]; 4]) -> String {
    let mut hash = Sha256::new();
    // There is text alone in a graph: it can be written as JSON.
    let graph = serde_json::to_vec(graph).unwrap_or_default();
    hash.update(EDITION.to_le_bytes());
    for part in [graph.as_slice()].into_iter().chain(files) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    format!("sha256:{}", hex::encode(hash.finalize()))
}
