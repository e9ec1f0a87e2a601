//! What the events of one contract say of each other.

use pgs_pgc::Purity;
use pgs_pgc::event::{Announced, AtomEnd, ContractEnd, ContractStart, StepEnd};
use pgs_value::View;

use super::outcomes;
use crate::verify::pgc_defect::Contradiction;

/// Inputs that no surface has.
const OF_BINDINGS: [&str; 2] = ["__store__", "__store_entity__"];

/// A contract that runs, or has run.
#[derive(Clone, Debug)]
pub(super) struct Contract<'t> {
    pub address: i64,
    pub name: &'t str,
    pub node: &'t str,
    inputs: View<'t>,
    /// The keys of its surface so far, in order.
    keys: Vec<&'t str>,
    /// The transform whose atoms ran, of the step that has not ended.
    atoms: Option<i64>,
    /// The outcome of the last step, and what that led to.
    last: Option<(&'t str, Option<&'t str>)>,
}

impl<'t> Contract<'t> {
    pub fn begins(start: &ContractStart<'t>) -> Self {
        Self {
            address: start.contract,
            name: start.name,
            node: start.node,
            inputs: start.inputs.0,
            keys: Vec::new(),
            atoms: None,
            last: None,
        }
    }

    /// Its status so far.
    pub fn outcome(&self) -> Option<&'t str> {
        self.last.map(|(outcome, _)| outcome)
    }

    /// Whether its last step has an answer; a contract that none has asked yet has one.
    pub fn has_answer(&self) -> bool {
        self.last.is_none_or(|(_, continuation)| continuation.is_some())
    }

    /// An atom has ended.
    pub fn atom(&mut self, atom: &AtomEnd<'t>) -> Result<(), Contradiction> {
        self.goes_on()?;
        self.is_of(atom.contract)?;
        if self.atoms.is_some_and(|step| step != atom.step) {
            return Err(Contradiction::Atoms);
        }
        self.atoms = Some(atom.step);
        let words = [Purity::Pure, Purity::Impure, Purity::Exec].map(Purity::as_str);
        let is_impure = atom.purity == Purity::Impure.as_str();
        if !words.contains(&atom.purity) || [atom.outcome.is_some(), atom.replayed.is_some()] != [is_impure; 2] {
            return Err(Contradiction::Purity);
        }
        let mut keys: Vec<&str> = match &atom.outcome {
            Some(outcome) => outcome.0.keys().collect(),
            None => atom.result_keys.0.clone(),
        };
        keys.sort_unstable();
        if keys == atom.result_keys.0 { Ok(()) } else { Err(Contradiction::ResultKeys) }
    }

    /// A step has ended.
    pub fn step(&mut self, step: &StepEnd<'t>) -> Result<(), Contradiction> {
        self.goes_on()?;
        self.is_of(step.contract)?;
        let atoms = self.atoms.take();
        let has_its_atoms = match step.op {
            Some(_) => atoms.is_none(),
            // What refuses leaves no event; what succeeds has run an atom.
            None => atoms.map_or(step.outcome != "SUCCESS", |of| of == step.step),
        };
        if !has_its_atoms {
            return Err(Contradiction::Atoms);
        }
        if step.checks.is_some() || !outcomes::has(step.capability, step.op, step.outcome) {
            return Err(Contradiction::Outcome);
        }
        self.map(step.result_keys.0.iter().copied());
        self.last = Some((step.outcome, step.continuation.0));
        Ok(())
    }

    /// It has ended.
    pub fn ends(&mut self, end: &ContractEnd<'t>) -> Result<(), Contradiction> {
        self.is_of(end.contract)?;
        if (end.name, end.node) != (self.name, self.node) {
            return Err(Contradiction::Contract);
        }
        if self.atoms.is_some() {
            return Err(Contradiction::Atoms);
        }
        let Some((outcome, Some(_))) = self.last else { return Err(Contradiction::Continuation) };
        if end.status != outcome {
            return Err(Contradiction::Status);
        }
        let inputs: Vec<&str> = self.inputs.keys().filter(|key| !OF_BINDINGS.contains(key)).collect();
        self.map(inputs.into_iter());
        if self.keys == end.output_keys.0 { Ok(()) } else { Err(Contradiction::OutputKeys) }
    }

    /// Its surface is announced.
    pub fn announces(&self, announced: &Announced<'t>) -> Result<(), Contradiction> {
        // What can't be announced is said by the reference without a name.
        let is_surface = announced.payload.0.keys().eq(self.keys.iter().copied());
        if is_surface || announced.event.is_empty() { Ok(()) } else { Err(Contradiction::Surface) }
    }

    /// Another step may follow.
    fn goes_on(&self) -> Result<(), Contradiction> {
        match self.last {
            None | Some((_, Some("continue"))) => Ok(()),
            Some(_) => Err(Contradiction::Continuation),
        }
    }

    fn is_of(&self, contract: i64) -> Result<(), Contradiction> {
        if contract == self.address { Ok(()) } else { Err(Contradiction::Contract) }
    }

    fn map(&mut self, keys: impl Iterator<Item = &'t str>) {
        for key in keys {
            if !self.keys.contains(&key) {
                self.keys.push(key);
            }
        }
    }
}
