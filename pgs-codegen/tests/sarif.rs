//! `check --format json`: SARIF 2.1.0.
//!
//! The log is held against what the schema of the standard requires of the parts that are written: the required
//! properties, the words that are allowed, and no property that the schema does not know.

mod protocols;

use std::path::{Path, PathBuf};
use std::process::Command;

use pgs_protocol::diagnostic::Code;
use pgs_protocol::report;
use pgs_value::{Value, json};
use protocols::{Protocol, folder, project};

/// The objects of the schema that are written: name, required properties, other properties.
const OBJECTS: [(&str, &[&str], &[&str]); 14] = [
    ("log", &["version", "runs"], &["$schema"]),
    ("run", &["tool"], &["results", "columnKind"]),
    ("tool", &["driver"], &[]),
    ("driver", &["name"], &["semanticVersion", "rules"]),
    ("rule", &["id"], &["name", "shortDescription", "fullDescription", "help", "defaultConfiguration"]),
    ("multiformat", &["text"], &["markdown"]),
    ("configuration", &[], &["level"]),
    ("result", &["message"], &["ruleId", "ruleIndex", "level", "locations", "relatedLocations", "suppressions"]),
    ("message", &["text"], &[]),
    ("location", &[], &["physicalLocation", "logicalLocations"]),
    ("physical", &[], &["artifactLocation", "region"]),
    ("artifact", &[], &["uri"]),
    ("region", &[], &["startLine", "startColumn", "endLine", "endColumn"]),
    ("suppression", &["kind"], &["justification"]),
];

/// The object at a place, as the schema wants it.
fn object<'a>(value: &'a Value, name: &str) -> &'a pgs_value::Map<String, Value> {
    let (_, required, optional) = OBJECTS.iter().find(|(known, ..)| *known == name).unwrap();
    let object = value.as_object().unwrap_or_else(|| panic!("{name} is no object: {value}"));
    let missing: Vec<_> = required.iter().filter(|key| !object.contains_key(**key)).collect();
    assert!(missing.is_empty(), "{name} lacks {missing:?}");
    let unknown: Vec<_> =
        object.keys().filter(|key| !required.contains(&key.as_str()) && !optional.contains(&key.as_str())).collect();
    assert!(unknown.is_empty(), "{name} has {unknown:?}");
    object
}

fn items<'a>(value: &'a Value, what: &str) -> &'a [Value] {
    value.as_array().unwrap_or_else(|| panic!("{what} is no list: {value}"))
}

fn text<'a>(value: &'a Value, what: &str) -> &'a str {
    value.as_str().filter(|text| !text.is_empty()).unwrap_or_else(|| panic!("{what} is no text: {value}"))
}

/// Checks a whole log; its results.
fn validated(log: &Value) -> &[Value] {
    object(log, "log");
    assert_eq!(log["version"], "2.1.0");
    let runs = items(&log["runs"], "runs");
    assert_eq!(runs.len(), 1);
    object(&runs[0], "run");
    assert_eq!(runs[0]["columnKind"], "utf16CodeUnits");
    object(&runs[0]["tool"], "tool");
    object(&runs[0]["tool"]["driver"], "driver");
    let rules = items(&runs[0]["tool"]["driver"]["rules"], "rules");
    for rule in rules {
        validate_rule(rule);
    }
    let results = items(&runs[0]["results"], "results");
    for result in results {
        validate_result(result, rules);
    }
    results
}

fn validate_rule(rule: &Value) {
    object(rule, "rule");
    for part in ["shortDescription", "fullDescription", "help"] {
        object(&rule[part], "multiformat");
        text(&rule[part]["text"], part);
    }
    object(&rule["defaultConfiguration"], "configuration");
    validate_level(&rule["defaultConfiguration"]["level"]);
}

fn validate_result(result: &Value, rules: &[Value]) {
    object(result, "result");
    object(&result["message"], "message");
    text(&result["message"]["text"], "message");
    validate_level(&result["level"]);
    let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
    assert_eq!(rule["id"], result["ruleId"], "the index and the id name one rule");
    let places = ["locations", "relatedLocations"].iter().filter_map(|key| result.get(*key));
    for location in places.flat_map(|it| items(it, "locations")) {
        object(location, "location");
        object(&location["physicalLocation"], "physical");
        object(&location["physicalLocation"]["artifactLocation"], "artifact");
        validate_uri(text(&location["physicalLocation"]["artifactLocation"]["uri"], "uri"));
        if let Some(region) = location["physicalLocation"].get("region") {
            validate_region(region);
        }
    }
    for suppression in result.get("suppressions").map_or(&[][..], |it| items(it, "suppressions")) {
        object(suppression, "suppression");
        assert!(["inSource", "external"].contains(&text(&suppression["kind"], "kind")));
    }
}

fn validate_level(level: &Value) {
    assert!(["none", "note", "warning", "error"].contains(&text(level, "level")), "{level}");
}

fn validate_region(region: &Value) {
    object(region, "region");
    let number = |key: &str| region[key].as_u64().filter(|it| *it >= 1).unwrap_or_else(|| panic!("{key}: {region}"));
    let (start, end) = ((number("startLine"), number("startColumn")), (number("endLine"), number("endColumn")));
    assert!(start < end, "a region has an extent: {region}");
}

/// RFC 3986: no character of a reference stands for itself that must not.
fn validate_uri(uri: &str) {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%:".contains(&byte);
    assert!(uri.bytes().all(is_allowed) && !uri.contains("//") || uri.starts_with("file:///"), "{uri}");
}

