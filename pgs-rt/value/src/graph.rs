//! The graph of a workflow, as it was drawn when the workflow was compiled.

/// A workflow's graph, drawn when it was compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graph {
    /// Nodes and edges as JSON, with the entries of the picture's palette that each of them has.
    pub data: &'static str,
    /// The graph as Mermaid text; its links have the order of the edges in the JSON.
    pub mermaid: &'static str,
    /// The picture, as a PNG with a palette. An element is marked by changing its entries.
    pub picture: &'static [u8],
}

/// The graph of a workflow in the files of this name, relative to the file that says so: `.json`, `.mmd` and `.png`.
#[macro_export]
macro_rules! graph {
    ($file:literal) => {
        Some($crate::Graph {
            data: include_str!(concat!($file, ".json")),
            mermaid: include_str!(concat!($file, ".mmd")),
            picture: include_bytes!(concat!($file, ".png")),
        })
    };
}
