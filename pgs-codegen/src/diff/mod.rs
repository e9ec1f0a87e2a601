//! What changed between two protocols: in behaviour, not in bytes.
//!
//! Each change is said once, at the artifact where it was made, with the workflows that it touches. What follows from a
//! change is part of its consequence. The rules of verdicts are in `docs/reviewing.md`.

mod annotation;
mod approval;
mod binding;
mod capability;
mod change;
mod contract;
mod edge;
mod effects;
mod node;
mod pair;
mod payload;
mod picture;
mod placed;
mod promise;
mod rename;
mod render;
mod route;
mod schema;
mod side;
mod source;
mod step;
mod touched;
pub mod traces;
mod workflow;

use pgs_protocol::protocol::{Protocol, words};

use self::side::Sides;

pub use self::annotation::Files;
pub use self::approval::{APPROVALS, Approvals, ApprovalsError};
pub use self::change::{Change, Report, Runs, Verdict};
pub use self::picture::drawings;
pub use self::render::{RenderError, ReportFormat};
pub use self::source::{GitError, Source, SourceError};

/// Compares two protocols.
pub fn diff(old: &Protocol, new: &Protocol) -> Report {
    let sides = Sides::of(old, new);
    let mut changes = workflow::changes(&sides);
    changes.extend(payload::changes(&sides));
    changes.extend(contract::changes(&sides));
    changes.extend(binding::changes(&sides));
    changes.extend(capability::changes(&sides));
    effects::tell(&mut changes, &sides);
    changes.sort_by(|a, b| (a.verdict, &a.artifact).cmp(&(b.verdict, &b.artifact)));
    let (before, after) = (sides.old.capabilities(), sides.new.capabilities());
    Report {
        changes,
        capabilities_gained: after.difference(&before).cloned().collect(),
        capabilities_lost: before.difference(&after).cloned().collect(),
        idle_approvals: Vec::new(),
    }
}
