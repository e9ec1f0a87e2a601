//! A report as lines.

use std::fmt::Write as _;
use std::time::Duration;

use pgs_evidence::text::cut;
use pgs_rt::{Value, json};
use pgs_scenario::{Difference, Finding, Place, Problem, Report, What};

use crate::text::one_line;

/// How many characters of a value are shown.
const SHOWN: usize = 400;

/// How many differences of one place are shown.
const DIFFERENCES: usize = 12;

/// One line, and what is not as expected below it.
pub(super) fn report(report: &Report) -> String {
    let runs = report.steps.len();
    let word = if report.passed() { "ok  " } else { "FAIL" };
    let (name, file) = (one_line(&report.name), one_line(&report.file.display().to_string()));
    let plural = if runs == 1 { "run" } else { "runs" };
    let head = format!("{word} {name} ({file}, {runs} {plural}, {})\n", time(report.time));
    if report.passed() { head } else { head + &failure(report) }
}

/// What is not as expected.
pub(super) fn failure(report: &Report) -> String {
    report.findings.iter().fold(String::new(), |mut out, finding| {
        add(&mut out, finding);
        out
    })
}

/// A part of a file that can't be read.
pub(super) fn problem(problem: &Problem) -> String {
    let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("FAIL {}{line}: {}\n", one_line(&problem.file.display().to_string()), one_line(&problem.message))
}

/// A time with three digits.
pub(super) fn time(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        _ if seconds < 0.001 => format!("{:.0} µs", seconds * 1e6),
        _ if seconds < 1.0 => format!("{:.1} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}

fn add(out: &mut String, finding: &Finding) {
    let place = match &finding.place {
        Place::Scenario => "scenario".to_owned(),
        Place::Step(n, workflow) => format!("step {n}, {}", one_line(workflow)),
        Place::Store(path) => format!("store {} at the end", one_line(path)),
    };
    // Writing to a String can't fail.
    let _ = match &finding.what {
        What::Says(sentence) => writeln!(out, "     {place}: {}", one_line(sentence)),
        What::Differs(differences) => {
            let _ = writeln!(out, "     {place}");
            differences.iter().take(DIFFERENCES).for_each(|difference| add_difference(out, difference));
            match differences.len().saturating_sub(DIFFERENCES) {
                0 => Ok(()),
                more => writeln!(out, "       and {more} more differences"),
            }
        }
    };
    for reason in &finding.because {
        let _ = writeln!(out, "       because {}", one_line(reason));
    }
}

fn add_difference(out: &mut String, difference: &Difference) {
    let Difference { path, expected, found } = difference;
    let _ = writeln!(out, "       {}", if path.is_empty() { "(all of it)".to_owned() } else { one_line(path) });
    let _ = writeln!(out, "         expected {}", value(expected.as_ref()));
    let _ = writeln!(out, "         found    {}", value(found.as_ref()));
}

fn value(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| cut(&json::compact(value), SHOWN))
}
