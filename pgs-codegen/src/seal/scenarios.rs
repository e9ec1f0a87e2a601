//! The scenarios of workflows: what authors write becomes JSON, one list a file, and nothing else of it changes.
//!
//! No hash of an artifact knows them, so a scenario may change without a new protocol. What they say is read by `pgs test`.

use std::path::Path;

use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::snapshot::{file, yaml};
use pgs_value::snapshot::SCENARIOS;
use pgs_value::{Map, Value, json, object};

use super::source::malformed;

/// The extensions of files with scenarios.
const EXTENSIONS: [&str; 4] = ["yaml", "yml", "json", "md"];

/// The key of a list of scenarios.
const LIST: &str = "scenarios";

/// The sealed documents of a `scenarios/` folder, by their path below the snapshot's root.
pub fn documents(folder: &Path, diagnostics: &mut Diagnostics) -> Vec<(String, Value)> {
    let mut documents: Vec<(String, Value)> = Vec::new();
    for extension in EXTENSIONS {
        for path in file::files(folder, extension, diagnostics) {
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            if stem.eq_ignore_ascii_case("readme") {
                continue;
            }
            let sealed = format!("{SCENARIOS}/{stem}.json");
            if documents.iter().any(|(other, _)| *other == sealed) {
                let message = format!("another file of scenarios is called `{stem}` too");
                diagnostics.push(malformed(&path, message, "call one of the two otherwise"));
            } else if let Some(list) = document(&path, &stem, extension, diagnostics) {
                documents.push((sealed, object([(LIST, list.into())])));
            }
        }
    }
    documents
}

fn document(path: &Path, stem: &str, extension: &str, diagnostics: &mut Diagnostics) -> Option<Vec<Value>> {
    let text = file::text(path, diagnostics)?;
    let parsed = match extension {
        "json" => json::parse(&text).map_err(|error| error.to_string()).and_then(|it| list(it, stem)),
        "md" => of_markdown(&text, stem),
        _ => of_yaml(&text, 0).and_then(|it| list(it, stem)),
    };
    let remedy = "correct it; docs/scenarios.md has the form of scenarios";
    parsed.map_err(|message| diagnostics.push(malformed(path, message, remedy))).ok()
}

/// The scenarios of every block of Markdown; one without a name has that of the heading above it.
fn of_markdown(text: &str, stem: &str) -> Result<Vec<Value>, String> {
    let mut all = Vec::new();
    for block in yaml::markdown::blocks(text) {
        all.extend(list(of_yaml(&block.text, block.line)?, block.name.as_deref().unwrap_or(stem))?);
    }
    Ok(all)
}

/// The scenarios of a document, each with its name and all that holds for it.
fn list(document: Value, name: &str) -> Result<Vec<Value>, String> {
    match document {
        Value::Array(items) => several(&Map::new(), items, name),
        Value::Object(mut defaults) => match defaults.shift_remove(LIST) {
            Some(Value::Array(items)) => several(&defaults, items, name),
            Some(_) => Err(format!("`{LIST}` is no list")),
            None => Ok(vec![Value::Object(named(defaults, name.to_owned()))]),
        },
        _ => Err("it holds no scenario: an object with `steps`, or a list of such objects".to_owned()),
    }
}

fn several(defaults: &Map<String, Value>, items: Vec<Value>, name: &str) -> Result<Vec<Value>, String> {
    let whole = |(n, item): (usize, Value)| match item {
        Value::Object(own) => Ok(Value::Object(named(within(defaults, own), format!("{name} {}", n + 1)))),
        _ => Err(format!("item {} of the list is no scenario: an object with `steps`", n + 1)),
    };
    items.into_iter().enumerate().map(whole).collect()
}

/// A scenario with what holds for all of its file: of state and answers, those that it does not say itself.
fn within(defaults: &Map<String, Value>, own: Map<String, Value>) -> Map<String, Value> {
    let mut whole = defaults.clone();
    for (key, value) in own {
        match (whole.get_mut(&key), value) {
            (Some(Value::Object(outer)), Value::Object(inner)) if ["seed_data", "answers"].contains(&key.as_str()) => {
                outer.extend(inner);
            }
            (_, value) => drop(whole.insert(key, value)),
        }
    }
    whole
}

fn named(mut scenario: Map<String, Value>, name: String) -> Map<String, Value> {
    if !scenario.contains_key("name") {
        scenario.insert("name".to_owned(), name.into());
    }
    scenario
}

fn of_yaml(text: &str, lines_before: usize) -> Result<Value, String> {
    let document = yaml::parse(text)
        .map_err(|error| format!("{} at line {}, column {}", error.message, error.line + lines_before, error.column))?;
    match document.duplicates.first() {
        Some(twice) => {
            Err(format!("the key `{}` stands twice, again at line {}", twice.key, twice.line + lines_before))
        }
        None => Ok(document.value),
    }
}
