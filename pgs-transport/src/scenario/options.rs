//! What `pgs test` and `pgs coverage` are asked for.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread::available_parallelism;

use pgs_scenario::Answers;

use crate::words::Word;

/// What `pgs test` is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct TestOptions {
    /// Files and folders with scenarios.
    pub paths: Vec<PathBuf>,
    /// Only those whose name or file holds this.
    pub only: Option<String>,
    /// What steps answer that no scenario answers for.
    pub answers: Vec<Answers>,
    /// How many at the same time.
    pub jobs: Option<NonZeroUsize>,
    /// A file for JUnit's form.
    pub junit: Option<PathBuf>,
    /// Traces of which a scenario is made.
    pub record: Vec<PathBuf>,
    /// The file for it.
    pub into: Option<PathBuf>,
}

/// What `pgs coverage` is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct CoverageOptions {
    /// Scenarios and traces: files and folders.
    pub paths: Vec<PathBuf>,
    /// What steps answer that no scenario answers for.
    pub answers: Vec<Answers>,
    /// Only these workflows: names, codes, patterns.
    pub workflows: Vec<String>,
    /// How much of the edges must have been taken.
    pub threshold: Option<Threshold>,
    /// A folder for a page and a picture of each workflow.
    pub into: Option<PathBuf>,
    /// The form of the report.
    pub form: CoverageForm,
}

/// A part of all edges, in percent.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(crate) struct Threshold(pub f64);

impl std::str::FromStr for Threshold {
    type Err = NoThreshold;

    fn from_str(text: &str) -> Result<Self, NoThreshold> {
        let percent = text.trim_end_matches('%').parse().ok().filter(|percent| (0.0..=100.0).contains(percent));
        percent.map(Self).ok_or(NoThreshold)
    }
}

/// A text that is no percentage.
#[derive(Debug, thiserror::Error)]
#[error("give a percentage from 0 to 100")]
pub(crate) struct NoThreshold;

/// The form of a coverage report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CoverageForm {
    /// A table, then what nothing has taken.
    #[default]
    Text,
    /// The same as Markdown.
    Markdown,
    /// One object.
    Json,
}

/// The words for them.
pub(crate) const FORMS: &[Word<CoverageForm>] = &[
    Word { text: "text", value: CoverageForm::Text, about: "A table, then what nothing has taken" },
    Word { text: "md", value: CoverageForm::Markdown, about: "The same for a page" },
    Word { text: "json", value: CoverageForm::Json, about: "One object, for programs" },
];

/// How many scenarios run at the same time, if nobody says it.
pub(crate) fn jobs(wanted: Option<NonZeroUsize>) -> usize {
    wanted.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}
