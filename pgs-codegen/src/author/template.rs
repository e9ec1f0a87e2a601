//! The templates, and what they are filled in with.

use std::sync::LazyLock;

use pgs_protocol::snapshot::ArtifactKind;
use serde::Serialize;
use tera::{Context, Tera};

use super::AuthorError;

/// The templates, by name: a whole domain, one of each kind, a crate of one's own.
const TEMPLATES: [(&str, &str); 35] = [
    ("domain/workflow", include_str!("templates/domain/workflow.md.tera")),
    ("domain/intent", include_str!("templates/domain/intent.md.tera")),
    ("domain/add", include_str!("templates/domain/add.md.tera")),
    ("domain/record", include_str!("templates/domain/record.md.tera")),
    ("domain/runtime_binding", include_str!("templates/domain/runtime_binding.md.tera")),
    ("domain/structure", include_str!("templates/domain/structure.md.tera")),
    ("domain/event", include_str!("templates/domain/event.md.tera")),
    ("domain/payload", include_str!("templates/domain/payload.json.tera")),
    ("kind/workflow", include_str!("templates/kind/workflow.md.tera")),
    ("kind/intent", include_str!("templates/kind/intent.md.tera")),
    ("kind/contract", include_str!("templates/kind/contract.md.tera")),
    ("kind/transform", include_str!("templates/kind/transform.md.tera")),
    ("kind/side_effect", include_str!("templates/kind/side_effect.md.tera")),
    ("kind/runtime_binding", include_str!("templates/kind/runtime_binding.md.tera")),
    ("kind/structure", include_str!("templates/kind/structure.md.tera")),
    ("kind/ingress_intent", include_str!("templates/kind/ingress_intent.md.tera")),
    ("kind/event", include_str!("templates/kind/event.md.tera")),
    ("kind/entity", include_str!("templates/kind/entity.md.tera")),
    ("kind/actor", include_str!("templates/kind/actor.md.tera")),
    ("kind/invariant", include_str!("templates/kind/invariant.md.tera")),
    ("domain/pgs.toml", include_str!("templates/domain/pgs.toml.tera")),
    ("rust/Cargo.toml", include_str!("templates/rust/Cargo.toml.tera")),
    ("rust/lib.rs", include_str!("templates/rust/lib.rs.tera")),
    ("rust/transform.rs", include_str!("templates/rust/transform.rs.tera")),
    ("rust/description.toml", include_str!("templates/rust/description.toml.tera")),
    ("rust/side_effect.rs", include_str!("templates/rust/side_effect.rs.tera")),
    ("rust/side_effect.toml", include_str!("templates/rust/side_effect.toml.tera")),
    ("rust/case.json", include_str!("templates/rust/case.json.tera")),
    ("project/Cargo.toml", include_str!("templates/project/Cargo.toml.tera")),
    ("project/build.rs", include_str!("templates/project/build.rs.tera")),
    ("project/lib.rs", include_str!("templates/project/lib.rs.tera")),
    ("project/main.rs", include_str!("templates/project/main.rs.tera")),
    ("project/protocol.rs", include_str!("templates/project/protocol.rs.tera")),
    ("project/README.md", include_str!("templates/project/README.md.tera")),
    ("project/ci.yml", include_str!("templates/project/ci.yml.tera")),
];

static TERA: LazyLock<Result<Tera, tera::Error>> = LazyLock::new(|| {
    let mut tera = Tera::default();
    tera.add_raw_templates(TEMPLATES)?;
    Ok(tera)
});

/// The template of a kind.
pub fn of_kind(kind: ArtifactKind) -> &'static str {
    match kind {
        ArtifactKind::Workflow => "kind/workflow",
        ArtifactKind::Intent => "kind/intent",
        ArtifactKind::Contract => "kind/contract",
        ArtifactKind::Transform => "kind/transform",
        ArtifactKind::SideEffect => "kind/side_effect",
        ArtifactKind::RuntimeBinding => "kind/runtime_binding",
        ArtifactKind::Structure => "kind/structure",
        ArtifactKind::IngressIntent => "kind/ingress_intent",
        ArtifactKind::Event => "kind/event",
        ArtifactKind::Entity => "kind/entity",
        ArtifactKind::Actor => "kind/actor",
        ArtifactKind::Invariant | ArtifactKind::Assertion => "kind/invariant",
    }
}

/// The text of a template, filled in.
pub fn render<T: Serialize>(name: &str, values: &T) -> Result<String, AuthorError> {
    let templates = match &*TERA {
        Ok(templates) => templates,
        Err(error) => return Err(AuthorError::Template(tera::Error::message(error.to_string()))),
    };
    let context = Context::from_serialize(values).map_err(AuthorError::Template)?;
    templates.render(name, &context).map_err(AuthorError::Template)
}
