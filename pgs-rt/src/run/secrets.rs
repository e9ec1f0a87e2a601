//! What the events of a run may not show. Where nothing is suppressed nothing is followed.

use pgs_trace::{Flow, Redaction};

use super::Run;
use super::followed::Places;
use crate::View;

impl Run {
    /// What no event shows.
    pub(crate) fn redaction(&self) -> &Redaction {
        &self.shared.redaction
    }

    fn follows(&self) -> bool {
        !self.shared.redaction.is_empty()
    }

    /// Says where the inputs of the node that is about to run come from.
    pub fn binds(&self, flows: &'static [Flow]) {
        if self.follows() {
            self.span.followed.binds(flows);
        }
    }

    /// The workflow begins: where secrets stand in its payload.
    pub(super) fn payload_secrets(&self, payload: View<'_>) -> Places {
        if !self.follows() {
            return Places::new();
        }
        let recorded = self.recorded_marks();
        self.span.followed.payload(self.redaction(), payload, recorded.as_deref())
    }

    /// Where secrets stand in the payload of the workflow, which has begun.
    pub(super) fn payload_places(&self) -> Places {
        self.span.followed.payload_places()
    }

    /// A contract begins: where secrets stand in its inputs.
    pub(super) fn input_secrets(&self, node: &str) -> Places {
        if self.follows() { self.span.followed.inputs(self.redaction(), node) } else { Places::new() }
    }

    /// A contract has ended: its surface is what its steps have mapped, and its inputs.
    pub(super) fn contract_leaves(&self) {
        if self.follows() {
            self.span.followed.contract_leaves();
        }
    }

    /// Where secrets stand in the surface with which the workflow ends.
    pub(super) fn surface_secrets(&self) -> Places {
        self.span.followed.surface()
    }

    /// The workflow has ended: whoever started it gets its surface.
    pub(super) fn workflow_leaves(&self) {
        if let Some(outer) = self.span.outer.as_ref().filter(|_| self.follows()) {
            outer.returns(&self.surface_secrets());
        }
    }

    /// A step begins: where secrets stand in what it is given.
    pub(crate) fn argument_secrets(&self, flows: &[Flow]) -> Places {
        if self.follows() { self.span.followed.arguments(self.redaction(), flows) } else { Places::new() }
    }

    /// Whether the workflow has met a secret.
    pub(crate) fn has_secrets(&self) -> bool {
        self.span.followed.has_any()
    }

    /// It has.
    pub(crate) fn meets_secrets(&self) {
        self.span.followed.meets_any();
    }

    /// What of the raw result of a step goes where secrets stand.
    pub(crate) fn mapped_secrets(&self, flows: &[Flow]) -> Places {
        self.span.followed.mapped(self.redaction(), flows)
    }

    /// A step was answered, with secrets at these places of its raw result: where they stand in what it maps, and all places
    /// in the raw result.
    pub(crate) fn result_secrets(&self, step: &str, flows: &[Flow], raw: Places) -> (Places, Places) {
        self.span.followed.results(self.redaction(), step, flows, raw)
    }
}
