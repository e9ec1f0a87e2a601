//! The test cases of transforms, each as a call with what is expected of it.

use pgs_value::{Value, json};

use super::composition::Members;
use super::error::{SealError, SealProblem};
use super::lowered;
use super::source::Source;

/// The cases of a domain's test data, by path.
pub fn files(domain: &str, members: &Members<'_>) -> Result<Vec<(String, Value)>, SealError> {
    let mut files = Vec::new();
    for source in members.all.values().filter(|it| it.kind.artifact_type == "TEST_DATA") {
        let target = source.at(&["target"]).and_then(Value::as_str).unwrap_or_default();
        let transform = members.all.get(target).copied().filter(|it| it.kind.artifact_type == "CT");
        let transform =
            transform.ok_or_else(|| source.wrong("/target", SealProblem::UnknownTransform(target.to_owned())))?;
        let cases = source.at(&["cases"]).and_then(Value::as_array).into_iter().flatten();
        for (n, case) in cases.enumerate() {
            let form = SealProblem::Form { key: "case_id", wanted: "text" };
            let name = case.get("case_id").and_then(Value::as_str);
            let name = name.ok_or_else(|| source.wrong(&format!("/cases/{n}/case_id"), form))?;
            let path = format!("transform_conformance/{domain}/{}__{name}.json", target.replace("::", "__"));
            files.push((path, sealed(source, transform, name, case, members)?));
        }
    }
    Ok(files)
}

fn sealed(
    source: &Source,
    transform: &Source,
    name: &str,
    case: &Value,
    members: &Members<'_>,
) -> Result<Value, SealError> {
    let mut call = lowered::transform(transform, members)?;
    call.insert("inputs".to_owned(), case.get("bindings").cloned().unwrap_or_default());
    call.insert("input_types".to_owned(), lowered::input_types(transform));
    let mut sealed = json!({
        "artifact_type": "CT_CONFORMANCE",
        "fqdn": format!("{}::{name}", transform.fqdn),
        "ct_fqdn": transform.fqdn,
        "ct_ir": call,
        "expected_outcome": case.get("expected_outcome"),
        "test_data_source": source.fqdn,
    });
    for key in ["expected", "assertions", "recorded"] {
        if let (Some(value), Some(sealed)) = (case.get(key), sealed.as_object_mut()) {
            sealed.insert(key.to_owned(), value.clone());
        }
    }
    Ok(sealed)
}
