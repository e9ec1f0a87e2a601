//! Where the values of a workflow come from, as its build knows it: so a secret is followed to wherever it is bound.

/// Where a value comes from: a place, and a JSON pointer below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The payload.
    Payload(&'static str),
    /// The surface of the node with this key.
    Node(&'static str, &'static str),
    /// The inputs of the contract.
    Input(&'static str),
    /// What the step of this name maps.
    Step(&'static str, &'static str),
    /// The raw result of the step of this name.
    StepRaw(&'static str, &'static str),
    /// The raw result of this step.
    Raw(&'static str),
}

/// A JSON pointer to what is bound, and where its value comes from.
pub type Flow = (&'static str, Origin);
