//! The Markdown of a capability, from its description, and the cases of a transform.

use std::fmt::Write as _;

use pgs_description::{Access, Argument, Generation, Output, SideEffect, Transform, TransformEnd, TransformExample};
use pgs_protocol::snapshot::{ArtifactKind, SOURCE};
use pgs_protocol::{fqdn, near};
use pgs_value::snapshot::CONFORMANCE;

use super::{AuthorError, NewFile};
use crate::capabilities;

/// A capability that the project implements.
#[derive(Clone, Copy, Debug)]
pub enum Capability {
    /// A transform.
    Transform(&'static str, &'static Transform),
    /// A side effect.
    SideEffect(&'static str, &'static SideEffect),
}

impl Capability {
    /// The FQDN.
    pub fn fqdn(self) -> &'static str {
        match self {
            Self::Transform(fqdn, _) | Self::SideEffect(fqdn, _) => fqdn,
        }
    }

    /// What it is for, in a line.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Transform(_, it) => &it.summary,
            Self::SideEffect(_, it) => &it.summary,
        }
    }

    /// The code.
    pub fn code(self) -> &'static str {
        fqdn::split(self.fqdn()).map_or(self.fqdn(), |(_, code)| code)
    }
}

/// All that protocols can have which are written here: transforms, then side effects, each by FQDN.
pub fn all() -> Vec<Capability> {
    of(Generation::Pgs)
}

/// All of one generation, in the same order.
pub fn of(generation: Generation) -> Vec<Capability> {
    let transforms = capabilities::own(generation).flat_map(|it| &it.transforms);
    let mut all: Vec<_> = transforms.map(|(fqdn, it)| Capability::Transform(fqdn, it)).collect();
    let effects = capabilities::own(generation).flat_map(|it| &it.side_effects);
    let mut effects: Vec<_> = effects.map(|(fqdn, it)| Capability::SideEffect(fqdn, it)).collect();
    all.sort_by_key(|it| it.fqdn());
    effects.sort_by_key(|it| it.fqdn());
    all.extend(effects);
    all
}

/// The one of this FQDN or code.
pub fn find(name: &str) -> Result<Capability, AuthorError> {
    let all = all();
    let is_called = |it: &&Capability| it.fqdn() == name || it.code() == name;
    if let Some(found) = all.iter().find(is_called) {
        return Ok(*found);
    }
    let known = all.iter().flat_map(|it| [it.code(), it.fqdn()]);
    let hint = near::nearest(name, known)
        .map_or_else(|| "`pgs-codegen capabilities` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
    Err(AuthorError::Capability { name: name.to_owned(), hint })
}

/// The files that a protocol needs to use it: the artifact, and a case for each example that says what comes of it.
pub fn files(capability: Capability) -> Vec<NewFile> {
    let stem = capability.fqdn().replacen("::", "__", 1);
    let kind = match capability {
        Capability::Transform(..) => ArtifactKind::Transform,
        Capability::SideEffect(..) => ArtifactKind::SideEffect,
    };
    let mut files = vec![NewFile::shared(format!("{SOURCE}/{}/{stem}.md", kind.folder()), markdown(capability))];
    if let Capability::Transform(_, transform) = capability {
        let cases = cases(transform).into_iter().enumerate();
        files.extend(
            cases.map(|(n, case)| {
                NewFile::shared(format!("{SOURCE}/{CONFORMANCE}/{stem}__example_{}.json", n + 1), case)
            }),
        );
    }
    files
}

/// The cases of a transform. One that draws time or random bytes gives something else every time.
fn cases(transform: &Transform) -> Vec<String> {
    let examples = transform.examples.iter().filter(|_| !transform.draws);
    let case = |example: &TransformExample| {
        let (expected, outcome) = match &example.ends {
            TransformEnd::Success(outputs) => (outputs.as_str(), "SUCCESS"),
            TransformEnd::Violation(_) | TransformEnd::Fault(_) => ("{}", "VIOLATION"),
        };
        format!(
            "{{\n  \"inputs\": {},\n  \"expected\": {expected},\n  \"expected_outcome\": \"{outcome}\"\n}}\n",
            example.inputs
        )
    };
    examples.map(case).collect()
}

/// The artifact.
pub fn markdown(capability: Capability) -> String {
    match capability {
        Capability::Transform(_, it) => transform(capability.code(), it),
        Capability::SideEffect(_, it) => side_effect(capability.code(), it),
    }
}

fn head(code: &str, summary: &str, description: &str, key: &str) -> String {
    let about = if description.is_empty() { summary } else { description };
    format!(
        "# {code}\n\n{about}\n\n## Machine\n\n```yaml\n{key}: {code}\nversion: v0\ncore:\n  summary: {}\n",
        yaml(summary.trim_end_matches('.'))
    )
}

fn transform(code: &str, transform: &Transform) -> String {
    let mut text = head(code, &transform.summary, &transform.description, "ct_code");
    let inputs = transform
        .inputs
        .iter()
        .map(|Argument { name, ty, required, description }| (name, ty.word(), *required, false, description));
    fields(&mut text, "inputs", inputs.collect());
    let outputs = transform
        .outputs
        .iter()
        .map(|Output { name, ty, optional, description }| (name, ty.word(), true, *optional, description));
    fields(&mut text, "outputs", outputs.collect());
    text + "```\n"
}

/// Fields with name, type, and whether they must be there, may be null, and what they are.
fn fields(text: &mut String, key: &str, fields: Vec<(&String, &str, bool, bool, &String)>) {
    if fields.is_empty() {
        let _ = writeln!(text, "  {key}: {{}}");
        return;
    }
    let _ = writeln!(text, "  {key}:");
    for (name, ty, required, nullable, description) in fields {
        let _ = writeln!(text, "    {name}:\n      type: {ty}\n      required: {required}");
        if nullable {
            let _ = writeln!(text, "      nullable: true");
        }
        let _ = writeln!(text, "      description: {}", yaml(description.trim_end_matches('.')));
    }
}

fn side_effect(code: &str, side_effect: &SideEffect) -> String {
    let mut text = head(code, &side_effect.summary, &side_effect.description, "cs_code");
    let _ = writeln!(text, "  operations:");
    for (name, operation) in &side_effect.operations {
        let inputs: Vec<&str> = operation.inputs.iter().map(|it| it.name.as_str()).collect();
        let outputs = operation.outputs.iter().map(|it| it.name.as_str());
        let outputs: Vec<&str> = std::iter::once("result_status").chain(outputs).collect();
        let _ = writeln!(
            text,
            "    {name}:\n      summary: {}\n      input: [{}]\n      output: [{}]\n      result_status_values: [{}]\n      idempotent: {}",
            yaml(operation.summary.trim_end_matches('.')),
            inputs.join(", "),
            outputs.join(", "),
            operation.statuses.join(", "),
            operation.access == Access::Read,
        );
    }
    let operations: Vec<&str> = side_effect.operations.keys().map(String::as_str).collect();
    let _ = writeln!(text, "  policy:\n    operations: [{}]\n```", operations.join(", "));
    text
}

/// A text on one line, in quotes where YAML would read it as something else.
pub fn yaml(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if is_plain { text } else { pgs_value::Value::from(text.as_str()).to_string() }
}
