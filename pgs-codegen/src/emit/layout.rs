//! Where generated text stands: what that changes in the files around the modules.

use super::Manifest;

/// Where generated text stands.
#[derive(Clone, Debug)]
pub enum Layout {
    /// In a package of its own, with a manifest, binaries, and pages for its reviewers.
    Package(Manifest),
    /// Below a file that somebody's crate includes as a module: `pgs.rs`, and the folder `pgs`.
    Include {
        /// Whether the graphs of workflows are among the files.
        has_graphs: bool,
        /// Whether the tables of stores and transforms are among them, which a command takes.
        has_tables: bool,
    },
}

impl Layout {
    /// Whether the graphs of workflows are among the files.
    pub fn has_graphs(&self) -> bool {
        match self {
            Self::Package(_) => true,
            Self::Include { has_graphs, .. } => *has_graphs,
        }
    }

    /// Whether the tables of stores and transforms are among the files.
    pub fn has_tables(&self) -> bool {
        match self {
            Self::Package(_) => true,
            Self::Include { has_tables, .. } => *has_tables,
        }
    }
}
