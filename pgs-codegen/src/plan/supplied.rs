//! What a runtime binding supplies: the fields that a contract takes, and the constants that hold them.

use std::collections::{BTreeMap, BTreeSet};

use pgs_description::StoreKind;
use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::{self, Workflow};

use super::{Contract, Domain, RuntimeBinding, Store, StorePlace, Supplied};
use crate::analysis::Analysis;
use crate::analysis::stores::{self, Need};
use crate::names::{Scope, shout, snake};

/// The constant and the field that say whether mail is sent.
const EMAIL: (&str, &str) = ("SEND_EMAIL", "send_email");

/// The fields of what a contract needs, in this order.
pub fn supplied(needs: &[Need]) -> Vec<Supplied> {
    let mut fields: Vec<Supplied> = Vec::new();
    for need in needs {
        let field = match need {
            Need::Store { kind, name, side_effect } => Supplied::Store {
                ident: store_field(*kind, name.as_deref(), &fields),
                kind: *kind,
                name: name.clone(),
                side_effect: side_effect.clone(),
            },
            Need::Email { side_effect } => {
                Supplied::Email { ident: EMAIL.1.to_owned(), side_effect: side_effect.clone() }
            }
        };
        fields.push(field);
    }
    fields
}

fn store_field(kind: StoreKind, name: Option<&str>, others: &[Supplied]) -> String {
    let plain = snake(name.unwrap_or(kind.module()));
    let taken: Vec<&str> = others.iter().map(Supplied::ident).chain([EMAIL.1]).collect();
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
        self.0.into_values().filter(|it| !it.stores.is_empty() || it.email.is_some()).collect()
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
        let planned = self.0.entry(declared.fqdn.clone()).or_insert_with(|| RuntimeBinding {
            fqdn: declared.fqdn.clone(),
            module: snake(code(&declared.fqdn)),
            summary: declared.summary.clone(),
            stores: Vec::new(),
            email: None,
        });
        let constants =
            contract.supplied.iter().map(|item| (item.ident().to_owned(), constant(item, declared, planned)));
        (constants.collect(), Some(planned.module.clone()))
    }
}

/// The constant of something that a contract takes.
fn constant(item: &Supplied, declared: &protocol::RuntimeBinding, planned: &mut RuntimeBinding) -> String {
    match item {
        Supplied::Store { kind, name, side_effect, .. } => {
            let store = Store {
                ident: shout(name.as_deref().unwrap_or(kind.module())),
                kind: *kind,
                name: stores::name(name.as_deref(), side_effect).to_owned(),
                path: stores::path(declared, name.as_deref(), side_effect).ok().flatten(),
            };
            claim(&mut planned.stores, store)
        }
        Supplied::Email { side_effect, .. } => {
            planned.email = Some((EMAIL.0.to_owned(), stores::email_enabled(declared, side_effect)));
            EMAIL.0.to_owned()
        }
    }
}

/// The constant of a store in its runtime binding's module.
fn claim(stores: &mut Vec<Store>, mut store: Store) -> String {
    let same = |it: &&Store| (it.kind, &it.name, &it.path) == (store.kind, &store.name, &store.path);
    if let Some(known) = stores.iter().find(same) {
        return known.ident.clone();
    }
    let taken: Vec<&str> = stores.iter().map(|it| it.ident.as_str()).chain([EMAIL.0]).collect();
    if taken.contains(&store.ident.as_str()) {
        store.ident = Scope::with(&taken).claim(format!("{}_{}", store.ident, shout(store.kind.module())));
    }
    let ident = store.ident.clone();
    stores.push(store);
    stores.sort();
    ident
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
