//! One artifact: its parts, its name, its hash, its machine block.

use std::path::Path;

use pgs_value::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::compare::Difference;
use super::file::{file_name, type_name};
use super::machine::{self, NoBlock};
use super::{identity, yaml};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, pointer};
use crate::fqdn;

/// The keys of an artifact, of which compilers write these.
const KEYS: [&str; 14] = [
    "artifact_code",
    "artifact_type",
    "cc_projection",
    "content",
    "content_hash",
    "cs_ir",
    "ct_ir",
    "fqdn_id",
    "frontmatter",
    "layer_code",
    "module_path",
    "namespace",
    "references",
    "version",
];

const SEAL_AGAIN: &str = "restore the file as it was sealed, or seal the snapshot again";

/// An artifact's verified parts.
pub struct Parts {
    /// `namespace::CODE_Vn`
    pub fqdn: String,
    /// What stands before `::`.
    pub namespace: String,
    /// What stands after it.
    pub code: String,
    /// SHA-256 of the content, in hex.
    pub hash: String,
    /// The machine block.
    pub frontmatter: Map<String, Value>,
}

/// Whether an artifact must have a machine block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// What is executed must be what was hashed.
    Required,
    /// Governance is read and not executed.
    Optional,
}

/// SHA-256 of the UTF-8 bytes, as hex digits.
pub fn content_hash(content: &str) -> String {
    hex::encode(Sha256::digest(content.as_bytes()))
}

/// Verifies an artifact. Everything that is wrong is said; the parts come back if they have the right shape.
pub fn verify(
    file: &Path,
    mut object: Map<String, Value>,
    block: Block,
    diagnostics: &mut Diagnostics,
) -> Option<Parts> {
    let mut check = Check { name: file_name(file), file, diagnostics };
    let fqdn = check.text(&object, "fqdn_id");
    let name = fqdn.as_deref().and_then(|fqdn| check.name(&object, fqdn));
    let content = check.text(&object, "content");
    let hash = check.text(&object, "content_hash");
    check.keys(&object);
    let frontmatter = check.frontmatter(&mut object);
    if let (Some(content), Some(hash)) = (&content, &hash)
        && check.hash(content, hash)
        && let Some(frontmatter) = &frontmatter
    {
        check.machine(content, frontmatter, block);
    }
    let (namespace, code) = name?;
    Some(Parts { fqdn: fqdn?, namespace, code, hash: hash.unwrap_or_default(), frontmatter: frontmatter? })
}

struct Check<'a> {
    /// The FQDN once it is known, else the file's name.
    name: String,
    file: &'a Path,
    diagnostics: &'a mut Diagnostics,
}

