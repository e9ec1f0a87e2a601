//! `CS_WORKFLOW_GATEWAY`: runs one workflow inside another.

use pgs_rt::{Answer, End, Fault, Field, Machine, Map, Reason, Run, Status, Value, described, machine};

use super::fault;

/// What EXECUTE answers. Its status is the inner workflow's, or BACKEND_ERROR where that could not be run.
#[derive(Clone, Debug, PartialEq)]
pub struct Executed<S> {
    /// How the inner workflow ended; none where it could not be run.
    pub status: Option<S>,
    /// What the inner workflow gave, if it could be run.
    pub outputs: Option<ExecuteOutputs>,
    /// Why the workflow could not be run.
    pub reason: Option<Box<Reason>>,
}

impl<S: Status> Answer for Executed<S> {
    type Status = Option<S>;
    type Outputs = ExecuteOutputs;

    fn status(&self) -> Option<S> {
        self.status
    }

    fn word(&self) -> &'static str {
        self.status.map_or("BACKEND_ERROR", S::as_str)
    }

    fn reason(&self) -> Option<&Reason> {
        self.reason.as_deref()
    }

    fn outputs(&mut self) -> Option<&mut ExecuteOutputs> {
        self.outputs.as_mut()
    }
}

described! {
    /// What EXECUTE gives.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ExecuteOutputs {
        /// The inner `status`, and the fields of the inner surface.
        pub execution_result: Map<String, Value>,
    }
}

/// Runs the workflow of this machine. A payload that is unset or null is empty.
pub fn execute<M: Machine>(run: &Run, payload: Field<Map<String, Value>>) -> Executed<M::Status> {
    execute_by(run, payload, machine::run::<M>)
}

/// Runs the workflow that `start` starts.
fn execute_by<S: Status>(
    run: &Run,
    payload: Field<Map<String, Value>>,
    start: impl FnOnce(&Run, Map<String, Value>) -> Result<End<S>, Fault>,
) -> Executed<S> {
    let failed = |reason| Executed { status: None, outputs: None, reason: Some(reason) };
    if let Field::Other(payload) = &payload {
        run.needs(payload, "`payload`");
    }
    let payload = match payload.optional("payload") {
        Ok(payload) => payload.unwrap_or_default(),
        Err(violation) => return failed(violation.into()),
    };
    match run.nested().and_then(|inner| start(&inner, payload)) {
        Ok(end) => {
            let status = Some(end.status);
            Executed { status, outputs: Some(ExecuteOutputs { execution_result: result(end) }), reason: None }
        }
        Err(fault) => failed(fault::reason(run, &fault).into()),
    }
}

/// As in the reference, a field `status` of the surface takes the place of the status.
fn result<S: Status>(end: End<S>) -> Map<String, Value> {
    let mut result = Map::new();
    result.insert("status".into(), Value::from(end.status.as_str()));
    result.extend(end.surface);
    result
}

#[cfg(test)]
mod tests {
    use super::super::testing::{TestRun, ended};
    use super::*;
    use pgs_value::json;

    #[test]
    fn the_inner_workflow_gets_the_payload_and_its_end_is_the_result() {
        let test = TestRun::begin();
        let payload = Field::json(json!({"a": 1}));
        let executed = execute_by(&test.run, payload, |_, payload| Ok(ended("NOT_FOUND", json!({ "got": payload }))));
        assert_eq!(executed.status, Some("NOT_FOUND"));
        let result = executed.outputs.map(|outputs| Value::Object(outputs.execution_result));
        assert_eq!(result, Some(json!({"status": "NOT_FOUND", "got": {"a": 1}})));
        assert_eq!(executed.reason, None);
    }

    #[test]
    fn no_payload_is_an_empty_one() {
        let test = TestRun::begin();
        for payload in [Field::Unset, Field::Null] {
            let executed = execute_by(&test.run, payload, |_, payload| Ok(ended("ACK", json!({ "got": payload }))));
            assert_eq!(executed.outputs.unwrap().execution_result["got"], json!({}));
        }
    }

    #[test]
    fn what_is_no_payload_starts_nothing() {
        let test = TestRun::begin();
        let executed = execute_by::<&str>(&test.run, Field::json(json!([1])), |_, _| panic!("must not start"));
        assert_eq!((executed.status, executed.outputs), (None, None));
        assert_eq!(executed.reason.as_deref().map(Reason::sentence), Some("`payload` is not of type object"));
    }

    #[test]
    fn a_fault_inside_is_an_error_in_the_trace() {
        let test = TestRun::begin();
        let executed = execute_by::<&str>(&test.run, Field::Null, |_, _| Err(Fault::new("broken")));
        assert_eq!((executed.status, executed.reason.as_deref().map(Reason::sentence)), (None, Some("broken")));
        assert_eq!(test.errors(), ["broken"]);
    }

    #[test]
    fn workflows_that_start_themselves_end() {
        #[expect(clippy::unnecessary_wraps, reason = "workflows can fault")]
        fn again(run: &Run, _payload: Map<String, Value>) -> Result<End, Fault> {
            let executed = execute_by(run, Field::Null, again);
            Ok(ended(executed.status.unwrap_or("DEEPEST"), json!({})))
        }
        let test = TestRun::begin();
        let executed = execute_by(&test.run, Field::Null, again);
        assert_eq!(executed.status, Some("DEEPEST"));
        assert_eq!(test.errors().len(), 1);
    }
}
