//! Molecules: transforms that are made of others, as they are executed (`ct_ir` of PGC).

use pgs_value::Value;

use super::Purity;

/// The steps of a molecule, and what it emits.
#[derive(Clone, Debug, PartialEq)]
pub struct Molecule {
    /// The steps, in order.
    pub steps: Vec<MoleculeStep>,
    /// The outputs: the symbol whose value each is taken from.
    pub outputs: Vec<(String, String)>,
}

/// A step of a molecule.
#[derive(Clone, Debug, PartialEq)]
pub struct MoleculeStep {
    /// The symbol that its result gets.
    pub symbol: String,
    /// The FQDN of the transform that it runs.
    pub transform: String,
    /// How it runs that.
    pub run: MoleculeRun,
}

/// How a step of a molecule runs its transform.
#[derive(Clone, Debug, PartialEq)]
pub enum MoleculeRun {
    /// As an atom.
    Atom {
        /// What is declared of its result.
        purity: Purity,
        /// What it is given.
        arguments: Vec<(String, MoleculeValue)>,
    },
    /// As a molecule, with a context of its own.
    Molecule {
        /// What it is given.
        arguments: Vec<(String, MoleculeValue)>,
        /// What it does.
        body: Molecule,
    },
    /// As a molecule, once for each member of a list.
    Loop(Box<MoleculeLoop>),
}

/// A loop of a molecule.
#[derive(Clone, Debug, PartialEq)]
pub struct MoleculeLoop {
    /// The list.
    pub over: MoleculeValue,
    /// What is handed from pass to pass, as it is before the first.
    pub accumulator: Vec<(String, MoleculeValue)>,
    /// What each pass is given.
    pub inputs: Vec<(String, MoleculeValue)>,
    /// What each pass makes of the accumulator: keys to follow in its result.
    pub update: Vec<(String, Vec<String>)>,
    /// What each pass does.
    pub body: Molecule,
}

/// A value within a molecule.
#[derive(Clone, Debug, PartialEq)]
pub enum MoleculeValue {
    /// The value itself, in which nothing is looked for.
    Literal(Value),
    /// What a path finds; that it finds nothing is a fault.
    Path {
        /// What it starts from.
        root: MoleculeRoot,
        /// The keys to follow from there.
        keys: Vec<String>,
    },
}

/// What a path within a molecule starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoleculeRoot {
    /// `$.inputs`
    Inputs,
    /// `$.results.<symbol>` or `$.<symbol>`: the result of a step.
    Symbol(String),
    /// `$.iterator`: the member of the list that a pass is for.
    Iterator,
    /// `$.accumulator`
    Accumulator,
}

impl Molecule {
    /// Visits every step, those within others too.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a MoleculeStep)) {
        for step in &self.steps {
            visit(step);
            match &step.run {
                MoleculeRun::Atom { .. } => {}
                MoleculeRun::Molecule { body, .. } => body.visit(visit),
                MoleculeRun::Loop(it) => it.body.visit(visit),
            }
        }
    }

    /// Whether the result of this symbol is read, by a step or as an output.
    pub fn reads(&self, symbol: &str) -> bool {
        let is_it = |value: &MoleculeValue| match value {
            MoleculeValue::Path { root: MoleculeRoot::Symbol(name), .. } => name == symbol,
            MoleculeValue::Path { .. } | MoleculeValue::Literal(_) => false,
        };
        let reads = |values: &[(String, MoleculeValue)]| values.iter().any(|(_, it)| is_it(it));
        let is_read = |step: &MoleculeStep| match &step.run {
            MoleculeRun::Atom { arguments, .. } | MoleculeRun::Molecule { arguments, .. } => reads(arguments),
            MoleculeRun::Loop(it) => is_it(&it.over) || reads(&it.accumulator) || reads(&it.inputs),
        };
        self.outputs.iter().any(|(_, it)| it == symbol) || self.steps.iter().any(is_read)
    }

    /// The FQDNs of the atoms that it runs, each once.
    pub fn atoms(&self) -> Vec<&str> {
        let mut atoms: Vec<&str> = Vec::new();
        self.visit(&mut |step| match step.run {
            MoleculeRun::Atom { .. } if !atoms.contains(&step.transform.as_str()) => atoms.push(&step.transform),
            MoleculeRun::Atom { .. } | MoleculeRun::Molecule { .. } | MoleculeRun::Loop(_) => {}
        });
        atoms
    }
}