impl Check<'_> {
    fn push(&mut self, code: Code, pointer: String, message: String, remedy: &str) {
        self.diagnostics.push(Diagnostic {
            code,
            artifact: self.name.clone(),
            file: self.file.to_path_buf(),
            pointer,
            message,
            remedy: remedy.to_owned(),
        });
    }

    fn malformed(&mut self, key: &str, message: String) {
        self.push(Code::MalformedArtifact, pointer([key]), message, SEAL_AGAIN);
    }

    /// Says which keys beside the machine block nothing reads. Each is told as it stands: no other one is meant.
    fn keys(&mut self, object: &Map<String, Value>) {
        for key in object.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            let message = format!("nothing reads `{key}` here");
            self.push(Code::UnknownKey, pointer([key.as_str()]), message, "remove it: it is not hashed");
        }
    }

    fn text(&mut self, object: &Map<String, Value>, key: &str) -> Option<String> {
        match object.get(key) {
            Some(Value::String(text)) => return Some(text.clone()),
            Some(other) => self.malformed(key, format!("`{key}` is {}, not a string", type_name(other))),
            None => self.malformed(key, format!("the artifact has no `{key}`")),
        }
        None
    }

    fn frontmatter(&mut self, object: &mut Map<String, Value>) -> Option<Map<String, Value>> {
        match object.get_mut("frontmatter").map(Value::take) {
            Some(Value::Object(frontmatter)) => return Some(frontmatter),
            Some(other) => {
                self.malformed("frontmatter", format!("`frontmatter` is {}, not an object", type_name(&other)));
            }
            None => self.malformed("frontmatter", "the artifact has no `frontmatter`".to_owned()),
        }
        None
    }

    /// The namespace and the code, if `fqdn_id` has the right form. The other names must agree with it.
    fn name(&mut self, object: &Map<String, Value>, fqdn: &str) -> Option<(String, String)> {
        let Some((namespace, code)) = fqdn::split(fqdn) else {
            self.malformed("fqdn_id", format!("`{fqdn}` is not of the form `namespace::CODE_Vn`"));
            return None;
        };
        fqdn.clone_into(&mut self.name);
        if let Some(stated) = self.text(object, "artifact_code")
            && stated != code
        {
            self.malformed("artifact_code", format!("`artifact_code` is `{stated}`, `fqdn_id` says `{code}`"));
        }
        match object.get("namespace") {
            Some(stated) if stated != namespace => {
                self.malformed("namespace", format!("`namespace` is {stated}, `fqdn_id` says `{namespace}`"));
            }
            _ => {}
        }
        let (expected, actual) = (format!("{namespace}__{code}.json"), file_name(self.file));
        if actual != expected {
            let message = format!("the file of `{fqdn}` is named `{actual}`, not `{expected}`");
            self.push(Code::MalformedArtifact, pointer(["fqdn_id"]), message, "rename the file, or correct `fqdn_id`");
        }
        Some((namespace.to_owned(), code.to_owned()))
    }

    fn hash(&mut self, content: &str, stated: &str) -> bool {
        let actual = content_hash(content);
        let same = actual.eq_ignore_ascii_case(stated);
        if !same {
            let message = format!("`content` hashes to {actual}, `content_hash` says {}", excerpt(stated, 0));
            self.push(Code::HashMismatch, pointer(["content_hash"]), message, SEAL_AGAIN);
        }
        same
    }

    /// Says which names in the machine block, which is hashed, are not those of the artifact, which are not.
    fn identity(&mut self, block: &Map<String, Value>, required: Block) {
        let name = self.name.clone();
        let code = match required {
            Block::Required => Code::MachineMismatch,
            Block::Optional => Code::GovernanceName,
        };
        for key in identity::foreign(&name, block) {
            let message = identity::say(&name, key, block);
            let remedy = identity::remedy(&name, key, block);
            self.push(code, pointer(["frontmatter", key]), message, &remedy);
        }
    }

    fn duplicates(&mut self, document: &yaml::Document, line: usize) {
        for twice in &document.duplicates {
            let line = (twice.line + line).saturating_sub(1);
            let message =
                format!("`{}` stands twice in one mapping of the machine block, again at line {line}", twice.key);
            let remedy = "remove one of the two, and seal the snapshot again";
            self.push(Code::DuplicateName, pointer(["content"]), message, remedy);
        }
    }

    fn machine(&mut self, content: &str, frontmatter: &Map<String, Value>, required: Block) {
        let block = match machine::block(content) {
            Ok(block) => block,
            Err(NoBlock::Missing) if required == Block::Optional => return,
            Err(problem) => {
                let place = pointer(["content"]);
                self.push(Code::MalformedArtifact, place, format!("`content`: {problem}"), problem.remedy());
                return;
            }
        };
        let value = match yaml::parse(block.text) {
            Ok(document) => {
                self.duplicates(&document, block.line);
                document.value
            }
            Err(mut error) => {
                error.line = (error.line + block.line).saturating_sub(1);
                self.push(Code::Unreadable, pointer(["content"]), format!("machine block: {error}"), SEAL_AGAIN);
                return;
            }
        };
        let Value::Object(value) = value else {
            self.malformed("content", format!("the machine block is {}, not a mapping", type_name(&value)));
            return;
        };
        self.identity(&value, required);
        if let Some(difference) = machine::difference(frontmatter, &value) {
            let keys = ["frontmatter"].into_iter().chain(difference.path.iter().map(String::as_str));
            let message = say(&difference);
            let remedy = "change the machine block and seal the snapshot again: only what was hashed is executed";
            self.push(Code::MachineMismatch, pointer(keys), message, remedy);
        }
    }
}

fn say(difference: &Difference<'_>) -> String {
    let place = difference.path.last().map_or("", String::as_str);
    let text = |value: Option<&Value>| value.map_or("nothing".to_owned(), ToString::to_string);
    let (left, right) = (text(difference.left), text(difference.right));
    // Long texts that begin alike are shown from where they part.
    let alike = left.chars().zip(right.chars()).take_while(|(left, right)| left == right).count();
    let from = if alike > 60 { alike - 20 } else { 0 };
    let (left, right) = (excerpt(&left, from), excerpt(&right, from));
    format!("`{place}` is {left} here, and {right} in the machine block that was hashed")
}

/// 80 characters, from the one at `from`.
fn excerpt(text: &str, from: usize) -> String {
    let shown: String = text.chars().skip(from).take(80).collect();
    let before = if from > 0 { "…" } else { "" };
    let behind = if text.chars().count() > from + 80 { "…" } else { "" };
    format!("{before}{shown}{behind}")
}
