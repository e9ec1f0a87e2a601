//! What shells and `man` are told of the command line.

use std::io;
use std::path::Path;

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use pgs_rt::Workflow;

use super::args::Pgs;
use super::parse;
use crate::output::Output;
use crate::success::NOT_DONE;

/// The commands that take a workflow.
const WITH_WORKFLOW: [&str; 5] = ["run", "payload", "admit", "coverage", "completions"];

/// What a shell reads to complete a line; of `--wf` it knows every workflow.
pub(super) fn completions(shell: Shell, workflows: &[Workflow]) -> Output {
    let names: Vec<&'static str> = workflows.iter().map(|workflow| workflow.id.fqdn).collect();
    let with_names = |command: Command| {
        let names = names.clone();
        command.mut_arg("wf", move |arg| arg.value_parser(PossibleValuesParser::new(names)))
    };
    let mut command = WITH_WORKFLOW.iter().fold(Pgs::command(), |pgs, name| pgs.mut_subcommand(name, with_names));
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command, "pgs", &mut text);
    as_it_is(text)
}

/// The same of the binary of one workflow.
pub(super) fn completions_of(shell: Shell, workflow: &Workflow) -> Output {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut parse::command(workflow), workflow.binary, &mut text);
    as_it_is(text)
}

/// The manual page of `pgs`, or, in a folder, that of each command and of each workflow's binary.
pub(super) fn manual(folder: Option<&Path>, workflows: &[Workflow]) -> Output {
    let written = match folder {
        Some(folder) => written(folder, workflows),
        None => page().map(as_it_is),
    };
    written.unwrap_or_else(|error| Output { status: NOT_DONE, ..Output::error(format_args!("--to: {error}")) })
}

fn page() -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Pgs::command()).render(&mut text)?;
    Ok(text)
}

fn written(folder: &Path, workflows: &[Workflow]) -> io::Result<Output> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Pgs::command(), folder)?;
    for workflow in workflows {
        clap_mangen::generate_to(parse::command(workflow), folder)?;
    }
    let stdout = format!("wrote the pages of pgs and of each workflow to {}; `man -l` shows one\n", folder.display());
    Ok(Output { stdout, ..Output::default() })
}

/// A text that holds nothing of others, and tabs that count.
fn as_it_is(text: Vec<u8>) -> Output {
    Output { stdout: String::from_utf8_lossy(&text).into_owned(), is_styled: true, ..Output::default() }
}
