//! State before and after.

use pgs_rt::store::{DeclaredStore, StoreKind, normal_path};
use pgs_rt::{Map, Value};
use pgs_store_memory::{Contents, Memory};

use crate::compare::differences;
use crate::near;
use crate::report::{Finding, Place, What};
use crate::scenario::StoreAfter;

/// Memory that holds this; and why some of it is nothing that a store holds.
pub fn before(seed_data: &Map<String, Value>, stores: &[DeclaredStore]) -> (Memory, Vec<Finding>) {
    let (memory, mut findings) = (Memory::default(), Vec::new());
    for (path, value) in seed_data {
        match seed(path, value, stores) {
            Ok(contents) => memory.set(path, contents),
            Err(sentence) => {
                let sentence = format!("seed_data `{path}`: {sentence}");
                findings.push(Finding::says(Place::Scenario, sentence));
            }
        }
    }
    (memory, findings)
}

fn seed(path: &str, value: &Value, stores: &[DeclaredStore]) -> Result<Contents, String> {
    let kind = kind_of(path, stores)?;
    let contents = match value {
        Value::String(text) => Contents::of_text(kind, text),
        value => Contents::of_value(value.clone()),
    };
    let fits = |contents: &Contents| match (contents, kind) {
        (Contents::Object(_), StoreKind::Object) | (Contents::Lines(_), StoreKind::Registry | StoreKind::Log) => true,
        (Contents::Lines(_), StoreKind::Object) | (Contents::Object(_), StoreKind::Registry | StoreKind::Log) => false,
    };
    contents.filter(fits).ok_or_else(|| match kind {
        StoreKind::Object => "the store holds an object, keys with their values".to_owned(),
        StoreKind::Registry | StoreKind::Log => "the store holds a list of objects, one a line".to_owned(),
    })
}

/// What the store at this path keeps.
fn kind_of(path: &str, stores: &[DeclaredStore]) -> Result<StoreKind, String> {
    let wanted = normal_path(path);
    let paths = || stores.iter().filter_map(|store| Some((normal_path(store.at.path?), store.kind)));
    if let Some((_, kind)) = paths().find(|(path, _)| *path == wanted) {
        return Ok(kind);
    }
    let paths: Vec<String> = paths().map(|(path, _)| path).collect();
    let near = near::nearest(&wanted, paths.iter().map(String::as_str)).map(|path| format!("; did you mean `{path}`?"));
    Err(format!("no store lies there{}", near.unwrap_or_default()))
}

/// Where state differs from the expected one.
pub fn after(expected: &Map<String, StoreAfter>, memory: &Memory, stores: &[DeclaredStore]) -> Vec<Finding> {
    expected.iter().filter_map(|(path, expected)| store_after(path, expected, memory, stores)).collect()
}

/// What a store holds, in the form of what is expected: nothing is as good as empty, and the file of a registry with one
/// line is one object.
fn as_expected(found: Option<Value>, expected: &Value) -> Value {
    match (found, expected) {
        (Some(Value::Array(mut lines)), Value::Object(_)) if lines.len() == 1 => lines.swap_remove(0),
        (Some(found), _) => found,
        (None, Value::Array(_)) => Value::Array(Vec::new()),
        (None, _) => Value::Object(Map::new()),
    }
}

fn store_after(path: &str, expected: &StoreAfter, memory: &Memory, stores: &[DeclaredStore]) -> Option<Finding> {
    let place = Place::Store(path.to_owned());
    if let Err(sentence) = kind_of(path, stores) {
        return Some(Finding::says(place, sentence));
    }
    let found = memory.contents(path).map(|contents| contents.to_value());
    match (expected, found) {
        (StoreAfter::Absent, None) => None,
        (StoreAfter::Absent, Some(_)) => Some(Finding::says(place, "nothing was to be written to it")),
        (StoreAfter::Holds(expected), found) => {
            let found = as_expected(found, expected);
            let differences = differences("", expected, &found);
            (!differences.is_empty()).then(|| Finding { place, what: What::Differs(differences), because: Vec::new() })
        }
    }
}
