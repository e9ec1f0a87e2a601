//! E075: two kinds of store that write one file, or a store where another needs a folder. W133: two kinds of which one only
//! reads.

use std::path::Path;

use pgs_description::StoreKind;
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::{Place, StorePath, say, words};

use super::subjects::{StoreStep, placed_stores, store_steps};
use crate::analysis::Analysis;

/// The stores of the nodes that are compiled, each with those before it.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let placed = placed_stores(analysis);
    let steps = store_steps(analysis);
    for (n, (store, kind)) in placed.iter().enumerate() {
        for (other, of) in &placed[..n] {
            let (path, above) = (Path::new(&store.path), Path::new(&other.path));
            if path == above && kind != of {
                two_kinds(&steps, (store, *kind), (other, *of), diagnostics);
            } else if path != above && (path.starts_with(above) || above.starts_with(path)) {
                let message =
                    format!("`{}` and `{}` can't both be files: one lies in the other", other.path, store.path);
                say(diagnostics, Code::StoreClash, &store.place, message, OWN_FILE);
            }
        }
    }
}

const OWN_FILE: &str = "give each store a file of its own";

/// One file, two kinds of store.
fn two_kinds(
    steps: &[StoreStep<'_>],
    (store, kind): (&StorePath, StoreKind),
    (other, of): (&StorePath, StoreKind),
    diagnostics: &mut Diagnostics,
) {
    let writes = |kind: StoreKind| steps.iter().any(|it| it.writes && it.kind == kind && it.store.path == store.path);
    let (rule, reader) = match (writes(kind), writes(of)) {
        (true, true) => (Code::StoreClash, None),
        (true, false) => (Code::UnreadableStore, Some(of)),
        (false, _) => (Code::UnreadableStore, Some(kind)),
    };
    if is_same(&store.place, &other.place) {
        return one_store(steps, store, (kind, of), (rule, reader), diagnostics);
    }
    let finds = reader.map_or_else(String::new, |reader| {
        format!("; what reads it as {} finds nothing that it can read", reader.module())
    });
    let message = format!(
        "`{}` holds a store of the kind {}, and one of the kind {}{finds}",
        store.path,
        kind.module(),
        of.module()
    );
    say(diagnostics, rule, &store.place, message, OWN_FILE);
}

/// One store that is taken as two kinds: the steps are wrong that take it as what fewer do, and of a store that one kind only
/// reads, those.
fn one_store(
    steps: &[StoreStep<'_>],
    store: &StorePath,
    (kind, of): (StoreKind, StoreKind),
    (rule, reader): (Code, Option<StoreKind>),
    diagnostics: &mut Diagnostics,
) {
    let takes = |kind: StoreKind| {
        let of_store = steps.iter().filter(move |it| it.kind == kind && is_same(&it.store.place, &store.place));
        let mut found: Vec<&StoreStep<'_>> = Vec::new();
        for it in of_store {
            if !found.iter().any(|known| is_same(&known.step.place, &it.step.place)) {
                found.push(it);
            }
        }
        found
    };
    let wrong = reader.unwrap_or(if takes(kind).len() < takes(of).len() { kind } else { of });
    let right = if wrong == kind { of } else { kind };
    let effect = takes(right).first().map_or("", |it| code(it.side_effect));
    for StoreStep { step, .. } in takes(wrong) {
        let name = step.store.as_deref().unwrap_or(&store.path);
        let finds = if reader.is_some() { "; it finds nothing there that it can read" } else { "" };
        let message = format!(
            "step `{}` takes `{name}` as a store of the kind {}, and others take it as {}{finds}",
            step.name,
            wrong.module(),
            right.module()
        );
        let known = words::list(of_kind(steps, wrong, store));
        let named = if known.is_empty() {
            String::new()
        } else {
            format!("name a store of the kind {}: {known}; or ", wrong.module())
        };
        let remedy = format!("{named}call {effect}, which the others call");
        let place = if step.store.is_some() { step.place.at(["store"]) } else { step.place.clone() };
        say(diagnostics, rule, &place, message, remedy);
    }
}

/// The names of the other stores that steps take as this kind.
fn of_kind(steps: &[StoreStep<'_>], kind: StoreKind, store: &StorePath) -> Vec<String> {
    let others = steps.iter().filter(|it| it.kind == kind && it.store.place.file == store.place.file);
    let others = others.filter(|it| !is_same(&it.store.place, &store.place));
    let mut names: Vec<String> =
        others.filter_map(|it| it.step.store.as_deref()).map(|name| format!("`{name}`")).collect();
    names.sort();
    names.dedup();
    names
}

fn is_same(place: &Place, other: &Place) -> bool {
    (&place.file, &place.pointer) == (&other.file, &other.pointer)
}
