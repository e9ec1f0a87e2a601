//! Which values are bound where, place by place: what a run follows its secrets by.

use pgs_protocol::protocol::{Binding, Root};
use pgs_value::pointer::push;

/// One value that is bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The JSON pointer to where it is bound.
    pub to: String,
    /// What it comes from.
    pub root: Root,
    /// The pointer to it there.
    pub at: String,
}

/// What is bound under these names.
pub fn bound(bindings: &[(String, Binding)]) -> Vec<Bound> {
    let mut found = Vec::new();
    for (name, binding) in bindings {
        add(&pointer(std::slice::from_ref(name)), binding, &mut found);
    }
    found
}

fn add(to: &str, binding: &Binding, found: &mut Vec<Bound>) {
    let below = |key: &str| format!("{to}{}", pointer(&[key.to_owned()]));
    match binding {
        Binding::Path(path) | Binding::Plus { path, .. } => {
            found.push(Bound { to: to.to_owned(), root: path.root.clone(), at: pointer(&path.keys) });
        }
        Binding::Object(fields) => fields.iter().for_each(|(key, inner)| add(&below(key), inner, found)),
        Binding::List(items) => items.iter().enumerate().for_each(|(n, item)| add(&below(&n.to_string()), item, found)),
        Binding::Literal(_) | Binding::Timestamp | Binding::Outcome => {}
    }
}

/// The JSON pointer of these keys.
fn pointer(keys: &[String]) -> String {
    let mut pointer = String::new();
    for key in keys {
        push(&mut pointer, key);
    }
    pointer
}
