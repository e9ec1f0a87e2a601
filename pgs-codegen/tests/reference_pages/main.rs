//! docs/reference/ is what `pgs-codegen reference` writes; keys of the reader, pages and JSON Schemas name the same.
//!
//! `PGS_UPDATE_EXPECTED=1` writes the pages anew.

mod descriptions;
mod json_schema;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pgs_codegen::author::{ALL, Kind};
use pgs_codegen::reference;
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::keys::{self, Form, Key, Role, WORDS};
use pgs_protocol::snapshot;
use pgs_value::{Map, Value};

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files_below(folder: &Path, below: &Path, files: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files_below(&path, below, files);
        } else {
            files.insert(path.strip_prefix(below).unwrap().to_string_lossy().into_owned());
        }
    }
}

#[test]
fn the_committed_pages_are_what_is_written() {
    let folder = project().join("docs/reference");
    let pages: BTreeMap<String, String> = reference::pages().unwrap().into_iter().collect();
    if std::env::var_os("PGS_UPDATE_EXPECTED").is_some_and(|value| value == "1") {
        let _ = fs::remove_dir_all(&folder);
        for (name, text) in &pages {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let mut found = BTreeSet::new();
    files_below(&folder, &folder, &mut found);
    assert_eq!(found, pages.keys().cloned().collect(), "PGS_UPDATE_EXPECTED=1 writes them");
    for (name, text) in pages {
        assert!(fs::read_to_string(folder.join(&name)).unwrap() == text, "{name}: PGS_UPDATE_EXPECTED=1 writes it");
    }
}

/// Every link between the pages leads to a page, and to a heading of it.
#[test]
fn links_lead_somewhere() {
    let pages: BTreeMap<String, String> = reference::pages().unwrap().into_iter().collect();
    let folder = project().join("docs/reference");
    let mut wrong = Vec::new();
    for (name, text) in pages.iter().filter(|(name, _)| !name.starts_with("schemas/")) {
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let from = folder.join(name);
            let target = if path.is_empty() { from.clone() } else { from.parent().unwrap().join(path) };
            let Ok(target) = fs::read_to_string(&target) else {
                wrong.push(format!("{name}: {link}"));
                continue;
            };
            let slug = |line: &str| line.trim_start_matches(['#', ' ']).to_lowercase().replace(' ', "-");
            if !heading.is_empty() && !target.lines().any(|line| line.starts_with('#') && slug(line) == heading) {
                wrong.push(format!("{name}: {link} has no such heading"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The keys of a kind, those below others too.
fn keys_of(kind: Kind) -> Vec<Key> {
    let mut found = Vec::new();
    for key in keys::of_block(kind.kind).chain(keys::of_core(kind.kind)) {
        collect(key, &mut found);
    }
    found
}

fn collect(key: &Key, found: &mut Vec<Key>) {
    found.push(*key);
    match key.form {
        Form::Object(keys) | Form::Objects(_, keys) => keys.iter().for_each(|key| collect(key, found)),
        Form::Variants(_, keys, variants) | Form::List(keys, variants) => {
            keys.iter().chain(variants.iter().flat_map(|it| it.keys)).for_each(|key| collect(key, found));
        }
        Form::Text
        | Form::OneOf(_)
        | Form::Truth
        | Form::Texts
        | Form::Reference(_)
        | Form::References(_)
        | Form::Condition
        | Form::Bindings
        | Form::Schemas
        | Form::TextsByName(_)
        | Form::Value => {}
    }
}

#[test]
fn every_key_stands_in_a_page_and_in_a_schema() {
    let pages: BTreeMap<String, String> = reference::pages().unwrap().into_iter().collect();
    for kind in ALL {
        let page = &pages[&format!("{}.md", kind.word)];
        let schema: Value = pgs_value::from_str(&pages[&format!("schemas/{}.schema.json", kind.word)]).unwrap();
        let mut properties = BTreeSet::new();
        json_schema::properties(&schema, &mut properties);
        for key in keys_of(kind) {
            assert!(page.contains(&format!("| `{}` |", key.name)), "{}: no page names {}", kind.word, key.name);
            assert!(properties.remove(key.name) || keys_of(kind).iter().filter(|it| it.name == key.name).count() > 1);
        }
        for word in WORDS {
            properties.remove(word.name);
            assert!(pages["schemas.md"].contains(&format!("| `{}` |", word.name)), "{}", word.name);
        }
        let known: BTreeSet<&str> = keys_of(kind).iter().map(|key| key.name).collect();
        properties.retain(|name| !known.contains(name.as_str()));
        assert!(properties.is_empty(), "{}: only the schema knows {properties:?}", kind.word);
    }
}

/// What stands in quotes in the files that read artifacts.
fn read_words() -> BTreeSet<String> {
    let source = project().join("pgs-codegen/protocol/src");
    let mut words = BTreeSet::new();
    for folder in ["protocol", "snapshot"] {
        let mut files = BTreeSet::new();
        files_below(&source.join(folder), &source, &mut files);
        for file in files {
            let text = fs::read_to_string(source.join(file)).unwrap();
            words.extend(text.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    words
}

#[test]
fn what_is_said_to_be_executed_is_read() {
    let words = read_words();
    for kind in ALL {
        for key in keys_of(kind).iter().filter(|key| key.role != Role::ForPeople) {
            assert!(words.contains(key.name), "{}: nothing reads {}", kind.word, key.name);
        }
    }
}

/// The other way round: `part.text("next")` and the like name keys of the table.
#[test]
fn what_is_read_stands_in_the_table() {
    let folder = project().join("pgs-codegen/protocol/src/protocol/read");
    let mut known: BTreeSet<&str> = ALL.iter().flat_map(|kind| keys_of(*kind)).map(|key| key.name).collect();
    // Attributes of entities are values, of which two parts are looked at.
    known.extend(["name", "enum"]);
    let mut files = BTreeSet::new();
    files_below(&folder, &folder, &mut files);
    let mut count = 0;
    for file in files {
        let text = fs::read_to_string(folder.join(&file)).unwrap();
        for call in [
            "text",
            "optional_text",
            "required_text",
            "list",
            "object",
            "objects",
            "texts",
            "bindings",
            "schemas",
            "below",
            "get",
        ] {
            for rest in text.split(&format!(".{call}(\"")).skip(1) {
                let key = rest.split('"').next().unwrap();
                assert!(known.contains(key), "{file} reads {key}, and the table has no such key");
                count += 1;
            }
        }
    }
    assert!(count > 30, "{count} keys are read");
}

#[test]
fn every_artifact_of_the_samples_meets_the_schema_of_its_kind() {
    let schemas: BTreeMap<String, Value> =
        reference::schemas().into_iter().map(|(name, text)| (name, pgs_value::from_str(&text).unwrap())).collect();
    let mut count = 0;
    for sample in ["library", "parcels"] {
        let mut diagnostics = Diagnostics::default();
        let root = project().join("snapshots").join(sample).join("protocol_snapshot");
        let snapshot = snapshot::read(&root, &mut diagnostics).unwrap();
        for artifact in snapshot.artifacts.values() {
            let schema = &schemas[&format!("{}.schema.json", Kind::of(artifact.kind).word)];
            let wrong = json_schema::violations(schema, &Value::Object(artifact.frontmatter.clone()));
            assert_eq!(wrong, Vec::<String>::new(), "{}", artifact.fqdn);
            count += 1;
        }
    }
    assert!(count > 100, "{count} artifacts");
}

#[test]
fn a_misspelt_key_does_not_meet_the_schema() {
    let (_, schema) = reference::schemas().into_iter().find(|(name, _)| name == "workflow.schema.json").unwrap();
    let schema: Value = pgs_value::from_str(&schema).unwrap();
    let block = |node: &str| {
        let text = format!(r#"{{"wf_code": "WF_A_V0", "core": {{"start_node": "A", "nodes": {{"A": {node}}}}}}}"#);
        pgs_value::from_str::<Value>(&text).unwrap()
    };
    let violations = |node: &str| json_schema::violations(&schema, &block(node));
    assert_eq!(violations(r#"{"type": "CC", "code": "CC_A_V0", "next": {"SUCCESS": "B"}}"#), Vec::<String>::new());
    assert_eq!(violations(r#"{"type": "CC", "code": "CC_A_V0", "nexts": {}}"#), ["/core/nodes/A/nexts is unknown"]);
    assert_eq!(violations(r#"{"type": "CC", "next": {}}"#), ["/core/nodes/A is none of what it may be"]);
    assert_eq!(violations(r#"{"type": "EXITS"}"#).len(), 1);
    let empty = Value::Object(Map::new());
    assert_eq!(json_schema::violations(&schema, &empty), ["/ lacks core"]);
}
