//! The facts of a domain: its workflows, its stores, and which workflow does what to which store.

use super::step::started;
use super::touch::{kind_words, touches};
use super::{Index, IndexLine, IndexStore, Use, Waived};
use crate::names::plain;
use crate::plan::{self, Domain};

impl<'a> Index<'a> {
    pub(super) fn of(domain: &'a Domain) -> Self {
        let mut stores: Vec<IndexStore<'a>> = domain.bindings.iter().flat_map(stores).collect();
        stores.sort();
        // Whoever consults a store has a constant of its own for it.
        stores.dedup();
        let mut uses: Vec<Use<'a>> = domain.workflows.iter().flat_map(|workflow| uses(workflow, domain)).collect();
        uses.sort_by_key(|it| (it.store, it.path, it.workflow));
        let workflows = domain.workflows.iter().map(|workflow| IndexLine {
            fqdn: &workflow.fqdn,
            file: plain(&workflow.module),
            summary: &workflow.summary,
            starts: started(workflow, domain),
        });
        let waivers = domain.waivers.iter().map(Waived::of).collect();
        Self { domain: &domain.name, workflows: workflows.collect(), stores, uses, waivers }
    }
}

fn stores(binding: &plan::RuntimeBinding) -> impl Iterator<Item = IndexStore<'_>> {
    binding.stores.iter().map(|store| IndexStore {
        store: &store.name,
        kind: kind_words(store.kind),
        path: store.path.as_deref(),
        binding: store.consulted.as_deref().unwrap_or(&binding.fqdn),
    })
}

/// What a workflow does to each store that it touches.
fn uses<'a>(workflow: &'a plan::Workflow, domain: &'a Domain) -> Vec<Use<'a>> {
    let mut uses: Vec<Use<'a>> = Vec::new();
    for touch in touches(workflow, domain) {
        if uses.last().is_none_or(|last| (last.store, last.path) != (touch.store, touch.path)) {
            uses.push(Use {
                store: touch.store,
                path: touch.path,
                workflow: &workflow.fqdn,
                file: plain(&workflow.module),
                read: Vec::new(),
                append: Vec::new(),
                mutate: Vec::new(),
            });
        }
        let Some(last) = uses.last_mut() else { continue };
        let operations = match touch.access {
            "read" => &mut last.read,
            "append" => &mut last.append,
            _ => &mut last.mutate,
        };
        if !operations.contains(&touch.operation) {
            operations.push(touch.operation);
        }
    }
    for it in &mut uses {
        for operations in [&mut it.read, &mut it.append, &mut it.mutate] {
            operations.sort_unstable();
        }
    }
    uses
}
