//! What a snapshot holds, and where it lies (`snapshots/README.md`): for whoever reads, writes or names its files.

/// The folder of a snapshot.
pub const FOLDER: &str = "protocol_snapshot";

/// The folder of the artifacts below it, with one folder for each [`ArtifactKind`].
pub const ARTIFACTS: &str = "artifacts";

/// The list of the artifacts, in their folder or in that of governance; no artifact itself.
pub const METADATA: &str = "metadata.json";

/// The folder of the indexes below the snapshot's.
pub const INDEXES: &str = "artifact_index";

/// The integer addresses of the artifacts, in the folder of the indexes.
pub const ADDRESSES: &str = "index.json";

/// The stores that structures declare, in the folder of the indexes.
pub const STORES: &str = "stores.json";

/// The folder of the graphs of workflows below the snapshot's.
pub const GRAPHS: &str = "behavior_logic";

/// What compilers before 0.5 wrote in the place of [`GRAPHS`].
pub const PICTURES: &str = "visualization";

/// The addresses of earlier compilers, which wrote no index: a folder beside the snapshot's, with one for each domain.
pub const VOCABULARY: &str = "vocabulary_snapshot";

/// Names and their addresses, in the folder of a domain there.
pub const VOCABULARY_ADDRESSES: &str = "reverse.json";

/// The folder of the test cases of transforms below the snapshot's.
pub const CONFORMANCE: &str = "conformance";

/// The folder of the scenarios of workflows below the snapshot's.
pub const SCENARIOS: &str = "scenarios";

/// The folder of constitutions and vocabulary below the snapshot's.
pub const GOVERNANCE: &str = "governance/artifacts";

/// The kind of an artifact, which is also the folder that it lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArtifactKind {
    /// `workflows`, `WF_`
    Workflow,
    /// `intents`, `IN_`
    Intent,
    /// `capability_contracts`, `CC_`
    Contract,
    /// `capability_transforms`, `CT_`
    Transform,
    /// `capability_side_effects`, `CS_`
    SideEffect,
    /// `runtime_bindings`, `RB_`
    RuntimeBinding,
    /// `structures`, `STRUCTURE_`
    Structure,
    /// `ingress_intents`, `TI_`
    IngressIntent,
    /// `events`, `EV_`
    Event,
    /// `entities`, `ENTITY_`
    Entity,
    /// `actors`, `AC_`
    Actor,
    /// `invariants`, `INVARIANT_`
    Invariant,
    /// `assertions`, `ASSERT_`: what compilers before 0.7 wrote beside the invariants
    Assertion,
}

impl ArtifactKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::Workflow,
        Self::Intent,
        Self::Contract,
        Self::Transform,
        Self::SideEffect,
        Self::RuntimeBinding,
        Self::Structure,
        Self::IngressIntent,
        Self::Event,
        Self::Entity,
        Self::Actor,
        Self::Invariant,
        Self::Assertion,
    ];

    /// The folder below [`ARTIFACTS`].
    pub fn folder(self) -> &'static str {
        match self {
            Self::Workflow => "workflows",
            Self::Intent => "intents",
            Self::Contract => "capability_contracts",
            Self::Transform => "capability_transforms",
            Self::SideEffect => "capability_side_effects",
            Self::RuntimeBinding => "runtime_bindings",
            Self::Structure => "structures",
            Self::IngressIntent => "ingress_intents",
            Self::Event => "events",
            Self::Entity => "entities",
            Self::Actor => "actors",
            Self::Invariant => "invariants",
            Self::Assertion => "assertions",
        }
    }

    /// `artifact_type` in an artifact and `kind` in the index; with `_` behind it, the prefix of a code.
    pub fn artifact_type(self) -> &'static str {
        match self {
            Self::Workflow => "WF",
            Self::Intent => "IN",
            Self::Contract => "CC",
            Self::Transform => "CT",
            Self::SideEffect => "CS",
            Self::RuntimeBinding => "RB",
            Self::Structure => "STRUCTURE",
            Self::IngressIntent => "TI",
            Self::Event => "EV",
            Self::Entity => "ENTITY",
            Self::Actor => "AC",
            Self::Invariant => "INVARIANT",
            Self::Assertion => "ASSERT",
        }
    }

    /// The kind whose artifacts lie in this folder.
    pub fn from_folder(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// The kind that the prefix of a code says.
    pub fn from_code(code: &str) -> Option<Self> {
        let (prefix, _) = code.split_once('_')?;
        Self::ALL.into_iter().find(|kind| kind.artifact_type() == prefix)
    }

    /// Where the artifacts of this kind lie below the snapshot's folder.
    pub fn path(self) -> String {
        format!("{ARTIFACTS}/{}", self.folder())
    }
}

/// What the file of an artifact is called.
///
/// ```
/// use pgs_value::snapshot::{ArtifactKind, file_name};
///
/// let kind = ArtifactKind::from_code("WF_MINT_V0").unwrap();
/// let file = format!("{}/{}", kind.path(), file_name("chain", "WF_MINT_V0"));
/// assert_eq!(file, "artifacts/workflows/chain__WF_MINT_V0.json");
/// ```
pub fn file_name(namespace: &str, code: &str) -> String {
    format!("{namespace}__{code}.json")
}
