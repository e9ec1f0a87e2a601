//! Artifacts of another generation: what one means by an artifact, another does not.
//!
//! The artifacts of Protocol-Governed Computing (PGC 6) have the words of PGS, and run otherwise: a status that is not
//! routed is refused, what a transform refuses is no fault, and a molecule is executed. Brought into the layout of PGS they
//! would be compiled as what they are not.

use std::collections::BTreeMap;
use std::path::Path;

use pgs_value::Value;

use super::discover::MANIFEST;
use super::{Artifact, ArtifactKind, file};
use crate::diagnostic::{Code, Diagnostic, pointer};

/// What a machine block of PGC says that it declares, of kinds that are executed. PGS has no such key in these.
const KINDS: [(ArtifactKind, &str); 6] = [
    (ArtifactKind::Workflow, "WORKFLOW"),
    (ArtifactKind::Intent, "INTENT"),
    (ArtifactKind::Contract, "CAPABILITY_CONTRACT"),
    (ArtifactKind::Transform, "CAPABILITY_TRANSFORM"),
    (ArtifactKind::SideEffect, "CAPABILITY_SIDE_EFFECT"),
    (ArtifactKind::RuntimeBinding, "RUNTIME_BINDING"),
];

/// The keys that tell one from the other.
const KIND: &[&str] = &["artifact_kind"];
const REFUSAL: &[&str] = &["core", "refusal"];
const CT_KIND: &[&str] = &["machine", "ct_kind"];

/// Says that a sealed snapshot is not read by who reads those of PGS alone.
pub fn not_built(snapshot: &Path) -> Diagnostic {
    let file = snapshot.join(MANIFEST);
    Diagnostic {
        code: Code::OtherGeneration,
        artifact: file::file_name(&file),
        file,
        pointer: pointer(["manifest_version"]),
        message: "this is a sealed snapshot of PGC 6, which is not read here".to_owned(),
        remedy: "`pgs-codegen check`, `generate`, `diff` and a build read it; name a snapshot of PGS here".to_owned(),
    }
}

/// Says that artifacts of PGC lie where those of PGS belong; nothing if none do.
pub fn artifact(artifacts: &BTreeMap<String, Artifact>) -> Option<Diagnostic> {
    let mut of_pgc = artifacts.values().filter_map(|artifact| Some((artifact, sign(artifact)?)));
    let (artifact, (keys, what)) = of_pgc.next()?;
    let others = match of_pgc.count() {
        0 => String::new(),
        more => format!(", and {more} more artifacts are"),
    };
    let keys = ["frontmatter"].iter().chain(keys);
    Some(Diagnostic {
        code: Code::OtherGeneration,
        artifact: artifact.fqdn.clone(),
        file: artifact.file.clone(),
        pointer: pointer(keys.copied()),
        message: format!("`{}` is an artifact of PGC 6 ({what}){others}, in a snapshot that has the layout of PGS", artifact.code),
        remedy: "name the sealed snapshot that it was taken from, the folder with `manifest.json`: its generation follows from \
                 what is read"
            .to_owned(),
    })
}

/// What tells an artifact of PGC from one of PGS: the keys that lead to it, and what it says.
fn sign(artifact: &Artifact) -> Option<(&'static [&'static str], String)> {
    let text = |keys: &[&str]| {
        let (first, rest) = keys.split_first()?;
        let value = artifact.frontmatter.get(*first)?;
        rest.iter().try_fold(value, |value, key| value.get(*key)).and_then(Value::as_str)
    };
    let said = |keys: &'static [&'static str], word: &str| Some((keys, format!("`{}: {word}`", keys.join("."))));
    if let Some(word) = text(KIND).filter(|word| KINDS.contains(&(artifact.kind, *word))) {
        return said(KIND, word);
    }
    if artifact.kind != ArtifactKind::Transform {
        return None;
    }
    let refusal = text(REFUSAL).filter(|word| ["raises", "returns", "never"].contains(word));
    let molecule = text(CT_KIND).filter(|word| *word == "molecule");
    refusal.and_then(|word| said(REFUSAL, word)).or_else(|| said(CT_KIND, molecule?))
}
