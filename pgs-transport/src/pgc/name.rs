//! The workflow of PGC that a name means.

use pgs_pgc::Workflow;

/// The workflow of this full name, or the only one of this code.
pub fn find<'w>(name: &str, workflows: &'w [Workflow]) -> Option<&'w Workflow> {
    let code = |workflow: &&Workflow| workflow.id.code() == name;
    let named = workflows.iter().find(|workflow| workflow.id.fqdn == name);
    named.or_else(|| {
        let mut of_code = workflows.iter().filter(code);
        of_code.next().filter(|_| of_code.next().is_none())
    })
}

/// The workflow of this full name among those that are left out, with what it lacks.
pub fn left_out(name: &str, left_out: &'static [(&'static str, &'static str)]) -> Option<(&'static str, &'static str)> {
    left_out.iter().find(|(fqdn, _)| *fqdn == name).copied()
}
