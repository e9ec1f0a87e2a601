//! One artifact as an author wrote it: Markdown with a machine block, which says what it is.

use std::path::{Path, PathBuf};

use pgs_protocol::snapshot::machine;
use pgs_value::{Map, Value};

use super::error::{SealError, SealProblem};
use super::kind::Kind;

/// An artifact as it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The domain that it is of.
    pub domain: String,
    /// The file.
    pub file: PathBuf,
    /// `namespace::CODE_Vn`
    pub fqdn: String,
    /// What stands before `::`.
    pub namespace: String,
    /// What stands after it.
    pub code: String,
    /// The Markdown.
    pub content: String,
    /// The machine block, as PyYAML reads it.
    pub machine: Map<String, Value>,
    pub(super) kind: &'static Kind,
}

impl Source {
    /// Reads one. Where the file has a name, it is that of the artifact: `CODE_Vn.md`.
    pub fn read(domain: &str, file: &Path, content: String) -> Result<Self, SealError> {
        let wrong = |pointer: &str, problem: SealProblem| SealError {
            file: file.to_owned(),
            pointer: pointer.to_owned(),
            problem,
        };
        let machine = machine(&content).map_err(|problem| wrong("", problem))?;
        let text = |key: &'static str| match machine.get(key).and_then(Value::as_str) {
            Some(text) => Ok(text.to_owned()),
            None => Err(wrong("", SealProblem::NoText(key))),
        };
        let (fqdn, word) = (text("fqdn")?, text("artifact_kind")?);
        let (namespace, code) = match pgs_protocol::fqdn::split(&fqdn) {
            Some((namespace, code)) => (namespace.to_owned(), code.to_owned()),
            None => return Err(wrong("/fqdn", SealProblem::Name(fqdn))),
        };
        let should = format!("{code}.md");
        if file.file_name().is_some_and(|name| *name != *should) {
            return Err(wrong("/fqdn", SealProblem::FileName { fqdn, file: should }));
        }
        let kind = Kind::of(&word).ok_or_else(|| wrong("/artifact_kind", SealProblem::Kind(word)))?;
        let (domain, file) = (domain.to_owned(), file.to_owned());
        Ok(Self { domain, file, fqdn, namespace, code, content, machine, kind })
    }

    /// Whether a text is such an artifact: its machine block says its name and its kind.
    pub fn is_one(content: &str) -> bool {
        machine(content).is_ok_and(|it| it.contains_key("fqdn") && it.contains_key("artifact_kind"))
    }

    /// The value at these keys of the machine block.
    pub fn at(&self, keys: &[&str]) -> Option<&Value> {
        let (first, rest) = keys.split_first()?;
        rest.iter().try_fold(self.machine.get(*first)?, |value, key| value.get(*key))
    }

    pub(super) fn wrong(&self, pointer: &str, problem: SealProblem) -> SealError {
        SealError { file: self.file.clone(), pointer: pointer.to_owned(), problem }
    }

    /// The path of the sealed form, from the snapshot's folder on, in a domain that holds or carries it.
    pub(super) fn path(&self, domain: &str) -> String {
        format!("canonical/{domain}/{}/{}__{}.json", self.kind.folder, self.namespace, self.code)
    }
}

fn machine(content: &str) -> Result<Map<String, Value>, SealProblem> {
    let block = machine::block(content)?;
    let document = pgs_yaml::parse_python(block.text).map_err(|error| SealProblem::Yaml(error.to_string()))?;
    if let Some(twice) = document.duplicates.into_iter().next() {
        return Err(SealProblem::KeyTwice(twice.key));
    }
    match document.value {
        Value::Object(machine) => Ok(machine),
        _ => Err(SealProblem::NoMapping),
    }
}
