//! Where the stores of a runtime binding lie (`4-capabilities.md`, "Side effects").

use std::collections::BTreeSet;

use pgs_description::StoreKind;
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{RuntimeBinding, StorePath, say};
use pgs_value::Value;

use super::names::{code, shout};
use super::{Domain, Store, StorePlace};

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

/// What stands for the data root in a policy.
const DATA_ROOT: &str = "{{module_data_root}}/";

/// The store that a step means under this runtime binding: the named one of its STRUCTURE, or else the path of the side
/// effect's policy.
pub fn place(
    binding: &RuntimeBinding,
    kind: StoreKind,
    name: Option<&str>,
    side_effect: &str,
    diagnostics: &mut Diagnostics,
) -> Store {
    let path = match name {
        Some(name) => binding.stores.get(name).cloned(),
        None => policy_path(binding, side_effect, diagnostics),
    };
    let path = path.filter(|path| stays_inside(path, diagnostics)).map(|path| path.path);
    Store {
        ident: shout(name.unwrap_or(kind.module())),
        kind,
        name: name.unwrap_or(code(side_effect)).to_owned(),
        path,
    }
}

fn policy_path(binding: &RuntimeBinding, side_effect: &str, diagnostics: &mut Diagnostics) -> Option<StorePath> {
    let policy = binding.policies.get(side_effect)?;
    let (path, place) = (policy.fields.get("path")?.as_str()?, policy.place.at(["path"]));
    let Some(below) = path.strip_prefix(DATA_ROOT) else {
        outside(&StorePath { path: path.to_owned(), place }, diagnostics);
        return None;
    };
    Some(StorePath { path: below.to_owned(), place })
}

fn stays_inside(store: &StorePath, diagnostics: &mut Diagnostics) -> bool {
    use std::path::{Component, Path};
    let inside =
        !store.path.is_empty() && Path::new(&store.path).components().all(|part| matches!(part, Component::Normal(_)));
    if !inside {
        outside(store, diagnostics);
    }
    inside
}

fn outside(store: &StorePath, diagnostics: &mut Diagnostics) {
    say(
        diagnostics,
        Code::StoreOutsideDataRoot,
        &store.place,
        format!("the store path `{}` does not lie below the data root", store.path),
        format!("write a plain path below it; in a policy it starts with `{DATA_ROOT}`"),
    );
}

/// Whether mail is sent under this runtime binding.
pub fn email_enabled(binding: Option<&RuntimeBinding>, side_effect: &str) -> bool {
    let policy = binding.and_then(|binding| binding.policies.get(side_effect));
    policy.and_then(|policy| policy.fields.get("enabled")) != Some(&Value::Bool(false))
}
