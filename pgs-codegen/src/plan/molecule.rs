//! The plan of a molecule: a transform that is made of others, which is generated.

use std::collections::{BTreeMap, BTreeSet};

use pgs_description::Transform;
use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::{self, Action, Body, Call, MoleculeRun, Protocol, Purity};

use super::shape::describe;
use super::{FeatureNames, Field, Imports, Module, passed_on};
use crate::analysis::feature_use;
use crate::capabilities;
use crate::names::{Scope, shout, snake};

/// A molecule.
#[derive(Clone, Debug)]
pub struct Molecule {
    /// The FQDN.
    pub fqdn: String,
    /// The Rust module.
    pub module: String,
    /// The summary.
    pub summary: String,
    /// The modules that it imports.
    pub imports: Imports,
    /// The features that its atoms need.
    pub features: FeatureNames,
    /// What it is given.
    pub inputs: Vec<Field>,
    /// The steps, in order, those of others within it.
    pub body: protocol::Molecule,
    /// The atoms that it runs itself or within others, by FQDN.
    pub atoms: BTreeMap<String, MoleculeAtom>,
}

/// An atom of a molecule.
#[derive(Clone, Debug)]
pub struct MoleculeAtom {
    /// The constant's identifier.
    pub ident: String,
    /// How it is called.
    pub signature: Transform,
    /// What is declared of its result.
    pub purity: Purity,
}

/// The module of a molecule.
pub fn module(fqdn: &str) -> String {
    snake(code(fqdn))
}

/// The molecules that the contracts of a domain call.
pub fn plan(domain: &str, protocol: &Protocol) -> Vec<Molecule> {
    called(domain, protocol).into_iter().filter_map(|fqdn| molecule(fqdn, protocol)).collect()
}

/// The transforms that the workflows of a domain call.
fn called<'p>(domain: &str, protocol: &'p Protocol) -> BTreeSet<&'p str> {
    let workflows = protocol.workflows.values().filter(|it| it.domain == domain);
    let contracts = workflows.flat_map(|it| &it.nodes).filter_map(|node| match &node.action {
        Action::Run { contract, .. } => protocol.contracts.get(contract),
        Action::Admit { .. } | Action::Exit { .. } => None,
    });
    let transforms = contracts.flat_map(|it| &it.steps).filter_map(|step| match &step.call {
        Call::Transform { fqdn, .. } => Some(fqdn.as_str()),
        Call::SideEffect { .. } => None,
    });
    transforms.collect()
}

fn molecule(fqdn: &str, protocol: &Protocol) -> Option<Molecule> {
    let transform = protocol.transforms.get(fqdn)?;
    let Body::Molecule(body) = &transform.body else { return None };
    let mut scope = Scope::default();
    let inputs = transform.inputs.iter().map(|(key, schema)| Field {
        key: key.clone(),
        ident: scope.claim(snake(key)),
        ty: schema.ty(),
        doc: describe(schema),
    });
    let inputs = inputs.collect();
    let (mut constants, mut atoms) = (Scope::default(), BTreeMap::new());
    body.visit(&mut |step| {
        let MoleculeRun::Atom { purity, .. } = step.run else { return };
        let Some(signature) = capabilities::transform(&step.transform, protocol) else { return };
        atoms.entry(step.transform.clone()).or_insert_with(|| MoleculeAtom {
            ident: constants.claim(shout(code(&step.transform))),
            signature,
            purity,
        });
    });
    Some(Molecule {
        fqdn: fqdn.to_owned(),
        module: module(fqdn),
        summary: transform.summary.clone(),
        imports: Imports::of(atoms.values().map(|it| Module::OfCrate(it.signature.module.clone()))),
        features: passed_on(&feature_use::of_transform(fqdn, protocol)),
        inputs,
        body: body.clone(),
        atoms,
    })
}
