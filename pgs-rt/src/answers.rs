//! Answers in the place of capabilities, for runs in which side effects do not take place.

use crate::{Fault, Value};

/// Who answers in the place of side effects and transforms.
///
/// An answer is an object: `status`, the outputs, `reason`. A step goes on with it as if the capability had run; nothing
/// happens to state or outside.
pub trait Answers: Send + Sync {
    /// The answer to this call; none: the capability runs. A fault ends the run.
    fn answer(&self, asked: &Asked<'_>) -> Result<Option<Value>, Fault>;
}

/// A capability that is about to run.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The FQDN of the contract.
    pub contract: &'a str,
    /// The name of the step.
    pub step: &'a str,
    /// Its FQDN.
    pub capability: &'a str,
    /// What it reaches.
    pub reach: Reach,
}

/// What a capability reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing: it is a transform.
    Nothing,
    /// A store.
    Store,
    /// What is beyond state, as a mail does.
    Beyond,
}
