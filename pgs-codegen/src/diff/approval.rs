//! Breaking changes that somebody has approved, each by itself and with a note, in a file that is committed.
//!
//! ```toml
//! [[approved]]
//! artifact = "library::IN_BOOK_BOUGHT_V0"
//! place = "field `price`, required"
//! old = "optional"
//! new = "required"
//! note = "Every shop has sent the price since March."
//! ```
//!
//! An approval is of the one change whose artifact, place, old and new words these are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use super::{Change, Report, Verdict};

/// The file in the current folder that is read where none is named.
pub const APPROVALS: &str = "approvals.toml";

/// Approvals, as a file holds them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approvals {
    #[serde(default)]
    approved: Vec<Approval>,
}

/// One approval.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Approval {
    artifact: String,
    #[serde(default)]
    place: String,
    old: Option<String>,
    new: Option<String>,
    note: String,
}

/// Why approvals can't be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ApprovalsError {
    /// The file can't be read.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is not of the form.
    #[error("{}: {error}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        error: Box<toml::de::Error>,
    },
    /// An approval without a reason.
    #[error("{}: the approval of {change} has no note: say why the change is right", path.display())]
    NoNote {
        /// The file.
        path: PathBuf,
        /// The change, in words.
        change: String,
    },
}

impl Approvals {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// The file can't be read or is not of the form, or an approval has no note.
    pub fn read(path: &Path) -> Result<Self, ApprovalsError> {
        let path = path.to_path_buf();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => return Err(ApprovalsError::File { path, error }),
        };
        let approvals: Self = match toml::from_str(&text) {
            Ok(approvals) => approvals,
            Err(error) => return Err(ApprovalsError::Form { path, error: Box::new(error) }),
        };
        match approvals.approved.iter().find(|it| it.note.trim().is_empty()) {
            Some(it) => Err(ApprovalsError::NoNote { path, change: it.words() }),
            None => Ok(approvals),
        }
    }

    /// Marks the breaking changes that are approved, and notes the approvals that match none.
    pub fn apply(&self, report: &mut Report) {
        for approval in &self.approved {
            let breaking = report.changes.iter_mut().filter(|change| change.verdict == Verdict::Breaking);
            let matching: Vec<&mut Change> = breaking.filter(|change| approval.is_of(change)).collect();
            if matching.is_empty() {
                report.idle_approvals.push(approval.words());
            }
            for change in matching {
                change.approved = Some(approval.note.trim().to_owned());
            }
        }
    }
}

impl Approval {
    fn is_of(&self, change: &Change) -> bool {
        let Self { artifact, place, old, new, .. } = self;
        (artifact, place, old, new) == (&change.artifact, &change.place, &change.old, &change.new)
    }

    fn words(&self) -> String {
        [self.artifact.as_str(), self.place.as_str(), &turn(self.old.as_deref(), self.new.as_deref())]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// What was there and what is there, in words.
pub(super) fn turn(old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => format!("{old} -> {new}"),
        (None, Some(new)) => format!("added: {new}"),
        (Some(old), None) => format!("removed: {old}"),
        (None, None) => String::new(),
    }
}

/// A text as a TOML string, in which every character is seen.
fn quoted(text: &str) -> String {
    let written = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() || pgs_escape::is_invisible(c) => format!("\\U{:08X}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", written.collect::<String>())
}

/// The entries that would approve the breaking changes that nobody has approved, without their notes.
pub(super) fn wanted(report: &Report) -> String {
    let entry = |change: &Change| {
        let line = |key: &str, value: &str| format!("{key} = {}\n", quoted(value));
        let said = [("place", Some(&change.place)), ("old", change.old.as_ref()), ("new", change.new.as_ref())];
        let said = said.into_iter().filter_map(|(key, value)| Some((key, value.filter(|it| !it.is_empty())?)));
        let lines: String = said.map(|(key, value)| line(key, value)).collect();
        format!("[[approved]]\n{}{lines}note = \"\"\n", line("artifact", &change.artifact))
    };
    report.unapproved().map(entry).collect::<Vec<_>>().join("\n")
}
