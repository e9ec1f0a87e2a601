//! One artifact of a domain.

use pgs_value::{Map, Value};

use crate::document::{Object, malformed};
use crate::refusal::Refusal;

/// What an artifact declares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ArtifactType {
    /// `WF`
    Workflow,
    /// `IN`
    Intent,
    /// `CC`
    Contract,
    /// `CT`
    Transform,
    /// `CS`
    SideEffect,
    /// `RB`
    RuntimeBinding,
    /// `STRUCTURE`
    Structure,
    /// `EV`
    Event,
    /// `AC`
    Actor,
    /// `TI`
    IngressIntent,
    /// `TE`
    EgressIntent,
    /// `TEST_DATA`
    TestData,
    /// `VOCAB`
    Vocabulary,
    /// `CONSTITUTION`
    Constitution,
    /// `INVARIANT`
    Invariant,
    /// `SURFACE`
    Surface,
    /// Another word.
    Unknown(String),
}

impl ArtifactType {
    /// The type of a word.
    pub fn of(word: &str) -> Self {
        match word {
            "WF" => Self::Workflow,
            "IN" => Self::Intent,
            "CC" => Self::Contract,
            "CT" => Self::Transform,
            "CS" => Self::SideEffect,
            "RB" => Self::RuntimeBinding,
            "STRUCTURE" => Self::Structure,
            "EV" => Self::Event,
            "AC" => Self::Actor,
            "TI" => Self::IngressIntent,
            "TE" => Self::EgressIntent,
            "TEST_DATA" => Self::TestData,
            "VOCAB" => Self::Vocabulary,
            "CONSTITUTION" => Self::Constitution,
            "INVARIANT" => Self::Invariant,
            "SURFACE" => Self::Surface,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

/// An artifact.
#[derive(Clone, Debug, PartialEq)]
pub struct Artifact {
    /// `namespace::CODE_Vn`
    pub fqdn: String,
    /// What stands before `::`.
    pub namespace: String,
    /// What stands after it.
    pub code: String,
    /// What it declares.
    pub kind: ArtifactType,
    /// The file, from the snapshot's folder on.
    pub file: String,
    /// The folder of the file, from the domain's on: `workflows`, `transport/egress`.
    pub folder: String,
    /// SHA-256 of the machine block as a value, in hex.
    pub content_hash: String,
    /// The whole of it.
    pub json: Map<String, Value>,
}

impl Artifact {
    /// Reads the file of an artifact.
    pub(crate) fn read(file: &str, folder: &str, json: Map<String, Value>) -> Result<Self, Refusal> {
        let object = Object::of_file(file, &json);
        let fqdn = object.text("fqdn_id")?.to_owned();
        let Some((namespace, code)) = fqdn.split_once("::").filter(|(head, tail)| !head.is_empty() && !tail.is_empty())
        else {
            return Err(malformed(file, "/fqdn_id", format!("`{fqdn}` is not of the form `namespace::CODE_Vn`")));
        };
        let (namespace, code) = (namespace.to_owned(), code.to_owned());
        let (named, should) = (file.rsplit('/').next().unwrap_or(file), format!("{}.json", fqdn.replace("::", "__")));
        if named != should {
            return Err(malformed(
                file,
                "/fqdn_id",
                format!("the file of `{fqdn}` is named `{named}`, not `{should}`"),
            ));
        }
        object.object("frontmatter")?;
        object.text("content")?;
        let kind = ArtifactType::of(object.text("artifact_type")?);
        let content_hash = object.text("content_hash")?.to_owned();
        Ok(Self { fqdn, namespace, code, kind, file: file.to_owned(), folder: folder.to_owned(), content_hash, json })
    }

    /// The machine block with references resolved.
    pub fn frontmatter(&self) -> Option<&Map<String, Value>> {
        self.json.get("frontmatter")?.as_object()
    }

    /// What the artifacts that it names are called, sorted.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        self.json.get("references").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// The Markdown.
    pub fn content(&self) -> &str {
        self.json.get("content").and_then(Value::as_str).unwrap_or_default()
    }

    /// How a transform is called, of a transform.
    pub fn ct_ir(&self) -> Option<&Map<String, Value>> {
        self.json.get("ct_ir")?.as_object()
    }

    /// How a side effect is called, of a side effect.
    pub fn cs_ir(&self) -> Option<&Map<String, Value>> {
        self.json.get("cs_ir")?.as_object()
    }

    /// The value at these keys of the machine block.
    pub fn at(&self, keys: &[&str]) -> Option<&Value> {
        let (first, rest) = keys.split_first()?;
        rest.iter().try_fold(self.frontmatter()?.get(*first)?, |value, key| value.get(*key))
    }
}

/// What Python takes a value for where it asks whether it is true.
pub(crate) fn truth(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}
