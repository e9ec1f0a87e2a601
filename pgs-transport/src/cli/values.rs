//! The values of options that are more than a text.

use std::num::NonZeroUsize;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use pgs_evidence::filter::{Since, SinceError};
use pgs_rt::store::{BackendEntry, FILES, Wait};
use pgs_rt::{RunId, RunIdError};
use pgs_scenario::Answers;
use thiserror::Error;

use crate::backends::{self, BACKENDS};
use crate::options::{self, WaitError};
use crate::size::{Size, SizeError};
use crate::words::{self, Word};

/// One of these words.
pub(super) fn word<T>(words: &'static [Word<T>]) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    let values = words.iter().map(|word| PossibleValue::new(word.text).help(word.about));
    // The parser before takes no other word.
    PossibleValuesParser::new(values).try_map(|text| words::find(words, &text).ok_or(ValueError::Word))
}

/// A backend of this build.
pub(super) fn store() -> impl TypedValueParser<Value = BackendEntry> {
    let values = BACKENDS.iter().map(|entry| PossibleValue::new(entry.scheme).help(entry.about));
    PossibleValuesParser::new(values).try_map(|word| match backends::named(&word) {
        Some(entry) => entry,
        // The parser before takes no other word.
        None => Ok(FILES),
    })
}

/// A number of seconds.
pub(super) fn wait(text: &str) -> Result<Wait, WaitError> {
    options::wait(text)
}

/// How many bytes a payload may have.
pub(super) fn max_payload(text: &str) -> Result<Size, SizeError> {
    text.parse()
}

/// The caller's own id of a run.
pub(super) fn run_id(text: &str) -> Result<RunId, RunIdError> {
    RunId::new(text)
}

/// The status of a workflow.
pub(super) fn status(text: &str) -> Result<String, ValueError> {
    let is_word =
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase() || b"_0123456789".contains(&byte));
    if is_word { Ok(text.to_owned()) } else { Err(ValueError::Status) }
}

/// A time from which on runs are asked about.
pub(super) fn since(text: &str) -> Result<Since, SinceError> {
    Since::read(text)
}

/// A number of threads.
pub(super) fn jobs(text: &str) -> Result<NonZeroUsize, ValueError> {
    let jobs = text.parse().ok().filter(|jobs: &NonZeroUsize| jobs.get() <= MOST_JOBS);
    jobs.ok_or(ValueError::Jobs)
}

/// What a step answers.
pub(super) fn answer(text: &str) -> Result<Answers, ValueError> {
    Answers::of_text(text).ok_or(ValueError::Answer)
}

/// Why a text is no value of an option.
#[derive(Debug, Error)]
pub(super) enum ValueError {
    #[error("give a number from 1 to {MOST_JOBS}")]
    Jobs,
    #[error("write STEP=STATUS, or STEP={{\"status\": …}}")]
    Answer,
    #[error("give statuses as the protocol writes them, such as SUCCESS,NOT_FOUND")]
    Status,
    #[error("it is no word of this option")]
    Word,
}

/// More threads than any machine has use for.
const MOST_JOBS: usize = 256;
