//! Workflows of PGC on the command line: run and listed beside those of PGS.
//!
//! ```text
//! name      the workflow that a name means
//! run       what a run does and prints
//! batch     the same for many payloads
//! told      what is printed of a run
//! admit     which payloads a run would refuse
//! skeleton  a payload to fill in
//! ```
//!
//! Traces are read of both generations, and state is moved for both. Scenarios are for workflows of PGS.

mod admit;
mod batch;
mod name;
mod run;
mod skeleton;
mod told;

use std::path::Path;
use std::process::ExitCode;

use pgs_capabilities::conformance::Transform;
use pgs_evidence::Workflows;
use pgs_pgc::Workflow;
use pgs_rt::store::DeclaredStore;

use crate::cli::{self, AskedOfPgs};
use crate::output::Output;
use crate::process::{self, Process};
use crate::success::USAGE;
use crate::text::one_line;

/// The `main` of the binary of one workflow of PGC: it takes the run options directly.
///
/// Exits as [`workflow_main`](crate::workflow_main) does; a run that was refused exits with 1.
pub fn workflow_main(workflow: &'static Workflow) -> ExitCode {
    process::live(|process| match cli::run_options(&process, workflow.binary, &one_line(workflow.summary)) {
        Ok(options) => run::run(workflow, &options, process),
        Err(output) => output,
    })
}

/// What `pgs` knows of PGC.
#[derive(Clone, Copy, Debug)]
pub struct OfPgc {
    /// The workflows.
    pub workflows: &'static [Workflow],
    /// Those that are not in this build, each with what it lacks.
    pub left_out: &'static [(&'static str, &'static str)],
}

/// The `main` of `pgs` where it knows workflows of both generations. Under the name of a workflow's binary it is that.
///
/// Exits as [`pgs_main`](crate::pgs_main) does; a run of PGC that was refused exits with 1.
pub fn pgs_main(
    workflows: &'static [pgs_rt::Workflow],
    of_pgc: OfPgc,
    transforms: &'static [Transform],
    stores: &'static [DeclaredStore],
) -> ExitCode {
    let called = |name: &str| of_pgc.workflows.iter().find(|workflow| name == workflow.binary);
    if let Some(workflow) = process::called().find_map(|name| called(&name)) {
        return workflow_main(workflow);
    }
    match process::called().find_map(|name| workflows.iter().find(|workflow| name == workflow.binary)) {
        Some(workflow) => crate::workflow_main(workflow),
        None => process::live(|process| pgs(process, workflows, of_pgc, transforms, stores)),
    }
}

/// Does what `pgs` is asked for.
pub fn pgs(
    process: Process<'_>,
    workflows: &[pgs_rt::Workflow],
    of_pgc: OfPgc,
    transforms: &[Transform],
    stores: &[DeclaredStore],
) -> Output {
    match cli::asked_of_pgs(&process) {
        Ok(AskedOfPgs::Run { wf, options }) => match of_pgc.find(&wf) {
            Some(Ok(workflow)) => run::run(workflow, &options, process),
            Some(Err(output)) => output,
            None => cli::pgs(process, workflows, transforms, stores),
        },
        Ok(AskedOfPgs::Admit { wf, options }) => match of_pgc.find(&wf) {
            Some(Ok(workflow)) => admit::admit(workflow, &options, process),
            Some(Err(output)) => output,
            None => cli::pgs(process, workflows, transforms, stores),
        },
        Ok(AskedOfPgs::Payload { wf, required }) => match of_pgc.find(&wf) {
            Some(Ok(workflow)) => skeleton::skeleton(workflow, required),
            Some(Err(output)) => output,
            None => cli::pgs(process, workflows, transforms, stores),
        },
        Ok(AskedOfPgs::Conformance { snapshot }) if has_cases_of_pgc(&snapshot) => {
            let reason = "the cases of a sealed snapshot of PGC are not run by this command (docs/sealed.md)";
            Output { status: USAGE, ..Output::error(format_args!("{}: {reason}", snapshot.display())) }
        }
        Ok(AskedOfPgs::List) => list(cli::pgs(process, workflows, transforms, stores), workflows, of_pgc),
        Ok(AskedOfPgs::Conformance { .. } | AskedOfPgs::Other) => {
            let both = Workflows { pgs: workflows, pgc: of_pgc.workflows };
            cli::pgs_of_both(process, both, transforms, stores)
        }
        Err(output) => output,
    }
}

/// Whether a folder, or the snapshot in it, holds cases of PGC.
fn has_cases_of_pgc(folder: &Path) -> bool {
    const CASES: &str = "transform_conformance";
    ["", "snapshot", "protocol_snapshot"].iter().any(|below| folder.join(below).join(CASES).is_dir())
}

impl OfPgc {
    /// The workflow that a name means, if it is one of these; what is said of one that is left out.
    fn find(&self, name: &str) -> Option<Result<&'static Workflow, Output>> {
        match (name::find(name, self.workflows), name::left_out(name, self.left_out)) {
            (Some(workflow), _) => Some(Ok(workflow)),
            (None, Some((fqdn, lacks))) => Some(Err(left_out(fqdn, lacks))),
            (None, None) => None,
        }
    }
}

/// The list of the workflows of PGS, and behind it that of those of PGC.
fn list(listed: Output, workflows: &[pgs_rt::Workflow], of_pgc: OfPgc) -> Output {
    let missing =
        of_pgc.left_out.iter().map(|(fqdn, lacks)| format!("{fqdn}\n  Left out of this build{}.\n", lacking(lacks)));
    let entries: Vec<String> = of_pgc.workflows.iter().map(entry).chain(missing).collect();
    let head = if workflows.is_empty() { String::new() } else { listed.stdout + "\n" };
    Output { stdout: head + &entries.join("\n"), ..listed }
}

/// What is said of a workflow that is not in this build.
fn left_out(fqdn: &str, lacks: &str) -> Output {
    let error = Output::error(format_args!("{fqdn} is left out of this build{}", lacking(lacks)));
    Output { status: USAGE, ..error }
}

fn lacking(lacks: &str) -> String {
    if lacks.is_empty() { String::new() } else { format!(": it lacks {lacks}") }
}

fn entry(workflow: &Workflow) -> String {
    let Some(gate) = workflow.gate else {
        return format!("{}\n  Not in force: another workflow has taken its place.\n", workflow.id.fqdn);
    };
    let summary = match one_line(workflow.summary) {
        summary if summary.is_empty() => summary,
        summary => format!("  {summary}\n"),
    };
    let fields = gate.declares.iter().map(|declared| {
        let ty = declared.of.map_or("any", |of| of.as_str());
        let presence = if declared.required { "required" } else { "optional" };
        format!("    {}  {ty}, {presence}\n", declared.field)
    });
    let fields: String = fields.collect();
    format!("{}\n{summary}  Binary:   {}\n  Payload:\n{fields}", workflow.id.fqdn, workflow.binary)
}
