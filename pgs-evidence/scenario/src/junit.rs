//! Reports as JUnit has them: one suite a file, one case a scenario.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use pgs_escape::xml;

use crate::file::Problem;
use crate::report::Report;

/// The reports as a JUnit document, each failure as this text tells it; files that can't be read are cases that failed.
pub fn junit(reports: &[Report], problems: &[Problem], tell: impl Fn(&Report) -> String) -> String {
    let mut suites: BTreeMap<&Path, Suite> = BTreeMap::new();
    for report in reports {
        let suite = suites.entry(&report.file).or_default();
        suite.time += report.time;
        let failure = (!report.passed()).then(|| tell(report));
        suite.add(&report.name, report.time, failure.as_deref());
    }
    for problem in problems {
        let line = problem.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        let text = format!("{line}{}", problem.message);
        suites.entry(&problem.file).or_default().add("(can't be read)", Duration::ZERO, Some(&text));
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for (file, Suite { cases, tests, failures, time }) in suites {
        let (name, time) = (xml(&file.display().to_string()), time.as_secs_f64());
        // Writing to a String can't fail.
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" time=\"{time:.6}\">\n{cases}  </testsuite>"
        );
    }
    out.push_str("</testsuites>\n");
    out
}

/// The cases of a file.
#[derive(Default)]
struct Suite {
    cases: String,
    tests: usize,
    failures: usize,
    time: Duration,
}

impl Suite {
    fn add(&mut self, name: &str, time: Duration, failure: Option<&str>) {
        self.tests += 1;
        let (name, time) = (xml(name), time.as_secs_f64());
        let _ = match failure {
            None => writeln!(self.cases, "    <testcase name=\"{name}\" time=\"{time:.6}\"/>"),
            Some(text) => {
                self.failures += 1;
                let message = xml(text.lines().next().unwrap_or_default());
                writeln!(
                    self.cases,
                    "    <testcase name=\"{name}\" time=\"{time:.6}\">\n      <failure message=\"{message}\">{}</failure>\n    </testcase>",
                    xml(text)
                )
            }
        };
    }
}
