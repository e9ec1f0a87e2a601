//! The kinds of artifact, and what each is called where.

use super::Kind;

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
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
    ];

    /// The folder below `artifacts/`.
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
        }
    }

    /// The kind whose artifacts lie in this folder.
    pub fn from_folder(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.folder() == folder)
    }
}
