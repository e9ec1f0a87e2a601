//! The workflows that names mean.

use std::collections::BTreeSet;

use pgs_rt::Workflow;

use crate::near::near;
use crate::output::Output;
use crate::success::USAGE;

/// Why a name means no workflow.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NameError {
    /// None has it.
    #[error("{option}: there is no workflow {name}; {}", hint(.near))]
    Unknown { option: &'static str, name: String, near: Vec<&'static str> },
    /// None matches it.
    #[error("{option}: no workflow matches {pattern}; {}", hint(.near))]
    NoMatch { option: &'static str, pattern: String, near: Vec<&'static str> },
    /// Several have this code.
    #[error("--wf: {name} is the code of {}; give the full name of one", .all.join(" and "))]
    Several { name: String, all: Vec<&'static str> },
}

impl NameError {
    /// No workflow has this name, or matches this pattern.
    pub fn none(option: &'static str, name: &str, workflows: &[Workflow]) -> Self {
        let near = near(name, workflows);
        if name.contains(ANY) {
            Self::NoMatch { option, pattern: name.to_owned(), near }
        } else {
            Self::Unknown { option, name: name.to_owned(), near }
        }
    }

    /// What a process gives back.
    pub fn output(self) -> Output {
        Output { status: USAGE, ..Output::error(self) }
    }
}

fn hint(near: &[&'static str]) -> String {
    match near {
        [] => "`pgs list` shows those that there are".to_owned(),
        near => format!("near it: {}; `pgs list` shows all", near.join(", ")),
    }
}

const WF: &str = "--wf";

/// What stands for any text in a pattern.
const ANY: char = '*';

/// The FQDNs of the workflows that these names mean: full names, codes, or patterns of either, in which `*` stands for any
/// text. A code means every workflow that has it.
pub(crate) fn all(names: &[String], workflows: &[Workflow]) -> Result<BTreeSet<&'static str>, NameError> {
    let mut found = BTreeSet::new();
    for name in names {
        let meant = workflows.iter().filter(|workflow| is_meant(name, workflow)).map(|workflow| workflow.id.fqdn);
        let meant: Vec<&'static str> = meant.collect();
        if meant.is_empty() {
            return Err(NameError::none(WF, name, workflows));
        }
        found.extend(meant);
    }
    Ok(found)
}

/// Whether a name, or a pattern, means this workflow.
pub(crate) fn is_meant(name: &str, workflow: &Workflow) -> bool {
    matches(name, workflow.id.fqdn) || matches(name, workflow.id.code())
}

/// Whether a text is what a pattern says, in which `*` stands for any text.
fn matches<'t>(pattern: &str, text: &'t str) -> bool {
    let Some((start, rest)) = pattern.split_once(ANY) else { return pattern == text };
    let (middle, end) = rest.rsplit_once(ANY).unwrap_or(("", rest));
    let Some(text) = text.strip_prefix(start).and_then(|text| text.strip_suffix(end)) else { return false };
    // The first place of each part leaves the most for the next.
    let behind = |text: &'t str, part: &str| text.split_once(part).map(|(_, behind)| behind);
    middle.split(ANY).try_fold(text, behind).is_some()
}

/// Does this with the workflow of this name.
pub(crate) fn with(name: &str, workflows: &[Workflow], task: impl FnOnce(&Workflow) -> Output) -> Output {
    match find(name, workflows) {
        Ok(workflow) => task(workflow),
        Err(error) => error.output(),
    }
}

/// The workflow of this FQDN, or the one that has this code.
fn find<'w>(name: &str, workflows: &'w [Workflow]) -> Result<&'w Workflow, NameError> {
    if let Some(workflow) = workflows.iter().find(|workflow| workflow.id.fqdn == name) {
        return Ok(workflow);
    }
    let all: Vec<&Workflow> = workflows.iter().filter(|workflow| workflow.id.code() == name).collect();
    match all.as_slice() {
        [workflow] => Ok(workflow),
        [] => Err(NameError::none(WF, name, workflows)),
        several => {
            let all = several.iter().map(|workflow| workflow.id.fqdn).collect();
            Err(NameError::Several { name: name.to_owned(), all })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text, want) in [
            ("library::*", "library::WF_LEND_V0", true),
            ("library::*", "parcels::WF_LEND_V0", false),
            ("*_LEND_*", "library::WF_LEND_V0", true),
            ("*", "", true),
            ("WF_*_V0", "WF_V0", false),
            ("WF_LEND", "WF_LEND_V0", false),
        ] {
            assert_eq!(matches(pattern, text), want, "{pattern} {text}");
        }
    }
}
