//! What a runtime binding supplies: the fields that a contract takes, and the constants that hold them.

use std::collections::{BTreeMap, BTreeSet};

use pgs_description::StoreKind;
use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::{self, Protocol, Reach, Workflow};

use super::{Contract, Domain, RuntimeBinding, SidePolicy, Store, StorePlace, Supplied, Switch, features_of};
use crate::analysis::Analysis;
use crate::analysis::stores::{self, Need};
use crate::capabilities;
use crate::names::{Scope, shout, snake};

/// The fields of what a contract needs, in this order.
pub fn supplied(needs: &[Need]) -> Vec<Supplied> {
    let mut fields: Vec<Supplied> = Vec::new();
    let switches: Vec<&str> = needs.iter().filter_map(switch).collect();
    for need in needs {
        let field = match need {
            Need::Store { kind, name, side_effect } => Supplied::Store {
                ident: store_field(*kind, name.as_deref(), &fields, &switches),
                kind: *kind,
                name: name.clone(),
                side_effect: side_effect.clone(),
            },
            Need::Switch { side_effect, module } => {
                let taken: Vec<&str> = fields.iter().map(Supplied::ident).collect();
                let ident = Scope::with(&taken).claim(snake(module));
                Supplied::Switch { ident, side_effect: side_effect.clone() }
            }
            Need::Policy { side_effect, module } => {
                let taken: Vec<&str> = fields.iter().map(Supplied::ident).collect();
                let ident = Scope::with(&taken).claim(snake(last(module)));
                Supplied::Policy { ident, side_effect: side_effect.clone(), module: module.clone() }
            }
        };
        fields.push(field);
    }
    fields
}

/// The module of a side effect that may be switched off.
fn switch(need: &Need) -> Option<&str> {
    match need {
        Need::Switch { module, .. } => Some(module),
        Need::Store { .. } | Need::Policy { .. } => None,
    }
}

/// The last part of a module's path.
fn last(module: &str) -> &str {
    module.rsplit("::").next().unwrap_or(module)
}

fn store_field(kind: StoreKind, name: Option<&str>, others: &[Supplied], switches: &[&str]) -> String {
    let plain = snake(name.unwrap_or(kind.module()));
    let taken: Vec<&str> = others.iter().map(Supplied::ident).chain(switches.iter().copied()).collect();
    let clashes = taken.contains(&plain.as_str());
    let ident = if clashes { format!("{}_{}", plain.trim_start_matches("r#"), kind.module()) } else { plain };
    Scope::with(&taken).claim(ident)
}

/// The runtime bindings of a domain, with the constants that its contracts take.
#[derive(Default)]
pub struct Bindings(BTreeMap<String, RuntimeBinding>);

impl Bindings {
    /// Those that supply anything, by FQDN.
    pub fn used(self) -> Vec<RuntimeBinding> {
        self.0.into_values().filter(RuntimeBinding::supplies).collect()
    }

    /// Which constants a contract gets at a node of this workflow: field and constant, and the module of the constants.
    pub fn supply(
        &mut self,
        workflow: &Workflow,
        contract: &Contract,
        analysis: &Analysis<'_>,
    ) -> (Vec<(String, String)>, Option<String>) {
        let declared = workflow.binding.as_ref().and_then(|fqdn| analysis.protocol.bindings.get(fqdn));
        let Some(declared) = declared.filter(|_| !contract.supplied.is_empty()) else { return (Vec::new(), None) };
        // Who consults others reaches other stores than those who share the runtime binding.
        let consulting = (!workflow.consults.is_empty()).then(|| workflow.fqdn.clone());
        let fqdn = consulting.as_ref().unwrap_or(&declared.fqdn);
        let planned = self.0.entry(fqdn.clone()).or_insert_with(|| RuntimeBinding {
            fqdn: declared.fqdn.clone(),
            consulting: consulting.clone(),
            module: snake(code(fqdn)),
            summary: declared.summary.clone(),
            stores: Vec::new(),
            switches: Vec::new(),
            semantics: analysis.protocol.semantics,
            policies: Vec::new(),
        });
        let constants = contract.supplied.iter().map(|item| {
            let constant = constant(item, workflow, declared, planned, analysis.protocol);
            (item.ident().to_owned(), constant)
        });
        (constants.collect(), Some(planned.module.clone()))
    }
}

