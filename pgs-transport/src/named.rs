//! The workflow that a name means.

use pgs_rt::Workflow;

use crate::near::near;
use crate::output::Output;
use crate::success::USAGE;

/// Why a name means no workflow.
#[derive(Debug, thiserror::Error)]
enum NameError {
    /// None has it.
    #[error("--wf: there is no workflow {name}; {}", hint(.near))]
    Unknown { name: String, near: Vec<&'static str> },
    /// Several have this code.
    #[error("--wf: {name} is the code of {}; give the full name of one", .all.join(" and "))]
    Several { name: String, all: Vec<&'static str> },
}

fn hint(near: &[&'static str]) -> String {
    match near {
        [] => "`pgs list` shows those that there are".to_owned(),
        near => format!("near it: {}; `pgs list` shows all", near.join(", ")),
    }
}

/// Does this with the workflow of this name.
pub(crate) fn with(name: &str, workflows: &[Workflow], task: impl FnOnce(&Workflow) -> Output) -> Output {
    match find(name, workflows) {
        Ok(workflow) => task(workflow),
        Err(error) => Output { status: USAGE, ..Output::error(error) },
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
        [] => Err(NameError::Unknown { name: name.to_owned(), near: near(name, workflows) }),
        several => {
            let all = several.iter().map(|workflow| workflow.id.fqdn).collect();
            Err(NameError::Several { name: name.to_owned(), all })
        }
    }
}
