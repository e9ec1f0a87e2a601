//! What scenarios and traces have taken of workflows.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use pgs_evidence::FindError;
use pgs_evidence::coverage::{Coverage, WorkflowCoverage, counts, page, picture};
use pgs_rt::store::DeclaredStore;
use pgs_rt::{Map, Value, Workflow, json, object};
use pgs_scenario::{Answers, Build, Report, run_all};

use super::options::{CoverageForm, CoverageOptions, Threshold, jobs};
use super::test::{HERE, Scenarios};
use super::text;
use crate::named;
use crate::output::Output;
use crate::success::NO_SUCCESS;
use crate::text::{columns, lines, one_line};

/// Says what of the workflows was taken.
pub(crate) fn coverage(options: &CoverageOptions, workflows: &[Workflow], stores: &[DeclaredStore]) -> Output {
    let mut coverage = match Coverage::new(workflows) {
        Ok(coverage) => coverage,
        Err(error) => return Output::error(error),
    };
    let named = match named::all(&options.workflows, workflows) {
        Ok(named) => named,
        Err(error) => return error.output(),
    };
    let here = [PathBuf::from(HERE)];
    let paths = if options.paths.is_empty() { &here[..] } else { &options.paths };
    let build = Build { workflows, stores };
    let added: Vec<Added> = paths.iter().map(|path| add(&mut coverage, path, build, &options.answers)).collect();
    let mut errors: Vec<String> = added.iter().flat_map(|added| added.errors.clone()).collect();
    if added.iter().all(|added| added.about == About::Nothing) {
        let stderr = lines(errors.iter().map(|error| said(error)));
        return Output { stderr, status: NO_SUCCESS, ..Output::default() };
    }
    let about = about(&added);
    let about = if named.is_empty() { about } else { Some(named) };
    let wanted = |it: &&WorkflowCoverage| about.as_ref().is_none_or(|about| about.contains(it.workflow));
    let found: Vec<&WorkflowCoverage> = coverage.workflows().filter(wanted).collect();
    if let (true, false) = (found.is_empty(), options.workflows.is_empty()) {
        let asked = options.workflows.join(", ");
        return Output::error(format_args!(
            "no graph of {asked} was drawn when this was built: nothing can be counted"
        ));
    }
    errors.extend(
        coverage.unknown().map(|(name, runs)| format!("{runs} runs of {name}, which this build does not know")),
    );
    if let Some(folder) = &options.into {
        errors.extend(found.iter().filter_map(|it| write(folder, it).err()));
    }
    let low = found.iter().filter(|it| options.threshold.is_some_and(|least| is_below(it, least)));
    let low: Vec<String> = low.map(|it| below(it, options.threshold)).collect();
    let stdout = match options.form {
        CoverageForm::Text => text_of(&found),
        CoverageForm::Markdown => found.iter().map(|it| page(it, None)).collect::<Vec<_>>().join("\n"),
        CoverageForm::Json => json_of(&found),
    };
    let status = u8::from(!low.is_empty() || !errors.is_empty());
    Output { stdout, stderr: lines(errors.iter().chain(&low).map(|error| said(error))), status, ..Output::default() }
}

fn said(error: &str) -> String {
    format!("error: {}", one_line(error))
}

/// What came of a path.
struct Added {
    /// What can't be read, and what failed.
    errors: Vec<String>,
    about: About,
}

/// Which workflows a path is about.
#[derive(PartialEq)]
enum About {
    /// None: nothing was found there.
    Nothing,
    /// Traces say nothing of those that they do not hold.
    Anything,
    /// These.
    These(BTreeSet<&'static str>),
}

impl Added {
    fn nothing(error: String) -> Self {
        Self { errors: vec![error], about: About::Nothing }
    }
}

/// The workflows that are counted; none where they are all.
fn about(added: &[Added]) -> Option<BTreeSet<&'static str>> {
    let named = added.iter().filter_map(|added| match &added.about {
        About::These(named) => Some(named),
        About::Nothing | About::Anything => None,
    });
    named.fold(None, |all, named| Some(all.into_iter().flatten().chain(named.iter().copied()).collect()))
}

/// Adds the runs of a path: those of its traces, or of its scenarios.
fn add(coverage: &mut Coverage, path: &Path, build: Build<'_>, answers: &[Answers]) -> Added {
    if is_scenarios(path) {
        return add_scenarios(coverage, path, build, answers);
    }
    let files = match pgs_evidence::find(&[path.to_owned()]) {
        Ok(files) => files,
        // A folder with neither: scenarios are what it most likely was to hold.
        Err(error @ FindError::NoTrace { .. }) => {
            let none =
                pgs_scenario::find(&[path.to_owned()]).err().map(|none| format!("{none}; nor any trace (.jsonl)"));
            return Added::nothing(none.unwrap_or_else(|| error.to_string()));
        }
        Err(error) => return Added::nothing(error.to_string()),
    };
    let mut errors = Vec::new();
    for file in files {
        match pgs_evidence::read(&file) {
            Ok(traces) => traces.iter().for_each(|trace| coverage.add(trace)),
            Err(error) => errors.push(error.to_string()),
        }
    }
    Added { errors, about: About::Anything }
}

