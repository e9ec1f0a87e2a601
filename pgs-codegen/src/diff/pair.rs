//! A workflow in both protocols, and the changes that are said at it.

use std::collections::BTreeSet;

use pgs_protocol::protocol::Workflow;

use super::{Change, Verdict};

/// A workflow before and after, its renamed nodes called alike.
pub struct Pair<'a> {
    /// The FQDN.
    pub fqdn: &'a str,
    /// Before.
    pub old: &'a Workflow,
    /// After.
    pub new: &'a Workflow,
    /// The keys that a run can reach before.
    pub reached_before: BTreeSet<String>,
    /// The keys that a run can reach after.
    pub reached_after: BTreeSet<String>,
    /// The workflow and those that start it.
    pub users: BTreeSet<String>,
}

impl Pair<'_> {
    /// Whether a run can reach this node before or after.
    pub fn is_reached(&self, key: &str) -> bool {
        self.reached_before.contains(key) || self.reached_after.contains(key)
    }

    /// A change of this workflow.
    pub fn change(&self, verdict: Verdict, place: impl Into<String>, consequence: impl Into<String>) -> Change {
        let mut change = Change::new(verdict, self.fqdn, place, consequence);
        change.workflows.clone_from(&self.users);
        change
    }

    /// A change at a node, which is neutral if no run reaches the node.
    pub fn at_node(&self, key: &str, place: impl Into<String>, consequence: impl Into<String>) -> Change {
        let mut change = self.change(Verdict::Breaking, place, consequence);
        if !self.is_reached(key) {
            change.verdict = Verdict::Neutral;
            "no run reaches the node".clone_into(&mut change.consequence);
        }
        change
    }
}
