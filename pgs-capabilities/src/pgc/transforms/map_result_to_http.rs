//! `capability_transforms::CT_PURE_MAP_RESULT_TO_HTTP_V0`: how a workflow's end is said in HTTP.

use pgs_rt::{Failure, Field, Map, Value};
use serde::{Deserialize, Serialize};

use super::any_value::is_hashable;
use crate::transforms::map_result_to_http as pgs;
pub use crate::transforms::map_result_to_http::Inputs;

pgs_rt::described! {
    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// What the mapping has for the result status, of whatever type; 500 where it has nothing.
        pub http_status: Value,
        /// `status`, `exit_reason_code`, `trace_id`, `result_payload`, and `error_code` and `message` if there are any.
        pub response_body: Map<String, Value>,
        /// The result status.
        pub result_status: String,
    }
}

/// Maps the result. Never refuses; what is no object is a fault, and what is missing counts as empty.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let result = or_empty("execution_result", inputs.execution_result)?;
    let mapping = or_empty("mapping", inputs.mapping)?;
    let has_failed = result.get("status").and_then(Value::as_str) == Some("FAILED");
    if has_failed && result.get("exit_reason_code").is_some_and(|reason| !is_hashable(reason)) {
        return Err(Failure::fault("`execution_result`: `exit_reason_code` is a list or an object"));
    }
    let status = pgs::result_status(&result);
    let http_status = mapping.get(status).cloned().unwrap_or_else(|| Value::from(pgs::INTERNAL_SERVER_ERROR));
    Ok(Outputs { http_status, response_body: pgs::body(&result), result_status: status.to_owned() })
}

fn or_empty(name: &str, field: Field<Map<String, Value>>) -> Result<Map<String, Value>, Failure> {
    if field.is_unset() { Ok(Map::new()) } else { field.required(name).map_err(Failure::Fault) }
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn mapped(inputs: Value) -> Result<Value, Failure> {
        run(pgs_value::from_value(inputs).unwrap()).map(|outputs| json!(outputs))
    }

    #[test]
    fn what_is_missing_counts_as_empty() {
        let body = json!({"status": "BACKEND_ERROR", "exit_reason_code": null, "trace_id": null, "result_payload": {}});
        let expected = json!({"http_status": 500, "response_body": body, "result_status": "BACKEND_ERROR"});
        assert_eq!(mapped(json!({})), Ok(expected));
    }

    #[test]
    fn the_mapping_may_give_any_value() {
        let inputs = json!({"execution_result": {"status": "SUCCESS"}, "mapping": {"SUCCESS": "200"}});
        assert_eq!(mapped(inputs).unwrap()["http_status"], "200");
    }

    #[test]
    fn other_types_are_faults() {
        for inputs in [
            json!({"execution_result": null}),
            json!({"mapping": [1]}),
            json!({"execution_result": {"status": "FAILED", "exit_reason_code": []}}),
        ] {
            assert!(mapped(inputs).unwrap_err().is_fault());
        }
    }
}
