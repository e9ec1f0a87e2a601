//! Scenarios run, and what became of them.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use pgs_rt::Workflow;
use pgs_rt::store::DeclaredStore;
use pgs_scenario::{Answers, Build, FileError, FoundScenario, Problem, Report, find, junit, read_file, run_all};

use super::options::{TestOptions, jobs};
use super::{record, text};
use crate::output::Output;

/// Where scenarios are looked for if nobody says it.
pub(super) const HERE: &str = ".";

/// Runs the scenarios, one line each and what is not as expected, and counts them.
pub(crate) fn test(options: &TestOptions, workflows: &[Workflow], stores: &[DeclaredStore]) -> Output {
    let build = Build { workflows, stores };
    if !options.record.is_empty() {
        return record::record(&options.record, options.into.as_deref(), build);
    }
    let Scenarios { found, problems } = match Scenarios::of(&options.paths, &options.answers) {
        Ok(scenarios) => scenarios,
        Err(error) => return Output::error(error),
    };
    let wanted = |it: &FoundScenario| {
        let only = options.only.as_deref().unwrap_or_default();
        it.scenario.name.contains(only) || it.file.display().to_string().contains(only)
    };
    let found: Vec<FoundScenario> = found.into_iter().filter(wanted).collect();
    if found.is_empty() && problems.is_empty() {
        return Output::error(format_args!("no scenario is called `{}`", options.only.as_deref().unwrap_or_default()));
    }
    let begun = Instant::now();
    let reports = run_all(build, &found, jobs(options.jobs));
    let output = told(&reports, &problems, begun.elapsed());
    match &options.junit {
        None => output,
        Some(file) => match std::fs::write(file, junit(&reports, &problems, text::failure)) {
            Ok(()) => output,
            Err(error) => {
                let stderr = format!("error: {} can't be written: {error}\n", file.display());
                Output { stderr, status: 1, ..output }
            }
        },
    }
}

fn told(reports: &[Report], problems: &[Problem], time: Duration) -> Output {
    let mut stdout: String = reports.iter().map(text::report).collect();
    stdout.extend(problems.iter().map(text::problem));
    let failed = reports.iter().filter(|report| !report.passed()).count() + problems.len();
    let passed = reports.len() + problems.len() - failed;
    // Writing to a String can't fail.
    let _ = writeln!(stdout, "{passed} passed, {failed} failed, in {}", text::time(time));
    Output { stdout, status: u8::from(failed > 0), ..Output::default() }
}

/// The scenarios of some files, and what of these can't be read.
pub(super) struct Scenarios {
    pub found: Vec<FoundScenario>,
    pub problems: Vec<Problem>,
}

impl Scenarios {
    /// Those of these paths; of the current folder, if there are none. Steps that they have no answer for have these.
    pub fn of(paths: &[PathBuf], answers: &[Answers]) -> Result<Self, FileError> {
        let files = if paths.is_empty() { find(&[HERE.into()])? } else { find(paths)? };
        let (mut found, mut problems) = (Vec::new(), Vec::new());
        for file in files {
            let (scenarios, wrong) = read_file(&file);
            found.extend(scenarios);
            problems.extend(wrong);
        }
        for step in found.iter_mut().flat_map(|it: &mut FoundScenario| &mut it.scenario.steps) {
            step.answers.extend_from_slice(answers);
        }
        Ok(Self { found, problems })
    }
}
