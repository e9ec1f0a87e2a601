//! The keys of a machine block, kind by kind: what each is called, which form its value has, and what it means.
//!
//! This is the one table of them. The reader warns of a key that stands in none of its rows (W070), the JSON Schemas for
//! editors and the pages in docs/reference/ are made of it.

mod capability;
mod contract;
mod every;
mod form;
mod intent;
mod others;
mod schema;
mod storage;
mod workflow;

use crate::snapshot::ArtifactKind;

pub use every::THE_CORE;
pub use form::{Form, Key, Role, Variant, When};
pub use schema::{FORMATS, TYPES, WORDS, Word, WordForm};

/// What the machine block of a kind may hold: its code first, and [`THE_CORE`] last.
pub fn of_block(kind: ArtifactKind) -> impl Iterator<Item = &'static Key> {
    one(kind).0.iter().chain(every::BLOCK).chain([&THE_CORE])
}

/// What the `core` of a kind may hold: the keys of every kind, then those of this one.
pub fn of_core(kind: ArtifactKind) -> impl Iterator<Item = &'static Key> {
    every::CORE.iter().chain(one(kind).1)
}

/// The key that states the code of an artifact of this kind.
pub fn code_key(kind: ArtifactKind) -> &'static str {
    match kind {
        ArtifactKind::IngressIntent | ArtifactKind::Assertion => "artifact_code",
        ArtifactKind::Workflow
        | ArtifactKind::Intent
        | ArtifactKind::Contract
        | ArtifactKind::Transform
        | ArtifactKind::SideEffect
        | ArtifactKind::RuntimeBinding
        | ArtifactKind::Structure
        | ArtifactKind::Event
        | ArtifactKind::Entity
        | ArtifactKind::Actor
        | ArtifactKind::Invariant => one(kind).0.first().map_or("artifact_code", |key| key.name),
    }
}

/// What one kind has of its own: beside `core`, the code first, and in it.
fn one(kind: ArtifactKind) -> (&'static [Key], &'static [Key]) {
    match kind {
        ArtifactKind::Workflow => (workflow::BLOCK, workflow::CORE),
        ArtifactKind::Intent => (intent::BLOCK, intent::CORE),
        ArtifactKind::IngressIntent => (intent::INGRESS_BLOCK, intent::INGRESS_CORE),
        ArtifactKind::Contract => (contract::BLOCK, contract::CORE),
        ArtifactKind::Transform => (capability::TRANSFORM_BLOCK, capability::TRANSFORM_CORE),
        ArtifactKind::SideEffect => (capability::SIDE_EFFECT_BLOCK, capability::SIDE_EFFECT_CORE),
        ArtifactKind::RuntimeBinding => (storage::BINDING_BLOCK, storage::BINDING_CORE),
        ArtifactKind::Structure => (storage::STRUCTURE_BLOCK, storage::STRUCTURE_CORE),
        ArtifactKind::Event => (others::EVENT_BLOCK, others::EVENT_CORE),
        ArtifactKind::Entity => (others::ENTITY_BLOCK, others::ENTITY_CORE),
        ArtifactKind::Actor => (others::ACTOR_BLOCK, others::ACTOR_CORE),
        ArtifactKind::Invariant => (others::INVARIANT_BLOCK, others::INVARIANT_CORE),
        ArtifactKind::Assertion => (others::ASSERTION_BLOCK, &[]),
    }
}
