//! `capability_transforms::CT_PURE_MAP_RESULT_TO_HTTP_V0`: how a workflow's end is said in HTTP.

use pgs_rt::{Field, Map, Value, Violation};
use serde::{Deserialize, Serialize};

use super::python;

/// The status where the mapping names none.
pub(crate) const INTERNAL_SERVER_ERROR: i64 = 500;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// How the workflow ended: `status`, and `exit_reason_code` where that is `FAILED`.
        pub execution_result: Field<Map<String, Value>>,
        /// HTTP statuses by result status: `SUCCESS`, `VIOLATION` (exit reasons EXIT_VIOLATION, EXIT_REJECTED and
        /// ADMISSION_DENIED), `NOT_FOUND` (EXIT_NOT_FOUND) and `BACKEND_ERROR` (every other).
        pub mapping: Field<Map<String, Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The HTTP status of the result status; 500 where the mapping names none.
        pub http_status: i64,
        /// `status`, `exit_reason_code`, `trace_id`, `result_payload`, and `error_code` and `message` if there are any.
        pub response_body: Map<String, Value>,
        /// The result status.
        pub result_status: String,
    }
}

/// Maps the result. Fails where the mapping gives something that is no integer.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let result = inputs.execution_result.required("execution_result")?;
    let mapping = inputs.mapping.required("mapping")?;
    let status = result_status(&result);
    let http_status = match mapping.get(status) {
        None => INTERNAL_SERVER_ERROR,
        Some(http) => {
            http.as_i64().ok_or_else(|| Violation::new(format!("`mapping`: `{status}` is not an integer")))?
        }
    };
    Ok(Outputs { http_status, response_body: body(&result), result_status: status.to_owned() })
}

/// The word of the protocol for an end: that of the exit reason where the execution failed.
pub(crate) fn result_status(result: &Map<String, Value>) -> &'static str {
    let word = |name: &str| result.get(name).and_then(Value::as_str);
    match (word("status"), word("exit_reason_code")) {
        (Some("SUCCESS"), _) => "SUCCESS",
        (Some("FAILED"), Some("EXIT_VIOLATION" | "EXIT_REJECTED" | "ADMISSION_DENIED")) => "VIOLATION",
        (Some("FAILED"), Some("EXIT_NOT_FOUND")) => "NOT_FOUND",
        _ => "BACKEND_ERROR",
    }
}

/// What is answered.
pub(crate) fn body(result: &Map<String, Value>) -> Map<String, Value> {
    let found = |name: &str| result.get(name).cloned();
    let mut body = Map::new();
    body.insert("status".into(), found("status").unwrap_or_else(|| Value::from("BACKEND_ERROR")));
    body.insert("exit_reason_code".into(), found("exit_reason_code").unwrap_or_default());
    body.insert("trace_id".into(), found("trace_id").unwrap_or_default());
    body.insert("result_payload".into(), found("result_payload").unwrap_or_else(|| Value::Object(Map::new())));
    for name in ["error_code", "message"] {
        if let Some(value) = found(name).filter(python::truthy) {
            body.insert(name.into(), value);
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn map(execution_result: Value, mapping: Value) -> Result<Outputs, Violation> {
        run(Inputs { execution_result: Field::json(execution_result), mapping: Field::json(mapping) })
    }

    #[test]
    fn a_failure_has_the_status_of_its_reason() {
        let mapping = json!({"SUCCESS": 200, "VIOLATION": 422, "NOT_FOUND": 404, "BACKEND_ERROR": 503});
        for (status, reason, word, http) in [
            ("SUCCESS", "EXIT_VIOLATION", "SUCCESS", 200),
            ("FAILED", "EXIT_VIOLATION", "VIOLATION", 422),
            ("FAILED", "EXIT_REJECTED", "VIOLATION", 422),
            ("FAILED", "ADMISSION_DENIED", "VIOLATION", 422),
            ("FAILED", "EXIT_NOT_FOUND", "NOT_FOUND", 404),
            ("FAILED", "NO_TRANSITION", "BACKEND_ERROR", 503),
            ("FAILED", "anything", "BACKEND_ERROR", 503),
            ("VIOLATION", "EXIT_VIOLATION", "BACKEND_ERROR", 503),
        ] {
            let outputs = map(json!({"status": status, "exit_reason_code": reason}), mapping.clone()).unwrap();
            assert_eq!((outputs.result_status.as_str(), outputs.http_status), (word, http), "{status} {reason}");
        }
    }

    #[test]
    fn the_body_always_has_its_four_fields() {
        let outputs = map(json!({"message": "", "secret": 1}), json!({})).unwrap();
        assert_eq!(outputs.http_status, 500);
        let body = json!({"status": "BACKEND_ERROR", "exit_reason_code": null, "trace_id": null, "result_payload": {}});
        assert_eq!(Value::Object(outputs.response_body), body);
    }

    #[test]
    fn other_types_fail() {
        assert!(map(json!(null), json!({})).is_err());
        assert!(map(json!({}), json!(null)).is_err());
        assert!(map(json!({"status": "SUCCESS"}), json!({"SUCCESS": "200"})).is_err());
    }
}
