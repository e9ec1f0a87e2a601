//! `CS_CONCURRENT_WORKFLOWS`: runs several workflows at the same time.

use std::thread::{Builder, Scope, ScopedJoinHandle};

use pgs_rt::{End, Fault, Field, Map, Reason, Reply, Run, Value, described, statuses};
use pgs_value::json;

use super::fault;

/// Starts a workflow, given its payload.
pub type Start<'a> = dyn Fn(&Run, Map<String, Value>) -> Result<End, Fault> + Sync + 'a;

/// One of the workflows.
pub struct Worker<'a> {
    /// Its integer address, by which its result is found.
    pub code: Value,
    /// Its payload; empty where unset or null.
    pub payload: Field<Map<String, Value>>,
    /// Starts it.
    pub start: &'a Start<'a>,
}

statuses! {
    /// How EXECUTE_CONCURRENT ends.
    ConcurrentStatus {
        Success = "SUCCESS", PartialFailure = "PARTIAL_FAILURE", BackendError = "BACKEND_ERROR"
    }
}

described! {
    /// What EXECUTE_CONCURRENT gives.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ConcurrentOutputs {
        /// `{code, result_status, outputs}` of each workflow, in the order of the declaration. One that could not be run
        /// has `BACKEND_ERROR` and no outputs.
        pub results: Vec<Value>,
        /// Whether every workflow ended with SUCCESS.
        pub all_succeeded: bool,
    }
}

/// Runs all workflows in parallel, each to its end, however the others end: SUCCESS if every one ended so; BACKEND_ERROR if
/// one could not be run to its end.
pub fn execute_concurrent<'a>(
    run: &Run,
    workers: impl IntoIterator<Item = Worker<'a>>,
) -> Reply<ConcurrentStatus, ConcurrentOutputs> {
    let ended: Vec<(Value, Result<End, Box<Reason>>)> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            workers.into_iter().map(|worker| (worker.code.clone(), spawn(scope, run, worker))).collect();
        let joined = threads.into_iter().map(|(code, thread)| (code, thread.and_then(join)));
        // Faults, too, are written in the order of the declaration.
        joined.map(|(code, ended)| (code, ended.map_err(|fault| fault::reason(run, &fault).into()))).collect()
    });
    let all_succeeded = ended.iter().all(|(_, ended)| ended.as_ref().is_ok_and(|ended| ended.status == "SUCCESS"));
    let fault = ended.iter().find_map(|(_, ended)| ended.as_ref().err()).cloned();
    let (status, reason) = match fault {
        Some(fault) => (ConcurrentStatus::BackendError, Some(fault)),
        None if all_succeeded => (ConcurrentStatus::Success, None),
        None => (ConcurrentStatus::PartialFailure, Some("a workflow ended with another status than SUCCESS".into())),
    };
    let results = ended.iter().map(|(code, ended)| result(code, ended.as_ref().ok())).collect();
    Reply { status, outputs: Some(ConcurrentOutputs { results, all_succeeded }), reason }
}

type Thread<'scope> = ScopedJoinHandle<'scope, Result<End, Fault>>;

fn spawn<'scope, 'env>(
    scope: &'scope Scope<'scope, 'env>,
    run: &Run,
    worker: Worker<'env>,
) -> Result<Thread<'scope>, Fault> {
    // The place of each in the trace follows the declaration, not the threads.
    let inner = run.nested_beside_others()?;
    Builder::new()
        .spawn_scoped(scope, move || work(&inner, worker))
        .map_err(|error| Fault::new(format!("a concurrent workflow can't be started: {error}")))
}

fn work(inner: &Run, worker: Worker<'_>) -> Result<End, Fault> {
    if let Field::Other(payload) = &worker.payload {
        inner.needs(payload, "`payload`");
    }
    let payload = worker.payload.optional("payload").map_err(Fault::Payload)?;
    (worker.start)(inner, payload.unwrap_or_default())
}

fn join(thread: Thread<'_>) -> Result<End, Fault> {
    thread.join().unwrap_or_else(|_| Err(Fault::new("a concurrent workflow panicked")))
}

