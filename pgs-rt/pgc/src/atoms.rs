//! The atoms of a transform: a plain one, or the steps of a molecule.
//!
//! A molecule is generated code: a function that is given the frame of its transform, and runs its atoms in order. What it
//! reads are typed outputs; a path that reaches nothing is a fault.

use std::fmt;

use pgs_value::{Failure, Field, Typed, Value, Violation};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::sorted_keys;
use crate::case::{Case, ResultOf};
use crate::event::{AtomEnd, Data, Keys};
use crate::fault::Fault;
use crate::ids::{AtomId, Purity};
use crate::run::Run;

/// Where the atoms of a transform run: in the transform itself, in a molecule within it, in one pass of a loop.
#[derive(Debug)]
pub struct Atoms<'r> {
    caller: Caller<'r>,
    /// What stands before the symbols of this frame in paths.
    prefix: String,
}

/// Who calls the transform.
#[derive(Clone, Copy, Debug)]
enum Caller<'r> {
    /// A step of a run.
    Step {
        run: &'r Run,
        /// The address of its contract.
        contract: i64,
        /// The address of the transform.
        step: i64,
    },
    /// A conformance case.
    Case(&'r Case),
}

impl Caller<'_> {
    /// Where the result of the atom at this path comes from.
    fn result_of(&self, purity: Purity, path: &str) -> ResultOf {
        match (purity, self) {
            (Purity::Pure | Purity::Exec, _) => ResultOf::Atom,
            (Purity::Impure, Self::Case(case)) => case.result_of(path),
            (Purity::Impure, Self::Step { run, contract, step }) => match run.recorded() {
                Some(recorded) => ResultOf::Recording(recorded.get(*contract, *step, path).cloned()),
                None => ResultOf::Atom,
            },
        }
    }
}

/// Why a transform has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It refuses: the outcome is `VIOLATION`.
    Refused(Violation),
    /// It can't go on, in one sentence: the run is refused.
    Fault(String),
    /// The trace can't be kept.
    Trace(Fault),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(violation) => violation.fmt(f),
            Self::Fault(reason) => f.write_str(reason),
            Self::Trace(fault) => fault.fmt(f),
        }
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(violation) => Self::Refused(violation),
            Failure::Fault(violation) => Self::Fault(violation.reason()),
        }
    }
}

impl<'r> Atoms<'r> {
    /// The frame of the transform that a step calls.
    pub(crate) fn of(run: &'r Run, contract: i64, step: i64) -> Self {
        Self { caller: Caller::Step { run, contract, step }, prefix: String::new() }
    }

    /// The frame of a molecule that is looked at by itself.
    pub fn of_case(case: &'r Case) -> Self {
        Self { caller: Caller::Case(case), prefix: String::new() }
    }

    /// The frame of the molecule that stands at this symbol.
    pub fn within(&self, symbol: &str) -> Self {
        Self { caller: self.caller, prefix: format!("{}{symbol}/", self.prefix) }
    }

    /// The frame of one pass of the loop that stands at this symbol, counted from 0.
    pub fn pass(&self, symbol: &str, number: usize) -> Self {
        self.within(&format!("{symbol}[{number}]"))
    }

    /// Runs the atom that stands at this symbol. In a replay the result of an impure one is the recorded one.
    pub fn run<I, O>(
        &self,
        symbol: &str,
        atom: &AtomId,
        inputs: I,
        run: impl FnOnce(I) -> Result<O, Failure>,
    ) -> Result<O, Stop>
    where
        O: Serialize + DeserializeOwned,
    {
        let path = format!("{}{symbol}", self.prefix);
        match self.caller.result_of(atom.purity, &path) {
            ResultOf::Recording(result) => {
                let result = result.ok_or_else(|| Stop::Fault(format!("no result is recorded at `{path}`")))?;
                self.ends(&path, atom, &result, true)?;
                pgs_value::from_value(result)
                    .map_err(|error| Stop::Fault(format!("what is recorded at `{path}` is no result: {error}")))
            }
            ResultOf::Atom => {
                let outputs = run(inputs)?;
                let result = self.value(&outputs)?;
                if result.is_null() {
                    return Err(Stop::Fault(format!("{} has given nothing", atom.fqdn)));
                }
                self.ends(&path, atom, &result, false)?;
                Ok(outputs)
            }
        }
    }

    /// `CT_STEP`.
    fn ends(&self, path: &str, atom: &AtomId, result: &Value, replayed: bool) -> Result<(), Stop> {
        let Caller::Step { run, contract, step } = self.caller else { return Ok(()) };
        let is_impure = atom.purity == Purity::Impure;
        let event = AtomEnd {
            contract,
            step,
            path,
            atom: atom.fqdn,
            purity: atom.purity.as_str(),
            result_keys: Keys(sorted_keys(result)),
            outcome: is_impure.then(|| Data(result.into())),
            replayed: is_impure.then_some(replayed),
        };
        run.atom_ends(event).map_err(Stop::Trace)
    }

    /// The result of an atom or molecule as a value: what a molecule emits as a whole.
    pub fn value(&self, result: &impl Serialize) -> Result<Value, Stop> {
        pgs_value::to_value(result).map_err(|error| Stop::Fault(error.to_string()))
    }

    /// What a path of a molecule reaches, which must be there.
    pub fn reads<T: Typed>(&self, path: &str, value: Field<T>) -> Result<Field<T>, Stop> {
        if value.is_unset() { Err(Stop::Fault(format!("`{path}` reaches nothing"))) } else { Ok(value) }
    }

    /// Runs the body of a loop once for each member of a list, which is what `over` reaches. It is given the frame of its
    /// pass, the member, and what the passes before it have gathered, and gives its result, of which `gather` takes what the
    /// next one is given. The result of the last pass is that of the loop: none where there was no pass.
    pub fn each<A, O>(
        &self,
        symbol: &str,
        over: Field<Vec<Value>>,
        mut gathered: A,
        mut body: impl FnMut(&Self, Value, &A) -> Result<O, Stop>,
        mut gather: impl FnMut(&mut A, &O) -> Result<(), Stop>,
    ) -> Result<Option<O>, Stop> {
        let members = match over {
            Field::Is(members) => members,
            Field::Unset => return Err(Stop::Fault(format!("what `{symbol}` loops over is absent"))),
            Field::Null | Field::Other(_) => {
                return Err(Stop::Refused(Violation::new(format!("what `{symbol}` loops over is no list"))));
            }
        };
        let mut last = None;
        for (number, member) in members.into_iter().enumerate() {
            let result = body(&self.pass(symbol, number), member, &gathered)?;
            gather(&mut gathered, &result)?;
            last = Some(result);
        }
        Ok(last)
    }

    /// The result of a loop, which must have passed.
    pub fn passed<O>(&self, symbol: &str, last: Option<O>) -> Result<O, Stop> {
        last.ok_or_else(|| Stop::Fault(format!("`{symbol}` has passed no member, and so has no result")))
    }
}
