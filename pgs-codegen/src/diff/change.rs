//! A change, and what is told of all of them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::touched::Touch;

/// What a change means for those who start workflows and read what they leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// A run that was possible before is refused, goes elsewhere, or leaves something else.
    Breaking,
    /// Something is possible, or promised, that was not before; all else stays.
    Widening,
    /// No run differs.
    Neutral,
}

impl Verdict {
    /// All of them, the gravest first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Widening, Self::Neutral];

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Widening => "widening",
            Self::Neutral => "neutral",
        }
    }
}

/// How many recorded runs there are, and how many of them a change touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Runs {
    /// Runs that would go, or be recorded, otherwise.
    pub touched: usize,
    /// All runs that were read.
    pub of: usize,
}

/// One change.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// What it means.
    pub verdict: Verdict,
    /// The FQDN of the artifact where it was made.
    pub artifact: String,
    /// The place within the artifact in words; empty for the whole.
    pub place: String,
    /// What was there; none if nothing was.
    pub old: Option<String>,
    /// What is there; none if nothing is.
    pub new: Option<String>,
    /// What follows, in one sentence or more.
    pub consequence: String,
    /// The FQDNs of the workflows that it touches, those that start them included.
    pub workflows: BTreeSet<String>,
    /// The recorded runs that it touches, if traces were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runs: Option<Runs>,
    /// Why somebody has approved it, although it is breaking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved: Option<String>,
    /// Which recorded runs it touches.
    #[serde(skip)]
    pub(super) touch: Touch,
    /// Whether it can change which steps run.
    #[serde(skip)]
    pub(super) flow: bool,
}

impl Change {
    /// A change that touches no workflow yet.
    pub(super) fn new(
        verdict: Verdict,
        artifact: &str,
        place: impl Into<String>,
        consequence: impl Into<String>,
    ) -> Self {
        Self {
            verdict,
            artifact: artifact.to_owned(),
            place: place.into(),
            old: None,
            new: None,
            consequence: consequence.into(),
            workflows: BTreeSet::new(),
            runs: None,
            approved: None,
            touch: Touch::Workflows,
            flow: false,
        }
    }

    pub(super) fn breaking(artifact: &str, place: impl Into<String>, consequence: impl Into<String>) -> Self {
        Self::new(Verdict::Breaking, artifact, place, consequence)
    }

    /// What was there before, and what is there now.
    pub(super) fn turned(mut self, old: Option<String>, new: Option<String>) -> Self {
        (self.old, self.new) = (old, new);
        self
    }

    pub(super) fn touching(mut self, touch: Touch) -> Self {
        self.touch = touch;
        self
    }

    /// It can change which steps run.
    pub(super) fn of_flow(mut self) -> Self {
        self.flow = true;
        self
    }

    /// Adds a sentence to the consequence.
    pub(super) fn add(&mut self, sentence: &str) {
        self.consequence.push_str("; ");
        self.consequence.push_str(sentence);
    }
}

/// All that changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The changes: the gravest first, then by artifact, in the order of its parts.
    pub changes: Vec<Change>,
    /// Transforms, and operations of side effects, that some workflow needs now and none needed before.
    pub capabilities_gained: BTreeSet<String>,
    /// Those that no workflow needs any more.
    pub capabilities_lost: BTreeSet<String>,
    /// Approvals that match no breaking change, in words.
    pub idle_approvals: Vec<String>,
}

impl Report {
    /// These changes and those between two other protocols, which know nothing of these.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.changes.extend(other.changes);
        self.changes.sort_by(|a, b| (a.verdict, &a.artifact).cmp(&(b.verdict, &b.artifact)));
        self.capabilities_gained.extend(other.capabilities_gained);
        self.capabilities_lost.extend(other.capabilities_lost);
        self.idle_approvals.extend(other.idle_approvals);
        self
    }

    /// Whether anything is breaking that nobody has approved.
    pub fn is_breaking(&self) -> bool {
        self.unapproved().next().is_some()
    }

    /// The breaking changes that nobody has approved.
    pub fn unapproved(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.verdict == Verdict::Breaking && change.approved.is_none())
    }

    /// How many changes have this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.changes.iter().filter(|change| change.verdict == verdict).count()
    }
}