/// Whether a path means scenarios; if not, it means traces.
fn is_scenarios(path: &Path) -> bool {
    if path.is_dir() {
        pgs_scenario::find(&[path.to_owned()]).is_ok()
    } else {
        path.extension().is_none_or(|it| it != "jsonl")
    }
}

fn add_scenarios(coverage: &mut Coverage, path: &Path, build: Build<'_>, answers: &[Answers]) -> Added {
    let scenarios = match Scenarios::of(&[path.to_owned()], answers) {
        Ok(scenarios) => scenarios,
        Err(error) => return Added::nothing(error.to_string()),
    };
    let about = About::These(pgs_scenario::about(path, &scenarios.found, build.workflows));
    let reports = run_all(build, &scenarios.found, jobs(None));
    let traces = reports.iter().flat_map(|report| &report.steps).filter_map(|step| step.trace.as_ref());
    traces.for_each(|trace| coverage.add(trace));
    let failed = |report: &Report| format!("the scenario {} is not as expected; see `pgs test`", report.name);
    let failed = reports.iter().filter(|report| !report.passed()).map(failed);
    let problems = scenarios.problems.iter().map(|it| text::problem(it).trim_end().to_owned());
    Added { errors: failed.chain(problems).collect(), about }
}

fn is_below(coverage: &WorkflowCoverage, Threshold(least): Threshold) -> bool {
    coverage.edge_count().percent() < least
}

fn below(coverage: &WorkflowCoverage, threshold: Option<Threshold>) -> String {
    let (count, Threshold(least)) = (coverage.edge_count(), threshold.unwrap_or(Threshold(0.0)));
    format!("{} of {} edges of {} were taken, less than {least} %", count.taken, count.all, coverage.workflow)
}

const HEAD: [&str; 7] = ["WORKFLOW", "RUNS", "NODES", "EDGES", "OUTCOMES", "EVALUATIONS", "RULES"];

fn text_of(found: &[&WorkflowCoverage]) -> String {
    let row = |it: &&WorkflowCoverage| {
        let counts = counts(it)
            .map(|(_, count)| if count.all == 0 { "-".to_owned() } else { format!("{}/{}", count.taken, count.all) });
        [it.workflow.to_owned(), it.runs.to_string()].into_iter().chain(counts).collect()
    };
    let rows: Vec<Vec<String>> =
        std::iter::once(HEAD.map(str::to_owned).to_vec()).chain(found.iter().map(row)).collect();
    let mut out = columns(&rows);
    let [taken, all] =
        found.iter().map(|it| it.edge_count()).fold([0, 0], |[taken, all], it| [taken + it.taken, all + it.all]);
    // Writing to a String can't fail.
    let _ = writeln!(out, "\n{taken} of {all} edges were taken");
    for it in found {
        if it.runs == 0 {
            let _ = write!(out, "\n{}: no run\n", it.workflow);
            continue;
        }
        let untaken = it.untaken();
        if !untaken.is_empty() {
            let _ = write!(
                out,
                "\n{}: nothing has taken\n{}",
                it.workflow,
                lines(untaken.iter().map(|it| format!("  {}", one_line(it))))
            );
        }
    }
    out
}

fn json_of(found: &[&WorkflowCoverage]) -> String {
    let of = |it: &&WorkflowCoverage| {
        let counts = counts(it).map(|(name, count)| {
            let key = name.split([',', ' ']).next().unwrap_or(name);
            (key, object([("taken", number(count.taken)), ("of", number(count.all))]))
        });
        let mut fields: Map<String, Value> = Map::new();
        fields.insert("workflow".to_owned(), it.workflow.into());
        fields.insert("runs".to_owned(), number(it.runs));
        fields.extend(counts.map(|(key, value)| (key.to_owned(), value)));
        fields.insert("untaken".to_owned(), it.untaken().into_iter().map(Value::from).collect::<Vec<_>>().into());
        Value::Object(fields)
    };
    json::compact(&object([("workflows", found.iter().map(of).collect::<Vec<_>>().into())])) + "\n"
}

fn number(count: usize) -> Value {
    i64::try_from(count).unwrap_or(i64::MAX).into()
}

/// Writes the page and the picture of a workflow to a folder.
fn write(folder: &Path, coverage: &WorkflowCoverage) -> Result<(), String> {
    let stem = coverage.workflow.replace("::", "__");
    let (picture_name, png) = (format!("{stem}.png"), picture(coverage));
    let put = || -> io::Result<()> {
        fs::create_dir_all(folder)?;
        if let Some(png) = &png {
            fs::write(folder.join(&picture_name), png)?;
        }
        fs::write(folder.join(format!("{stem}.md")), page(coverage, png.as_ref().map(|_| picture_name.as_str())))
    };
    put().map_err(|error| format!("{} can't be written: {error}", folder.join(&stem).display()))
}
