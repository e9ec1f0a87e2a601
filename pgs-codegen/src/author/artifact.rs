//! One artifact of a kind, into a domain, with what it can't do without.

use std::path::Path;

use pgs_protocol::snapshot::{ArtifactKind, SOURCE};
use pgs_protocol::{fqdn, near};
use serde::Serialize;

use super::{ALL, AuthorError, Kind, NewFile, capability, domain, template};

#[derive(Serialize)]
struct Values<'a> {
    domain: &'a str,
    code: &'a str,
    version: &'a str,
    name: &'a str,
    words: &'a str,
    about: &'a str,
    workflow: Option<String>,
    runtime_binding: Option<String>,
    structure: Option<String>,
}

/// The kind that a word names.
pub fn kind(word: &str) -> Result<Kind, AuthorError> {
    Kind::of_word(word).ok_or_else(|| {
        let hint = near::nearest(word, ALL.iter().map(|it| it.word)).map_or_else(
            || format!("use one of {}", ALL.map(|it| it.word).join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        AuthorError::Kind { word: word.to_owned(), hint }
    })
}

/// The files of a new artifact. A workflow comes with an intent and a contract of its name, where they are not there.
pub fn files(home: &Path, kind: Kind, domain: &str, name: &str) -> Result<Vec<NewFile>, AuthorError> {
    domain::check(domain)?;
    let mut files = vec![NewFile { is_shared: false, ..artifact(home, kind, domain, name, None)? }];
    if kind.kind == ArtifactKind::Workflow {
        let workflow = kind.code(name);
        for needed in [ArtifactKind::Intent, ArtifactKind::Contract] {
            files.push(artifact(home, Kind::of(needed), domain, &stem(kind, name), Some(&workflow))?);
        }
    }
    let needed: &[&str] = match kind.kind {
        ArtifactKind::Workflow | ArtifactKind::Contract => &["CT_PURE_GENERATE_ID_V0"],
        ArtifactKind::RuntimeBinding => &["CS_REGISTRY_V0", "CS_APPENDONLY_JSONL_V0"],
        ArtifactKind::Intent
        | ArtifactKind::Transform
        | ArtifactKind::SideEffect
        | ArtifactKind::Structure
        | ArtifactKind::IngressIntent
        | ArtifactKind::Event
        | ArtifactKind::Entity
        | ArtifactKind::Actor
        | ArtifactKind::Invariant
        | ArtifactKind::Assertion => &[],
    };
    for name in needed {
        files.extend(capability::files(capability::find(name)?));
    }
    Ok(files)
}

/// The name of a capability's code, without prefix and version: `PRICE_PARCEL`.
pub fn stem_of(code: &str) -> String {
    let kinds = [ArtifactKind::Transform, ArtifactKind::SideEffect].map(Kind::of);
    let [transform, side_effect] = kinds;
    stem(if code.starts_with(side_effect.prefix) { side_effect } else { transform }, code)
}

/// The same as words: `Price parcel`.
pub fn words(code: &str) -> String {
    sentence(&stem_of(code))
}

/// The name without what the kind puts around it.
fn stem(kind: Kind, name: &str) -> String {
    let code = kind.code(name);
    let code = code.strip_prefix(kind.prefix).unwrap_or(&code);
    let code = code.strip_prefix(&format!("{}_", kind.kind.artifact_type())).unwrap_or(code);
    code.rsplit_once("_V").map_or(code, |(stem, _)| stem).to_owned()
}

/// The artifact by itself.
fn artifact(home: &Path, kind: Kind, domain: &str, name: &str, workflow: Option<&str>) -> Result<NewFile, AuthorError> {
    let code = kind.code(name);
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    if !code.chars().all(fits) || fqdn::split(&format!("{domain}::{code}")).is_none() {
        return Err(AuthorError::Name { name: name.to_owned(), example: kind.code("CHECK_OUT") });
    }
    let mut near = Neighbours::of(home, domain, &stem(kind, name));
    near.workflow = workflow.map(str::to_owned).or(near.workflow);
    let text = markdown(kind, domain, &code, &near)?;
    let path = format!("{SOURCE}/{}/{domain}__{code}.md", kind.kind.folder());
    Ok(NewFile::shared(path, text))
}

/// What a new artifact may name.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    /// The workflow of the same name.
    pub workflow: Option<String>,
    /// The one runtime binding.
    pub runtime_binding: Option<String>,
    /// The one structure.
    pub structure: Option<String>,
}

impl Neighbours {
    fn of(home: &Path, domain: &str, stem: &str) -> Self {
        let codes = |kind: ArtifactKind| {
            let files = std::fs::read_dir(home.join(SOURCE).join(kind.folder())).into_iter().flatten().flatten();
            let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
            let code = |name: String| Some(name.strip_suffix(".md")?.strip_prefix(&format!("{domain}__"))?.to_owned());
            names.filter_map(code).collect::<Vec<_>>()
        };
        let one = |kind| codes(kind).pop().filter(|_| codes(kind).len() == 1);
        let workflow = format!("WF_{stem}_V0");
        Self {
            workflow: codes(ArtifactKind::Workflow).contains(&workflow).then_some(workflow),
            runtime_binding: one(ArtifactKind::RuntimeBinding),
            structure: one(ArtifactKind::Structure),
        }
    }
}

/// The Markdown of an artifact of this kind, as it is when it is new.
pub fn markdown(kind: Kind, domain: &str, code: &str, near: &Neighbours) -> Result<String, AuthorError> {
    let name = stem(kind, code);
    let words = sentence(&name);
    let about = "Say here, for people, what this is for and why it is as it is. The block below is what counts.";
    let values = Values {
        domain,
        code,
        version: code.rsplit_once("_V").map_or("0", |(_, version)| version),
        name: &name,
        words: &words,
        about,
        workflow: near.workflow.clone(),
        runtime_binding: near.runtime_binding.clone(),
        structure: near.structure.clone(),
    };
    template::render(template::of_kind(kind.kind), &values)
}

/// `CHECK_OUT` as `Check out`.
fn sentence(name: &str) -> String {
    let words = name.to_ascii_lowercase().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