fn result(code: &Value, ended: Option<&End>) -> Value {
    match ended {
        Some(ended) => json!({ "code": code, "result_status": ended.status, "outputs": ended.surface }),
        None => json!({ "code": code, "result_status": "BACKEND_ERROR", "outputs": {} }),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::super::testing::{TestRun, ended};
    use super::*;

    fn worker<'a>(code: i64, start: &'a Start<'a>) -> Worker<'a> {
        Worker { code: code.into(), payload: Field::json(json!({ "n": code })), start }
    }

    fn succeeded(concurrent: &Reply<ConcurrentStatus, ConcurrentOutputs>) -> Option<bool> {
        concurrent.outputs.as_ref().map(|outputs| outputs.all_succeeded)
    }

    #[expect(clippy::unnecessary_wraps, reason = "workflows can fault")]
    fn echo(_: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
        Ok(ended("SUCCESS", json!({ "got": payload })))
    }

    #[test]
    fn results_stand_in_the_order_of_the_declaration() {
        let test = TestRun::begin();
        let mut workers: Vec<Worker<'_>> = (1..=3).map(|code| worker(code, &echo)).collect();
        workers.push(Worker { code: 4.into(), payload: Field::Null, start: &echo });
        let concurrent = execute_concurrent(&test.run, workers);
        assert_eq!((concurrent.status, succeeded(&concurrent)), (ConcurrentStatus::Success, Some(true)));
        let result = |code: i64, got: Value| json!({"code": code, "result_status": "SUCCESS", "outputs": {"got": got}});
        let expected =
            [result(1, json!({"n": 1})), result(2, json!({"n": 2})), result(3, json!({"n": 3})), result(4, json!({}))];
        assert_eq!(concurrent.outputs.unwrap().results, expected);
    }

    #[test]
    fn workflows_run_at_the_same_time() {
        let test = TestRun::begin();
        // Nobody passes before all have come.
        let barrier = Barrier::new(4);
        let meet = |_: &Run, _: Map<String, Value>| {
            barrier.wait();
            Ok(ended("SUCCESS", json!({})))
        };
        let concurrent = execute_concurrent(&test.run, (1..=4).map(|code| worker(code, &meet)));
        assert_eq!(concurrent.status, ConcurrentStatus::Success);
    }

    #[test]
    fn one_that_fails_stops_no_other() {
        let test = TestRun::begin();
        let denied = |_: &Run, _: Map<String, Value>| Ok(ended("VIOLATION", json!({"a": 1})));
        let concurrent = execute_concurrent(&test.run, vec![worker(1, &denied), worker(2, &echo)]);
        assert_eq!((concurrent.status, succeeded(&concurrent)), (ConcurrentStatus::PartialFailure, Some(false)));
        let results = concurrent.outputs.unwrap().results;
        assert_eq!(results[0], json!({"code": 1, "result_status": "VIOLATION", "outputs": {"a": 1}}));
        assert_eq!(results[1]["result_status"], "SUCCESS");
    }

    #[test]
    fn a_fault_or_a_panic_inside_is_a_backend_error() {
        let fault = |_: &Run, _: Map<String, Value>| Err(Fault::new("broken"));
        let panic = |_: &Run, _: Map<String, Value>| panic!("on purpose");
        for (start, message) in [(&fault as &Start<'_>, "broken"), (&panic, "a concurrent workflow panicked")] {
            let test = TestRun::begin();
            let concurrent = execute_concurrent(&test.run, vec![worker(1, start), worker(2, &echo)]);
            assert_eq!((concurrent.status, succeeded(&concurrent)), (ConcurrentStatus::BackendError, Some(false)));
            assert_eq!(concurrent.reason.as_deref().map(Reason::sentence), Some(message));
            assert_eq!(test.errors(), [message]);
            let results = concurrent.outputs.unwrap().results;
            assert_eq!(results[0], json!({"code": 1, "result_status": "BACKEND_ERROR", "outputs": {}}));
            assert_eq!(results[1]["result_status"], "SUCCESS");
        }
    }

    #[test]
    fn what_is_no_payload_starts_nothing() {
        let test = TestRun::begin();
        let workers = vec![Worker { code: 1.into(), payload: Field::json(json!("p")), start: &echo }, worker(2, &echo)];
        let concurrent = execute_concurrent(&test.run, workers);
        assert_eq!(concurrent.status, ConcurrentStatus::BackendError);
        assert_eq!(concurrent.outputs.unwrap().results[1]["result_status"], "SUCCESS");
    }
}
