//! The test cases of transforms.

use std::path::Path;

use pgs_protocol::diagnostic::{Code, Diagnostic, Diagnostics, pointer};
use pgs_protocol::snapshot::{ArtifactKind, file};
use pgs_value::snapshot::CONFORMANCE;
use pgs_value::{Map, Value, json};

use super::source::{Source, malformed};
use super::{artifact, text_at};

/// The sealed cases of a `conformance/` folder, by their path below the snapshot's root.
pub fn cases(folder: &Path, sources: &[Source], diagnostics: &mut Diagnostics) -> Vec<(String, Value)> {
    let mut cases = Vec::new();
    for path in file::files(folder, "json", diagnostics) {
        cases.extend(case(&path, sources, diagnostics));
    }
    cases
}

fn case(path: &Path, sources: &[Source], diagnostics: &mut Diagnostics) -> Option<(String, Value)> {
    let stem = path.file_stem()?.to_string_lossy().into_owned();
    let parts: Vec<_> = stem.splitn(3, "__").collect();
    let [namespace, code, name] = parts.as_slice() else {
        let message = format!("`{stem}.json` does not name a case");
        diagnostics.push(malformed(path, message, "name the file `<namespace>__<CT>__<case>.json`"));
        return None;
    };
    let fqdn = format!("{namespace}::{code}");
    let Some(transform) = sources.iter().find(|it| it.fqdn == fqdn && it.kind == Some(ArtifactKind::Transform)) else {
        let message = format!("the case tests `{fqdn}`, which no transform is called");
        let remedy = "correct the name of the file, or write the transform";
        diagnostics.push(Diagnostic { code: Code::DanglingReference, ..malformed(path, message, remedy) });
        return None;
    };
    let written = file::object(path, diagnostics)?;
    check(path, &written, diagnostics);
    Some((format!("{CONFORMANCE}/{stem}.json"), sealed(transform, name, written)))
}

fn check(path: &Path, written: &Map<String, Value>, diagnostics: &mut Diagnostics) {
    let mut say = |key: &str, message: String, remedy: &str| {
        diagnostics.push(Diagnostic { pointer: pointer([key]), ..malformed(path, message, remedy) });
    };
    for key in ["inputs", "expected"] {
        if !written.get(key).is_some_and(Value::is_object) {
            say(key, format!("the case has no object `{key}`"), "add it; it may be empty");
        }
    }
    if !matches!(written.get("expected_outcome").and_then(Value::as_str), Some("SUCCESS" | "VIOLATION")) {
        say("expected_outcome", "the case expects no outcome".to_owned(), "write \"SUCCESS\" or \"VIOLATION\"");
    }
    if written.get("assertions").is_some_and(|it| !it.is_object()) {
        say("assertions", "`assertions` is not an object".to_owned(), "write one assertion by the name of each output");
    }
    let known = ["inputs", "expected", "assertions", "expected_outcome"];
    for key in written.keys().filter(|key| !known.contains(&key.as_str())) {
        say(key, format!("a case has no part `{key}`"), "use inputs, expected, assertions and expected_outcome");
    }
}

fn sealed(transform: &Source, name: &str, mut written: Map<String, Value>) -> Value {
    let mut take = |key: &str| written.shift_remove(key);
    let mut call = artifact::call(transform);
    if let Some(call) = call.as_object_mut() {
        call.insert("input_types".to_owned(), input_types(transform));
        call.insert("inputs".to_owned(), take("inputs").unwrap_or_default());
    }
    let mut sealed = json!({
        "artifact_type": "CT_CONFORMANCE",
        "ct_fqdn": transform.fqdn,
        "ct_ir": call,
        "expected": take("expected"),
        "expected_outcome": take("expected_outcome"),
        "fqdn": format!("{}::{name}", transform.fqdn),
        "test_data_source": format!("{}::TEST_DATA_{}", transform.namespace, transform.code),
    });
    if let (Some(assertions), Some(sealed)) = (take("assertions"), sealed.as_object_mut()) {
        sealed.insert("assertions".to_owned(), assertions);
    }
    sealed
}

fn input_types(transform: &Source) -> Value {
    let inputs = artifact::declared(transform, "inputs").into_iter().flatten();
    inputs.map(|(name, schema)| (name.clone(), Value::from(text_at(schema, &["type"]).unwrap_or("any")))).collect()
}
