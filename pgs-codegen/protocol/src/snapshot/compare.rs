//! Where two JSON values first differ.

use std::collections::BTreeSet;

use pgs_value::{Map, Number, Value};
use pgs_yaml::is_integer;

/// A place where two values differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference<'a> {
    /// The keys that lead there.
    pub path: Vec<String>,
    /// What stands there on the left; `None` if nothing does.
    pub left: Option<&'a Value>,
    /// What stands there on the right; `None` if nothing does.
    pub right: Option<&'a Value>,
}

/// The first place, in the order of keys, where two objects differ. `skip` names the places that are not compared.
pub fn first_difference<'a>(
    left: &'a Map<String, Value>,
    right: &'a Map<String, Value>,
    skip: &dyn Fn(&[String]) -> bool,
) -> Option<Difference<'a>> {
    objects(left, right, &mut Vec::new(), skip)
}

fn objects<'a>(
    left: &'a Map<String, Value>,
    right: &'a Map<String, Value>,
    path: &mut Vec<String>,
    skip: &dyn Fn(&[String]) -> bool,
) -> Option<Difference<'a>> {
    let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    keys.into_iter().find_map(|key| {
        path.push(key.clone());
        let found = if skip(path) { None } else { places(left.get(key), right.get(key), path, skip) };
        path.pop();
        found
    })
}

fn places<'a>(
    left: Option<&'a Value>,
    right: Option<&'a Value>,
    path: &mut Vec<String>,
    skip: &dyn Fn(&[String]) -> bool,
) -> Option<Difference<'a>> {
    let same = match (left, right) {
        (Some(Value::Object(left)), Some(Value::Object(right))) => return objects(left, right, path, skip),
        (Some(Value::Array(left)), Some(Value::Array(right))) => return arrays(left, right, path, skip),
        (Some(Value::Number(left)), Some(Value::Number(right))) => same_number(left, right),
        (left, right) => left == right,
    };
    if same { None } else { Some(Difference { path: path.clone(), left, right }) }
}

fn arrays<'a>(
    left: &'a [Value],
    right: &'a [Value],
    path: &mut Vec<String>,
    skip: &dyn Fn(&[String]) -> bool,
) -> Option<Difference<'a>> {
    (0..left.len().max(right.len())).find_map(|index| {
        path.push(index.to_string());
        let found = places(left.get(index), right.get(index), path, skip);
        path.pop();
        found
    })
}

/// Integers by their digits, floats by their value; an integer is not a float, since the two print differently.
fn same_number(left: &Number, right: &Number) -> bool {
    match (is_integer(left), is_integer(right)) {
        (true, true) => digits(left) == digits(right),
        (false, false) => left.as_f64().is_some() && left.as_f64() == right.as_f64(),
        _ => false,
    }
}

fn digits(number: &Number) -> String {
    let text = number.to_string();
    if text == "-0" { "0".to_owned() } else { text }
}
