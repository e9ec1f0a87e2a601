//! What a trace of PGC tells of a run besides.

use pgs_pgc::event::{Check, Error, Expected};

/// What a trace of PGC tells besides.
#[derive(Debug, Default)]
pub(crate) struct OfPgc<'t> {
    /// The snapshot that it is of.
    pub snapshot: Option<&'t str>,
    /// What the IN node said of the payload.
    pub gate: Option<GateRun<'t>>,
    /// Where outcomes led, in order.
    pub hops: Vec<Hop<'t>>,
    /// The FQDNs of the events that were announced.
    pub announced: Vec<&'t str>,
    /// Why the run was refused.
    pub error: Option<Error<'t>>,
}

/// What an IN node said of a payload.
#[derive(Debug)]
pub(crate) struct GateRun<'t> {
    /// The FQDN of its intent.
    pub intent: &'t str,
    /// The key of the node; of a run that broke off there, the code of its intent.
    pub node: &'t str,
    /// `ACK` or `NACK`.
    pub outcome: &'t str,
    /// What was checked.
    pub checks: Vec<Check<'t>>,
}

impl GateRun<'_> {
    /// The checks that did not hold: a sentence for each.
    pub fn unmet(&self) -> Vec<String> {
        let unmet = self.checks.iter().filter(|check| !check.held);
        let said = unmet.map(|check| match check.expected {
            Expected::Present => format!("`{}` is not there", check.field),
            Expected::Type(word) => format!("`{}` is no {word}", check.field),
        });
        said.collect()
    }
}

/// An outcome, and where it led.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hop<'t> {
    /// The key of the node that was left.
    pub from: &'t str,
    /// Its outcome.
    pub outcome: &'t str,
    /// The key of the node that it led to; none where no edge is declared.
    pub to: Option<&'t str>,
}
