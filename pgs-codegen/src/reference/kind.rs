//! The page of a kind of artifact: its keys, and one that is new.

use std::fmt::Write as _;

use pgs_protocol::keys::{self, Form, Key, Role, Variant};
use pgs_protocol::protocol::words;
use pgs_protocol::snapshot::ArtifactKind;

use super::schema_file;
use super::table::{cell, code, table};
use crate::author::artifact::{self, Neighbours};
use crate::author::{AuthorError, Kind};

/// The file of the page.
pub fn file(kind: Kind) -> String {
    format!("{}.md", kind.word)
}

/// The page.
pub fn page(kind: Kind) -> Result<String, AuthorError> {
    let artifact_type = kind.kind.artifact_type();
    let mut page = format!(
        "# {}\n\n{}\n\n`protocol/{}/NAMESPACE__{artifact_type}_NAME_V0.md`. `pgs-codegen new {} NAME` writes one. \
         For editors: [{}](schemas/{}).\n\n",
        title(kind),
        about(kind.kind),
        kind.kind.folder(),
        kind.word,
        schema_file(kind),
        schema_file(kind),
    );
    page += "## The block\n\n";
    section(&mut page, &keys::of_block(kind.kind).collect::<Vec<_>>(), "");
    page += "## `core`\n\n";
    section(&mut page, &keys::of_core(kind.kind).collect::<Vec<_>>(), "");
    page += notes(kind.kind);
    let near = Neighbours {
        workflow: Some("WF_CHECK_OUT_V0".to_owned()),
        runtime_binding: Some("RB_SHOP_V0".to_owned()),
        structure: Some("STRUCTURE_SHOP_STORAGE_V0".to_owned()),
    };
    let example = artifact::markdown(kind, "shop", &kind.code("CHECK_OUT"), &near)?;
    let _ = write!(page, "## Example\n\n~~~markdown\n{example}~~~\n");
    Ok(page)
}

