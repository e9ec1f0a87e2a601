//! The kinds as authors name them.

use pgs_protocol::snapshot::ArtifactKind;

/// A kind of artifact, as it is named to the command.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The kind.
    pub kind: ArtifactKind,
    /// The word for it.
    pub word: &'static str,
    /// The beginning of a code that is new.
    pub prefix: &'static str,
}

/// All of them but assertions, which earlier compilers wrote.
pub const ALL: [Kind; 12] = [
    Kind { kind: ArtifactKind::Workflow, word: "workflow", prefix: "WF_" },
    Kind { kind: ArtifactKind::Intent, word: "intent", prefix: "IN_" },
    Kind { kind: ArtifactKind::Contract, word: "contract", prefix: "CC_" },
    Kind { kind: ArtifactKind::Transform, word: "transform", prefix: "CT_PURE_" },
    Kind { kind: ArtifactKind::SideEffect, word: "side-effect", prefix: "CS_" },
    Kind { kind: ArtifactKind::RuntimeBinding, word: "runtime-binding", prefix: "RB_" },
    Kind { kind: ArtifactKind::Structure, word: "structure", prefix: "STRUCTURE_" },
    Kind { kind: ArtifactKind::IngressIntent, word: "ingress-intent", prefix: "TI_HTTP_" },
    Kind { kind: ArtifactKind::Event, word: "event", prefix: "EV_" },
    Kind { kind: ArtifactKind::Entity, word: "entity", prefix: "ENTITY_" },
    Kind { kind: ArtifactKind::Actor, word: "actor", prefix: "AC_" },
    Kind { kind: ArtifactKind::Invariant, word: "invariant", prefix: "INVARIANT_" },
];

impl Kind {
    /// The kind that a word names.
    pub fn of_word(word: &str) -> Option<Self> {
        ALL.into_iter().find(|kind| kind.word == word)
    }

    /// This kind.
    pub fn of(kind: ArtifactKind) -> Self {
        // Each kind that is written has a row.
        ALL.into_iter().find(|it| it.kind == kind).unwrap_or(ALL[0])
    }

    /// The code of this name: prefix and version are added where they are missing.
    pub fn code(self, name: &str) -> String {
        let artifact_type = format!("{}_", self.kind.artifact_type());
        let code = if name.starts_with(&artifact_type) { name.to_owned() } else { format!("{}{name}", self.prefix) };
        let is_versioned =
            code.rsplit_once("_V").is_some_and(|(_, it)| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()));
        if is_versioned { code } else { format!("{code}_V0") }
    }
}
