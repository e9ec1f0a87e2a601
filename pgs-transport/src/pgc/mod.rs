//! Workflows of PGC on the command line: run and listed beside those of PGS.
//!
//! ```text
//! name   the workflow that a name means
//! run    what a run does and prints
//! told   what is printed of a run
//! ```
//!
//! What `pgs` does beyond that, with traces, scenarios and state, it does for workflows of PGS.

mod name;
mod run;
mod told;

use std::process::ExitCode;

use pgs_capabilities::conformance::Transform;
use pgs_pgc::Workflow;
use pgs_rt::store::DeclaredStore;

use crate::cli;
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
        Ok(cli::AskedOfPgs::Run { wf, options }) => {
            match (name::find(&wf, of_pgc.workflows), name::left_out(&wf, of_pgc.left_out)) {
                (Some(workflow), _) => run::run(workflow, &options, process),
                (None, Some((fqdn, lacks))) => left_out(fqdn, lacks),
                (None, None) => cli::pgs(process, workflows, transforms, stores),
            }
        }
        Ok(cli::AskedOfPgs::List) => list(cli::pgs(process, workflows, transforms, stores), workflows, of_pgc),
        Ok(cli::AskedOfPgs::Other) => cli::pgs(process, workflows, transforms, stores),
        Err(output) => output,
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