/// What `check --format json` prints in this folder, and its exit status.
fn checked(working: &Path, arguments: &[&str]) -> (Value, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pgs-codegen"));
    let output = command.current_dir(working).args(["check", "--format", "json"]).args(arguments).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    (pgs_value::from_slice(&output.stdout).unwrap(), output.status.code())
}

/// The protocol without fault but for one edge, in a folder whose name has to be encoded.
fn unrouted(settings: &str) -> (tempfile::TempDir, PathBuf) {
    let protocol = Protocol::new(Some(&folder("diagnostics/base")));
    let path = "protocol/workflows/shop__WF_ORDER_V0.md";
    let text = std::fs::read_to_string(protocol.home().join(path)).unwrap();
    protocol.write(path, &text.replace("        TOO_DEAR: REFUSED\n", ""));
    protocol.write("pgs.toml", settings);
    protocol.add_capabilities();
    assert!(!protocol.seal().has_errors());
    let working = tempfile::tempdir().unwrap();
    let home = working.path().join("ein Laden für alle");
    std::fs::create_dir(&home).unwrap();
    for file in protocols::files(protocol.home()) {
        let to = home.join(file.strip_prefix(protocol.home()).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(file, to).unwrap();
    }
    (working, home)
}

#[test]
fn a_result_names_the_file_and_marks_the_place() {
    let (working, home) = unrouted("");
    let (log, status) = checked(working.path(), &["ein Laden für alle"]);
    assert_eq!(status, Some(0));
    let [result] = validated(&log) else { panic!("one result: {log}") };
    assert_eq!((&result["ruleId"], &result["level"]), (&json!("W003"), &json!("warning")));
    let message = text(&result["message"]["text"], "message");
    for part in ["can end with TOO_DEAR", "Why it matters: A run then ends", "What to do: add an edge for TOO_DEAR"] {
        assert!(message.contains(part), "{message}");
    }
    let place = &result["locations"][0]["physicalLocation"];
    let below = "protocol_snapshot/artifacts/workflows/shop__WF_ORDER_V0.json";
    assert_eq!(place["artifactLocation"]["uri"], format!("ein%20Laden%20f%C3%BCr%20alle/{below}"));
    // The region is the whole member `next` of the node `PRICE`, as it stands in the file.
    let text = std::fs::read_to_string(home.join(below)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let number = |key: &str| usize::try_from(place["region"][key].as_u64().unwrap()).unwrap();
    assert!(lines[number("startLine") - 1][number("startColumn") - 1..].starts_with("\"next\": {"));
    assert!(lines[number("endLine") - 1][..number("endColumn") - 1].ends_with('}'));
    assert!(number("endLine") > number("startLine"));
    let name = result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].as_str().unwrap();
    assert_eq!(name, "shop::WF_ORDER_V0#/frontmatter/core/nodes/PRICE/next");
}

#[test]
fn every_code_is_a_rule_with_its_help() {
    let (working, _) = unrouted("");
    let (log, _) = checked(working.path(), &["ein Laden für alle"]);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), Code::ALL.len());
    for (code, rule) in Code::ALL.iter().zip(rules) {
        assert_eq!(rule["id"], code.id());
        assert_eq!(rule["help"]["markdown"], code.explanation().text);
    }
}

#[test]
fn what_is_allowed_is_suppressed_and_what_is_denied_is_an_error() {
    let (working, _) = unrouted("[diagnostics]\nW003 = \"allow\"\n");
    let (log, status) = checked(working.path(), &["ein Laden für alle"]);
    assert_eq!(status, Some(0));
    let [result] = validated(&log) else { panic!("one result: {log}") };
    assert_eq!(result["suppressions"][0]["justification"], "allowed by pgs.toml");
    let (working, _) = unrouted("[diagnostics]\nW003 = \"deny\"\n");
    let (log, status) = checked(working.path(), &["ein Laden für alle"]);
    assert_eq!(status, Some(1));
    assert_eq!(validated(&log)[0]["level"], "error");
}

#[test]
fn columns_count_utf16() {
    let (working, home) = unrouted("");
    let path = home.join("pgs.toml");
    std::fs::write(&path, "[diagnostics]\n\"𝔚003\" = \"allow\"\n").unwrap();
    let (log, status) = checked(working.path(), &["ein Laden für alle"]);
    assert_eq!(status, Some(1));
    let result = validated(&log).iter().find(|it| it["ruleId"] == "E022").unwrap();
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region, &json!({"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 18}));
}

#[test]
fn files_elsewhere_are_named_by_file_uris() {
    let (_working, home) = unrouted("");
    let other = tempfile::tempdir().unwrap();
    let (log, _) = checked(other.path(), &[home.to_str().unwrap()]);
    let [result] = validated(&log) else { panic!("one result: {log}") };
    let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.starts_with("file:///") && uri.ends_with("/shop__WF_ORDER_V0.json"), "{uri}");
}

#[test]
fn logs_of_the_samples_are_valid() {
    for sample in ["library", "parcels"] {
        let compiled = protocols::compile(
            &[project().join("snapshots").join(sample).join("protocol_snapshot")],
            &project().join("generated"),
        );
        let log = pgs_value::from_str(&report::sarif(&compiled.diagnostics, &project())).unwrap();
        validated(&log);
    }
}