/// The constant of something that a contract takes.
fn constant(
    item: &Supplied,
    workflow: &Workflow,
    declared: &protocol::RuntimeBinding,
    planned: &mut RuntimeBinding,
    protocol: &Protocol,
) -> String {
    match item {
        Supplied::Store { kind, name, side_effect, .. } => {
            let store = Store {
                ident: shout(name.as_deref().unwrap_or(kind.module())),
                kind: *kind,
                name: stores::name(name.as_deref(), side_effect).to_owned(),
                path: stores::path(workflow, *kind, name.as_deref(), side_effect, protocol).ok().flatten(),
                consulted: name.as_deref().and_then(|name| consulted(workflow, name, protocol)),
            };
            claim(planned, store)
        }
        Supplied::Switch { ident, side_effect } => {
            if let Some(known) = planned.switches.iter().find(|it| &it.side_effect == side_effect) {
                return known.ident.clone();
            }
            let ident = Scope::with(&constants(planned)).claim(shout(ident));
            let is_on = stores::is_on(declared, side_effect);
            planned.switches.push(Switch { ident: ident.clone(), side_effect: side_effect.clone(), is_on });
            planned.switches.sort();
            ident
        }
        Supplied::Policy { ident, side_effect, module } => {
            if let Some(known) = planned.policies.iter().find(|it| &it.side_effect == side_effect) {
                return known.ident.clone();
            }
            let taken: Vec<&str> = planned.policies.iter().map(|it| it.ident.as_str()).collect();
            let ident = Scope::with(&taken).claim(snake(ident));
            let taken = capabilities::side_effect(side_effect, protocol).map(|it| it.policy.as_slice());
            let said = declared.policies.get(side_effect).map(|it| &it.fields);
            let fields = taken.unwrap_or_default().iter();
            let fields = fields.filter_map(|it| Some((it.name.clone(), said?.get(&it.name)?.clone())));
            let fields: Vec<_> = fields.collect();
            let is_whole = taken.is_some_and(|taken| taken.len() == fields.len());
            let implemented = capabilities::side_effect(side_effect, protocol);
            planned.policies.push(SidePolicy {
                features: features_of(module, implemented.and_then(|it| it.feature.as_deref())),
                ident: ident.clone(),
                module: module.clone(),
                side_effect: side_effect.clone(),
                fields,
                is_whole,
            });
            ident
        }
    }
}

/// The runtime binding that describes a store which the workflow may only read.
fn consulted(workflow: &Workflow, store: &str, protocol: &Protocol) -> Option<String> {
    let stores = protocol.stores_of(workflow);
    let placed = stores.get(store).filter(|it| it.reach == Reach::Consulted)?;
    Some(placed.described_by.to_owned())
}

/// The constant of a store in its runtime binding's module.
fn claim(planned: &mut RuntimeBinding, mut store: Store) -> String {
    let same = |it: &&Store| (it.kind, &it.name, &it.path) == (store.kind, &store.name, &store.path);
    if let Some(known) = planned.stores.iter().find(same) {
        return known.ident.clone();
    }
    let taken = constants(planned);
    if taken.contains(&store.ident.as_str()) {
        store.ident = Scope::with(&taken).claim(format!("{}_{}", store.ident, shout(store.kind.module())));
    }
    let ident = store.ident.clone();
    planned.stores.push(store);
    planned.stores.sort();
    ident
}

/// The constants that a runtime binding's module has already.
fn constants(planned: &RuntimeBinding) -> Vec<&str> {
    let stores = planned.stores.iter().map(|it| it.ident.as_str());
    stores.chain(planned.switches.iter().map(|it| it.ident.as_str())).collect()
}

/// Every store that has a path, once: runtime bindings may place the same.
pub fn once(domains: &[Domain]) -> Vec<StorePlace> {
    let mut known = BTreeSet::new();
    let mut places = Vec::new();
    for domain in domains {
        for binding in &domain.bindings {
            for store in &binding.stores {
                let Some(path) = &store.path else { continue };
                if known.insert((store.kind, path)) {
                    places.push(StorePlace {
                        domain: domain.module.clone(),
                        binding: binding.module.clone(),
                        ident: store.ident.clone(),
                    });
                }
            }
        }
    }
    places
}
