//! What a generation makes of what a protocol declares: the same words mean different runs.

pub use pgs_description::Generation;

/// What declarations mean. It follows from the format that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Semantics {
    /// The engine that runs stand on, and the capabilities that are called.
    pub generation: Generation,
    /// What a path is that finds nothing.
    pub absent: Absent,
    /// What becomes of a run whose outcome has no edge.
    pub unrouted: Unrouted,
    /// Under what later nodes find the results of earlier ones.
    pub results: Results,
    /// Where the transforms that a workflow calls come from.
    pub molecules: Molecules,
}

/// What a path is that finds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// It is null.
    Null,
    /// It is left out of a mapping, and a fault in a list.
    LeftOut,
}

/// What becomes of a run whose outcome has no edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unrouted {
    /// It ends there, with that outcome.
    Ends,
    /// It is refused.
    Refused,
}

/// Under what later nodes find the results of earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Results {
    /// Under the node.
    OfNode,
    /// Under the contract of the node: of two nodes on one contract the later overwrites the earlier.
    OfContract,
}

/// What becomes of an outcome of a step that `on_result` does not list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// The next step follows.
    Continues,
    /// The run is refused.
    Refused,
}

/// Where the transforms that a workflow calls come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Molecules {
    /// Capabilities alone.
    None,
    /// Molecules as well, which are generated.
    Generated,
}

impl Absent {
    /// What a binding is that finds nothing, in a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::LeftOut => "absent",
        }
    }
}

impl Unrouted {
    /// What becomes of the run, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Ends => "the run ends there",
            Self::Refused => "the run is refused there",
        }
    }
}

impl Semantics {
    /// What the declarations of a generation mean.
    pub const fn of(generation: Generation) -> Self {
        match generation {
            Generation::Pgs => Self {
                generation,
                absent: Absent::Null,
                unrouted: Unrouted::Ends,
                results: Results::OfNode,
                molecules: Molecules::None,
            },
            Generation::Pgc => Self {
                generation,
                absent: Absent::LeftOut,
                unrouted: Unrouted::Refused,
                results: Results::OfContract,
                molecules: Molecules::Generated,
            },
        }
    }
}

impl Default for Semantics {
    fn default() -> Self {
        Self::of(Generation::default())
    }
}
