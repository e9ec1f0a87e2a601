//! One cause, one diagnostic: what follows from an error that was said is not said as well.
//!
//! Diagnostics have ranks. A part that can't be read hides references that find nothing, those hide inner names that find
//! nothing, and all of these hide what is said of how parts fit, each within the artifacts that the cause may concern: its
//! own, and those that are a reference or two away. How a run flows is known only where there is no error at all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Code, Diagnostic, Severity};

/// How much a diagnostic stands on other parts of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A file or a part of it can't be read.
    Part,
    /// A name of another artifact, or of a part of one, finds nothing.
    Reference,
    /// A name of a part of the same artifact finds nothing.
    Name,
    /// Two parts do not fit.
    Fit,
    /// What a run does is wrong.
    Flow,
    /// It follows from nothing, and nothing follows from it.
    Alone,
}

/// How many references away from a cause something may follow from it.
const REACH: usize = 2;

fn rank(code: Code) -> Rank {
    match code {
        Code::Unreadable
        | Code::HashMismatch
        | Code::MachineMismatch
        | Code::MalformedArtifact
        | Code::DuplicateName
        | Code::UnreadableCondition
        | Code::ControlInName
        | Code::MisspeltKey => Rank::Part,
        Code::DanglingReference | Code::UnknownCapability | Code::UnknownOperation | Code::MisspeltStatus => {
            Rank::Reference
        }
        Code::UnknownNode | Code::UnknownStep | Code::UnreadableBinding => Rank::Name,
        Code::UnknownStore
        | Code::MisplacedIntent
        | Code::DynamicWorkflow
        | Code::RefusedCall
        | Code::UnlistedSideEffect
        | Code::IdleCondition
        | Code::UnknownWorkflow
        | Code::RejectedPayloadHasEffects
        | Code::UnboundInput
        | Code::TypeMismatch
        | Code::UnmappedOutput
        | Code::UnknownField
        | Code::UndeclaredInput
        | Code::IgnoredArgument
        | Code::EnumMismatch
        | Code::UnknownSecret
        | Code::IdleSecret
        | Code::UnusedContract
        | Code::UnusedArtifact
        | Code::IntentByConvention
        | Code::MissingAddress
        | Code::SignatureMismatch => Rank::Fit,
        Code::UnroutedStatus
        | Code::MissingStore
        | Code::PolicyStore
        | Code::UnreachableNode
        | Code::ImpossibleStatus
        | Code::WriteOrder
        | Code::LateCheck
        | Code::HiddenOutcome
        | Code::StoredSecret
        | Code::SharedSecret
        | Code::ShownSecret
        | Code::EndlessLoop
        | Code::UnlistedStatus
        | Code::SurfaceMismatch
        | Code::UnroutedFailure => Rank::Flow,
        _ => Rank::Alone,
    }
}

/// Which artifacts name which, in both directions.
#[derive(Clone, Debug, Default)]
pub(super) struct Connections {
    /// By artifact, those that it names and that name it.
    near: BTreeMap<String, BTreeSet<String>>,
    /// Those through which a consequence goes on to others.
    passing: BTreeSet<String>,
}

impl Connections {
    pub fn add(&mut self, from: &str, passes: bool, to: &str) {
        self.near.entry(from.to_owned()).or_default().insert(to.to_owned());
        self.near.entry(to.to_owned()).or_default().insert(from.to_owned());
        if passes {
            self.passing.insert(from.to_owned());
        }
    }

    pub fn extend(&mut self, other: Self) {
        for (name, near) in other.near {
            self.near.entry(name).or_default().extend(near);
        }
        self.passing.extend(other.passing);
    }

    /// How many references away everything is that this artifact may concern.
    fn around(&self, artifact: &str) -> BTreeMap<String, usize> {
        let mut found = BTreeMap::from([(artifact.to_owned(), 0)]);
        let mut open = vec![artifact.to_owned()];
        for distance in 1..=REACH {
            let passes = |name: &&String| *name == artifact || self.passing.contains(*name);
            let near = open.iter().filter(passes).filter_map(|name| self.near.get(name)).flatten();
            let next: Vec<String> = near.filter(|name| !found.contains_key(*name)).cloned().collect();
            found.extend(next.iter().map(|name| (name.clone(), distance)));
            open = next;
        }
        found
    }

    /// Removes what follows from errors that stay.
    pub fn remove_consequences(&self, list: &mut Vec<Diagnostic>) {
        let is_error = |it: &&Diagnostic| it.code.severity() == Severity::Error;
        if !list.iter().any(|it| is_error(&it)) {
            return;
        }
        let mut concerned: BTreeMap<String, Vec<(Rank, usize)>> = BTreeMap::new();
        for cause in list.iter().filter(is_error).filter(|it| rank(it.code) < Rank::Fit) {
            for (name, distance) in self.around(&name(cause)) {
                concerned.entry(name).or_default().push((rank(cause.code), distance));
            }
        }
        list.retain(|it| {
            let own = rank(it.code);
            let causes = || concerned.get(&name(it)).into_iter().flatten();
            match own {
                Rank::Part | Rank::Alone => true,
                Rank::Reference | Rank::Name => {
                    !causes().any(|(cause, distance)| *cause < own && *distance <= usize::from(*cause == Rank::Part))
                }
                Rank::Fit => causes().next().is_none(),
                Rank::Flow => false,
            }
        });
    }
}

/// The FQDN of the artifact that a diagnostic speaks of, also where only the file's name is known.
fn name(diagnostic: &Diagnostic) -> String {
    let written = &diagnostic.artifact;
    let is_file = diagnostic.file.file_name().is_some_and(|it| *it == **written);
    let stem =
        Path::new(written).file_stem().filter(|_| is_file).map(|it| it.to_string_lossy().replacen("__", "::", 1));
    stem.unwrap_or_else(|| written.clone())
}
