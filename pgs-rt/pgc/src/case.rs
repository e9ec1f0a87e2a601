//! A conformance case of a molecule: it runs outside of a run, and what its impure atoms give may be a part of the case.

use std::cell::RefCell;
use std::collections::BTreeSet;

use pgs_value::{Map, Value};

/// What a case says of the impure atoms of its molecule.
///
/// ```
/// use pgs_pgc::prelude::*;
/// use pgs_pgc::{Atoms, Case};
///
/// const DRAWN: AtomId = AtomId::impure("town::CT_IMPURE_DRAW_V0");
/// let draw = |atoms: &Atoms<'_>| atoms.run("drawn", &DRAWN, (), |()| Ok(Value::from(1)));
///
/// let case = Case::recorded(map([("drawn", 2.into())]));
/// assert_eq!(draw(&Atoms::of_case(&case)), Ok(Value::from(2)));
/// assert_eq!(case.unused().next(), None);
/// assert_eq!(draw(&Atoms::of_case(&Case::free())), Ok(Value::from(1)));
/// ```
#[derive(Debug, Default)]
pub struct Case {
    recorded: Option<Map<String, Value>>,
    used: RefCell<BTreeSet<String>>,
}

impl Case {
    /// One that says nothing: impure atoms run.
    pub fn free() -> Self {
        Self::default()
    }

    /// One that has their results, by path: no impure atom runs.
    pub fn recorded(results: Map<String, Value>) -> Self {
        Self { recorded: Some(results), used: RefCell::default() }
    }

    /// The recorded results that no atom has taken, in their order: there may be none.
    pub fn unused(&self) -> impl Iterator<Item = &str> {
        let used = self.used.borrow();
        let paths = self.recorded.iter().flat_map(Map::keys).map(String::as_str);
        paths.filter(|path| !used.contains(*path)).collect::<Vec<_>>().into_iter()
    }

    /// Where the result of the impure atom at this path comes from.
    pub(crate) fn result_of(&self, path: &str) -> ResultOf {
        let Some(recorded) = &self.recorded else { return ResultOf::Atom };
        self.used.borrow_mut().insert(path.to_owned());
        ResultOf::Recording(recorded.get(path).cloned())
    }
}

/// Where the result of an atom comes from.
#[derive(Debug)]
pub(crate) enum ResultOf {
    /// It runs.
    Atom,
    /// It is recorded, or ought to be.
    Recording(Option<Value>),
}
