//! The levels of diagnostics that the settings of a snapshot set, each with the reason that stands with it.
//!
//! A reason is a comment of `pgs.toml`: the lines above an entry, or behind it; where an entry has none, the lines above
//! the table that it stands in.

use std::collections::{BTreeMap, BTreeSet};

use toml::Value;
use toml::de::{DeTable, DeValue};

use super::{ArtifactKind, Settings, Snapshot};

/// A level that is set for a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiver {
    /// The FQDN of the artifact that it holds for; none: it holds for all of the snapshot.
    pub artifact: Option<String>,
    /// The code, as it is written.
    pub code: String,
    /// The level, as it is written.
    pub level: String,
    /// Why; empty if nobody said it.
    pub reason: String,
    /// The namespaces of the snapshot's workflows.
    pub domains: BTreeSet<String>,
}

impl Snapshot {
    /// The levels that its settings set.
    pub fn waivers(&self) -> Vec<Waiver> {
        let workflows = self.artifacts.values().filter(|it| it.kind == ArtifactKind::Workflow);
        let domains: BTreeSet<String> = workflows.map(|it| it.namespace.clone()).collect();
        let mut waivers = Vec::new();
        for (key, value) in &self.settings.diagnostics {
            match value {
                Value::Table(levels) => {
                    waivers.extend(levels.iter().map(|(code, level)| waiver(Some(key), code, level, &self.settings)));
                }
                level => waivers.push(waiver(None, key, level, &self.settings)),
            }
        }
        waivers.into_iter().map(|it| Waiver { domains: domains.clone(), ..it }).collect()
    }
}

fn waiver(artifact: Option<&String>, code: &str, level: &Value, settings: &Settings) -> Waiver {
    let keys: Vec<String> = artifact.into_iter().cloned().chain([code.to_owned()]).collect();
    let reason = |keys: &[String]| settings.reasons.get(keys).cloned();
    Waiver {
        artifact: artifact.cloned(),
        code: code.to_owned(),
        level: level.as_str().unwrap_or_default().to_owned(),
        reason: reason(&keys).or_else(|| reason(keys.get(..keys.len() - 1)?)).unwrap_or_default(),
        domains: BTreeSet::new(),
    }
}

/// The comments that stand with the keys below `[diagnostics]`.
pub(super) fn reasons(text: &str) -> BTreeMap<Vec<String>, String> {
    let mut reasons = BTreeMap::new();
    let Ok(settings) = DeTable::parse(text) else { return reasons };
    let Some(DeValue::Table(levels)) = settings.get_ref().get("diagnostics").map(toml::Spanned::get_ref) else {
        return reasons;
    };
    for (key, value) in levels {
        let mut said = |keys: Vec<String>, at: usize| {
            if let Some(reason) = reason(text, at) {
                reasons.insert(keys, reason);
            }
        };
        let name = key.get_ref().to_string();
        said(vec![name.clone()], key.span().start);
        if let DeValue::Table(inner) = value.get_ref() {
            inner.keys().for_each(|code| said(vec![name.clone(), code.get_ref().to_string()], code.span().start));
        }
    }
    reasons
}

/// The comment above the line of this offset, and the one behind what stands on it.
fn reason(text: &str, offset: usize) -> Option<String> {
    let start = text.get(..offset)?.rfind('\n').map_or(0, |at| at + 1);
    let above = text.get(..start)?.lines().rev().map_while(|line| line.trim().strip_prefix('#'));
    let above: Vec<&str> = above.map(str::trim).collect();
    let line = text.get(offset..)?.lines().next()?;
    // A level has no `#` in it, and a name hardly ever.
    let behind = line.rsplit_once('#').map(|(_, comment)| comment.trim()).filter(|it| !it.contains('"'));
    let words: Vec<&str> = above.into_iter().rev().chain(behind).filter(|it| !it.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