/// What the kind is called.
pub fn title(kind: Kind) -> String {
    let words = kind.word.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The keys of one object, then what stands below them.
fn section(page: &mut String, keys: &[&Key], path: &str) {
    page.push_str(&table(
        &["key", "form", "", "meaning", "example"],
        &keys.iter().map(|key| row(key)).collect::<Vec<_>>(),
    ));
    for key in keys {
        let path = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
        match key.form {
            Form::Object(keys) => below(page, &path, keys),
            Form::Objects(name, keys) => below(page, &format!("{path}.{}", placeholder(name)), keys),
            Form::Variants(name, keys, of) => variants(page, &format!("{path}.{}", placeholder(name)), keys, of),
            Form::List(keys, of) => variants(page, &format!("{path}[]"), keys, of),
            Form::Text
            | Form::OneOf(_)
            | Form::Truth
            | Form::Texts
            | Form::Reference(_)
            | Form::References(_)
            | Form::Condition
            | Form::Bindings
            | Form::Schemas
            | Form::TextsByName(_)
            | Form::Value => {}
        }
    }
}

fn below(page: &mut String, path: &str, keys: &[Key]) {
    let _ = write!(page, "### `{path}`\n\n");
    section(page, &keys.iter().collect::<Vec<_>>(), path);
}

fn variants(page: &mut String, path: &str, keys: &[Key], variants: &[Variant]) {
    below(page, path, keys);
    for variant in variants {
        let _ = write!(page, "### `{path}`: {}\n\n", variant.title);
        if !variant.any_of.is_empty() {
            let _ = write!(
                page,
                "One of {} is needed.\n\n",
                words::list(variant.any_of.iter().map(|it| format!("`{it}`")))
            );
        }
        section(page, &variant.keys.iter().collect::<Vec<_>>(), path);
    }
}

fn placeholder(name: &str) -> String {
    name.to_uppercase().replace(' ', "_")
}

fn row(key: &Key) -> Vec<String> {
    let need = match (key.required, key.role) {
        (true, _) => "required",
        (false, Role::ForPeople) => "for people",
        (false, Role::Checked) => "checked",
        (false, Role::Executed) => "",
    };
    let form = if key.name == keys::THE_CORE.name { "an object: see below".to_owned() } else { form(key.form) };
    vec![code(key.name), cell(&form), need.to_owned(), cell(key.meaning), code(key.example)]
}

/// A form in words.
fn form(form: Form) -> String {
    match form {
        Form::Text => "a text".to_owned(),
        Form::OneOf(words) => words::list(words.iter().map(|it| format!("`{it}`"))).replace(" and ", " or "),
        Form::Truth => "true or false".to_owned(),
        Form::Texts => "a list of texts".to_owned(),
        Form::Reference(kind) => format!("a code or FQDN: {}", link(kind)),
        Form::References(kind) => format!("a list of codes or FQDNs: {}", link(kind)),
        Form::Condition => "a condition".to_owned(),
        Form::Bindings => "[bindings](bindings.md) by name".to_owned(),
        Form::Schemas => "[schemas](schemas.md) by field".to_owned(),
        Form::TextsByName(name) => format!("a text for each {name}"),
        Form::Object(_) => "an object".to_owned(),
        Form::Objects(name, _) | Form::Variants(name, ..) => format!("an object for each {name}"),
        Form::List(..) => "a list of objects".to_owned(),
        Form::Value => "any value".to_owned(),
    }
}

fn link(kind: ArtifactKind) -> String {
    let kind = Kind::of(kind);
    format!("[{}]({})", kind.word.replace('-', " "), file(kind))
}

fn about(kind: ArtifactKind) -> &'static str {
    match kind {
        ArtifactKind::Workflow => {
            "A workflow is a graph: a payload is admitted, contracts run one after the other, and each outcome of each node \
             goes somewhere, at last to an exit. It becomes a binary, and a Rust module."
        }
        ArtifactKind::Intent => {
            "An intent says what a payload must be. A payload that is otherwise gets NACK, and nothing is changed."
        }
        ArtifactKind::IngressIntent => {
            "An ingress intent says by which HTTP request a workflow is started. Nothing is generated from one: start the \
             workflow by its binary, by `pgs run`, or from a service of your own."
        }
        ArtifactKind::Contract => {
            "A contract is a list of steps, each of which calls a transform or an operation of a side effect, and ends with one \
             of a few outcomes."
        }
        ArtifactKind::Transform => {
            "A transform is a function of its inputs. The artifact says which there are; the code is Rust: the project's own, \
             or a crate of yours ([capabilities](../capabilities.md))."
        }
        ArtifactKind::SideEffect => {
            "A side effect works on a store, starts workflows, or does something outside. The artifact names its operations; \
             the code is Rust: the project's own, or a crate of yours ([capabilities](../capabilities.md))."
        }
        ArtifactKind::RuntimeBinding => {
            "A runtime binding says which side effects a workflow may use, and where its stores lie."
        }
        ArtifactKind::Structure => "A structure gives each store a file below the data root.",
        ArtifactKind::Event => {
            "An event is what an EXIT node emits: its code stands in the answer and in the trace. What is to be looked up \
             later, a contract appends to a log."
        }
        ArtifactKind::Entity => {
            "An entity says what records are about. Nothing is executed of one; the values that its attributes may have are \
             held against what intents admit."
        }
        ArtifactKind::Actor => {
            "An actor is who asks for a run. Nothing asks for one: check it where the workflow is started."
        }
        ArtifactKind::Invariant => {
            "An invariant is what is always true. Nothing checks one: check it in a contract of the workflows that could break \
             it."
        }
        ArtifactKind::Assertion => {
            "An assertion is what the compilers before 0.7 wrote beside invariants. Nothing checks one: write an invariant, and \
             check it in a contract."
        }
    }
}

/// What tables can't say.
fn notes(kind: ArtifactKind) -> &'static str {
    match kind {
        ArtifactKind::Contract => include_str!("contract.md"),
        ArtifactKind::Workflow => include_str!("workflow.md"),
        ArtifactKind::Intent
        | ArtifactKind::IngressIntent
        | ArtifactKind::Transform
        | ArtifactKind::SideEffect
        | ArtifactKind::RuntimeBinding
        | ArtifactKind::Structure
        | ArtifactKind::Event
        | ArtifactKind::Entity
        | ArtifactKind::Actor
        | ArtifactKind::Invariant
        | ArtifactKind::Assertion => "",
    }
}
