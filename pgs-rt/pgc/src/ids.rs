//! What generated code calls things: places of a workflow, its endings, the atoms that it runs, the protocol it is of.

/// A place of a workflow: the key of a node, and the address of what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeId {
    /// The key of the node. One contract may stand at several.
    pub key: &'static str,
    /// The address of its contract or intent.
    pub address: i64,
}

/// The nodes of a workflow that run contracts; [`nodes!`](crate::nodes) declares them.
pub trait Place: Copy {
    /// What traces call this one.
    fn id(self) -> NodeId;
}

/// Of a workflow that runs no contract.
impl Place for std::convert::Infallible {
    fn id(self) -> NodeId {
        match self {}
    }
}

/// Declares the nodes of a workflow that run contracts: each with its key, and the contract that stands there.
///
/// ```
/// use pgs_pgc::prelude::*;
///
/// const GREET: ContractId = ContractId { fqdn: "town::CC_GREET_V0", address: 2 };
/// nodes! {
///     /// The nodes.
///     Node { Morning = "GREET_IN_THE_MORNING": GREET, Evening = "GREET_IN_THE_EVENING": GREET }
/// }
/// assert_eq!(Node::Evening.id(), NodeId { key: "GREET_IN_THE_EVENING", address: 2 });
/// ```
#[macro_export]
macro_rules! nodes {
    ($(#[$meta:meta])* $name:ident { $($node:ident = $key:literal: $contract:expr),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = concat!("`", $key, "`")] $node,)+
        }

        impl $crate::Place for $name {
            fn id(self) -> $crate::NodeId {
                match self {
                    $(Self::$node => $crate::NodeId { key: $key, address: $contract.address },)+
                }
            }
        }
    };
}

/// An EXIT node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit {
    /// Its key.
    pub node: &'static str,
    /// The events that it announces, in this order, where a contract leads to it.
    pub emit: &'static [&'static str],
}

/// What is declared of whether an atom's result follows from its inputs (`ct_purity`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purity {
    /// `ct_pure`: it does.
    Pure,
    /// `ct_impure`: it does not. The trace holds the whole result, and a replay takes it from there.
    Impure,
    /// `ct_exec`: as declared; nothing follows from it.
    Exec,
}

impl Purity {
    /// The word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pure => "ct_pure",
            Self::Impure => "ct_impure",
            Self::Exec => "ct_exec",
        }
    }
}

/// A transform that is run as a whole, alone or within a molecule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtomId {
    /// The FQDN.
    pub fqdn: &'static str,
    /// What is declared of its result.
    pub purity: Purity,
}

impl AtomId {
    /// One whose result follows from its inputs.
    pub const fn pure(fqdn: &'static str) -> Self {
        Self { fqdn, purity: Purity::Pure }
    }

    /// One whose result does not.
    pub const fn impure(fqdn: &'static str) -> Self {
        Self { fqdn, purity: Purity::Impure }
    }
}

/// The sealed snapshot that a workflow was compiled from, as each of its traces begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// `snapshot_id` of its manifest.
    pub snapshot_id: &'static str,
    /// What of an event follows from protocol, payload and state (`determinative_fields`).
    pub determinative: &'static [&'static str],
    /// What of an event may differ from run to run (`observational_fields`).
    pub observational: &'static [&'static str],
    /// The keys that may differ wherever they stand (`observational_keys`).
    pub observational_keys: &'static [&'static str],
}
