//! What runs at the same time see of each other.

/// What runs at the same time see of each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Isolation {
    /// Nothing: their effects are those of some order, one run after the other.
    #[default]
    Run,
    /// What was done before each operation.
    Operation,
}

impl Isolation {
    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Operation => "operation",
        }
    }
}

/// A store that a workflow, with all that it starts, may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreUse {
    /// The path below the data root, in its one spelling.
    pub path: &'static str,
    /// Whether the store may be written; if not it is only read.
    pub writes: bool,
}

impl StoreUse {
    /// A store that is only read.
    pub const fn reads(path: &'static str) -> Self {
        Self { path, writes: false }
    }

    /// A store that may be written.
    pub const fn writes(path: &'static str) -> Self {
        Self { path, writes: true }
    }
}

/// What a session of a backend belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// To operations each of which is there for others at once, or with others of its workflow.
    Operations,
    /// To a run whose effects are those of one moment, between two commits. It uses these stores, each once, in the order
    /// of their paths; an operation on another one is there for others at once.
    Run(&'static [StoreUse]),
}
