//! Everything that can be wrong with a trace of PGC besides.

/// What is wrong with a line of a trace of PGC.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PgcDefect {
    /// The first line is another.
    #[error("the trace does not begin with the line that says of which snapshot it is")]
    NoHeader,
    /// The last event is none with which a run ends.
    #[error("the trace is cut off: its last event does not end the run")]
    NotEnded,
    /// The line is not what is written for its event.
    #[error("it was altered: its keys, their order, or the form of a value are not those of this event")]
    Form,
    /// The workflow is of another domain.
    #[error("`domain` is not that of the workflow {workflow}")]
    Domain {
        /// The workflow.
        workflow: String,
    },
    /// Something else belongs here.
    #[error("events were removed, moved or added: {event} can't stand here, where {expected} belongs")]
    Order {
        /// The event type.
        event: &'static str,
        /// What belongs here.
        expected: &'static str,
    },
    /// One name has two addresses, or one address two names.
    #[error("the address of {name} is another one elsewhere in the trace, or that of another name")]
    Address {
        /// The name.
        name: String,
    },
    /// An event contradicts another one, or itself.
    #[error("it was altered, or events were removed or added: {0}")]
    Contradiction(#[from] Contradiction),
}

/// What of an event contradicts another one, or itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Contradiction {
    /// The verdict of a gate.
    #[error("the outcome is not what the checks say")]
    Verdict,
    /// The checks of a gate.
    #[error("the checks do not stand in the order of their fields, or are not those of `payload_keys`")]
    Checks,
    /// An event of a gate.
    #[error("the event of a gate has other addresses, keys or another continuation than a gate has")]
    Gate,
    /// Where the outcome before led to.
    #[error("it is not the node that the outcome before led to")]
    Node,
    /// The contract.
    #[error("it is of another contract or node than the one that runs")]
    Contract,
    /// The atoms of a step.
    #[error("its atoms are those of another step, or it has none")]
    Atoms,
    /// The outcome.
    #[error("the outcome is none with which this operation ends")]
    Outcome,
    /// What follows a step.
    #[error("the contract ends though its last step goes on to another one, or goes on behind its last")]
    Continuation,
    /// A status.
    #[error("the status is not the outcome before it")]
    Status,
    /// The keys of a surface.
    #[error("`output_keys` are not those of the steps and inputs")]
    OutputKeys,
    /// The keys of a recorded result.
    #[error("`result_keys` are not those of the recorded result, sorted")]
    ResultKeys,
    /// What belongs to impure atoms.
    #[error("the purity is none, or `outcome` and `replayed` are not those of an impure atom alone")]
    Purity,
    /// An announced surface.
    #[error("the payload is not the surface of the contract before it")]
    Surface,
    /// An ending.
    #[error("`terminal`, the address and the key do not say the same")]
    Terminal,
    /// An error.
    #[error("the error is not of what stands before it")]
    Error,
}
