//! Which recorded runs a change touches, and what tells of a payload whether it is one.

use std::collections::BTreeSet;

use pgs_protocol::protocol::Schema;

/// Which recorded runs a change touches.
#[derive(Clone, Debug, Default)]
pub enum Touch {
    /// Those of the workflows that the change touches.
    #[default]
    Workflows,
    /// Those that left one of these nodes with one of these outcomes.
    Edges {
        /// The workflow's FQDN.
        workflow: String,
        /// The nodes' keys, each with the outcomes.
        edges: Vec<(String, BTreeSet<String>)>,
    },
    /// Those that came to this node.
    Node {
        /// The workflow's FQDN.
        workflow: String,
        /// The node's key.
        node: String,
    },
    /// Those that ran this contract.
    Contract(String),
    /// Those that ran this step.
    Step {
        /// The contract's FQDN.
        contract: String,
        /// The step's name.
        step: String,
        /// The statuses that count; none: all.
        statuses: BTreeSet<String>,
    },
    /// Those whose payload one protocol admits and the other does not.
    Payload {
        /// The intent's FQDN.
        intent: String,
        /// What to look at.
        probe: Probe,
    },
}

/// What of a payload decides whether it is admitted otherwise.
#[derive(Clone, Debug)]
pub enum Probe {
    /// The value at this path is missing or null.
    Absent(Vec<String>),
    /// The value at this path is null and not missing, and meets one of the two schemas only.
    Null(Vec<String>, Box<(Schema, Schema)>),
    /// The value at this path meets one of the two schemas only.
    Value(Vec<String>, Box<(Schema, Schema)>),
    /// The value at this path is missing, or meets one of the two schemas only.
    Either(Vec<String>, Box<(Schema, Schema)>),
}

impl Probe {
    /// Looks at a value with two schemas.
    pub fn values(old: Schema, new: Schema) -> Self {
        Self::Value(Vec::new(), Box::new((old, new)))
    }

    /// Looks at null with two schemas.
    pub fn null(old: Schema, new: Schema) -> Self {
        Self::Null(Vec::new(), Box::new((old, new)))
    }

    /// Looks at a value, and whether it is there. Nothing is asked of it where it is not declared.
    pub fn either(old: Option<&Schema>, new: Option<&Schema>) -> Self {
        let of = |schema: Option<&Schema>| schema.cloned().unwrap_or_default();
        Self::Either(Vec::new(), Box::new((of(old), of(new))))
    }

    /// The same at this path. `[]` stands for every item of a list.
    pub fn at(self, path: Vec<String>) -> Self {
        match self {
            Self::Absent(_) => Self::Absent(path),
            Self::Null(_, schemas) => Self::Null(path, schemas),
            Self::Value(_, schemas) => Self::Value(path, schemas),
            Self::Either(_, schemas) => Self::Either(path, schemas),
        }
    }
}
