//! `CS_WORKFLOW_LOOP`: runs a workflow for each item of a sequence, and before it one for each of the item's sub-items.

use pgs_rt::{Dig as _, End, Fault, Field, Map, Reason, Reply, Run, Value, described, statuses};

use super::fault;

/// Starts the workflow of one item, given the item and the payload; none where the item's dispatch key names no
/// workflow.
pub type Start<'a> = &'a dyn Fn(&Run, &Map<String, Value>, Map<String, Value>) -> Option<Result<End, Fault>>;

/// What happens to each item.
#[derive(Clone)]
pub struct Items<'a> {
    /// The payload's fields, each with the keys of its path in the item (no key: the item itself). Without any field,
    /// the payload is the item.
    pub payload_fields: &'static [(&'static str, &'static [&'static str])],
    /// Fields that every payload gets, in place of others of the same name.
    pub inject: Map<String, Value>,
    /// Starts the workflow.
    pub start: Start<'a>,
}

/// What happens to each item's sub-items.
#[derive(Clone)]
pub struct SubItems<'a> {
    /// The field of the item that lists them.
    pub field: &'static str,
    /// What happens to each of them.
    pub items: Items<'a>,
}

statuses! {
    /// How EXECUTE_SEQUENCE ends.
    SequenceStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

described! {
    /// What EXECUTE_SEQUENCE gives, unless the sequence is no list.
    #[derive(Clone, Debug, PartialEq)]
    pub struct SequenceOutputs {
        /// How many items succeeded.
        pub items_processed: i64,
        /// How many sub-items succeeded. Those of the item at which the loop halts count only if all of them did.
        pub sub_items_processed: i64,
    }
}

/// Runs the workflows one after the other. The first that ends in anything but SUCCESS halts the loop with VIOLATION,
/// and so does an item that is no object or that no workflow is for.
pub fn execute_sequence(
    run: &Run,
    sequence: Field<Vec<Value>>,
    item: Items<'_>,
    sub: Option<SubItems<'_>>,
) -> Reply<SequenceStatus, SequenceOutputs> {
    if let Field::Other(sequence) = &sequence {
        run.needs(sequence, "`sequence`");
    }
    let sequence = match sequence.required("sequence") {
        Ok(sequence) => sequence,
        Err(violation) => return Reply::failure(SequenceStatus::Violation, violation),
    };
    let mut counts = Counts::default();
    let halted = sequence.iter().try_for_each(|value| counts.process(run, value, &item, sub.as_ref())).err();
    let (status, reason) = halted.map_or((SequenceStatus::Success, None), |halt| (halt.status, Some(halt.reason)));
    let outputs = SequenceOutputs { items_processed: counts.items, sub_items_processed: counts.sub_items };
    Reply { status, outputs: Some(outputs), reason }
}

/// Why a loop does not go on.
struct Halt {
    status: SequenceStatus,
    reason: Box<Reason>,
}

impl Halt {
    fn violation(reason: impl Into<Box<Reason>>) -> Self {
        Self { status: SequenceStatus::Violation, reason: reason.into() }
    }

    fn fault(run: &Run, fault: &Fault) -> Self {
        Self { status: SequenceStatus::BackendError, reason: fault::reason(run, fault).into() }
    }
}

#[derive(Default)]
struct Counts {
    items: i64,
    sub_items: i64,
}

impl Counts {
    /// First the sub-items, then the item.
    fn process(&mut self, run: &Run, item: &Value, rule: &Items<'_>, sub: Option<&SubItems<'_>>) -> Result<(), Halt> {
        let item = object(run, item)?;
        if let Some(sub) = sub {
            let sub_items = listed(run, item, sub.field)?;
            sub_items.iter().try_for_each(|sub_item| start(run, object(run, sub_item)?, &sub.items))?;
            self.sub_items = self.sub_items.saturating_add(i64::try_from(sub_items.len()).unwrap_or(i64::MAX));
        }
        start(run, item, rule)?;
        self.items = self.items.saturating_add(1);
        Ok(())
    }
}

fn object<'a>(run: &Run, item: &'a Value) -> Result<&'a Map<String, Value>, Halt> {
    item.as_object().ok_or_else(|| {
        run.needs(item, "an item of the sequence");
        Halt::violation("an item of the sequence is not an object")
    })
}

fn listed<'a>(run: &Run, item: &'a Map<String, Value>, field: &str) -> Result<&'a [Value], Halt> {
    match item.get(field) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(sub_items)) => Ok(sub_items),
        Some(other) => {
            run.needs(other, &format!("`{field}` of an item"));
            Err(Halt::violation(format!("`{field}` of an item is not a list")))
        }
    }
}

fn start(run: &Run, item: &Map<String, Value>, rule: &Items<'_>) -> Result<(), Halt> {
    let inner = run.nested().map_err(|fault| Halt::fault(run, &fault))?;
    let ended = (rule.start)(&inner, item, payload(item, rule))
        .ok_or_else(|| Halt::violation("the dispatch key of an item names no workflow"))?
        .map_err(|fault| Halt::fault(run, &fault))?;
    if ended.status == "SUCCESS" {
        return Ok(());
    }
    Err(Halt::violation(format!("the workflow of an item ended with {}", ended.status)))
}

fn payload(item: &Map<String, Value>, rule: &Items<'_>) -> Map<String, Value> {
    let source = |keys: &[&str]| match keys {
        [] => Value::Object(item.clone()),
        keys => item.find(keys).unwrap_or_default(),
    };
    let mut payload = match rule.payload_fields {
        [] => item.clone(),
        fields => fields.iter().map(|(name, keys)| ((*name).to_owned(), source(keys))).collect(),
    };
    payload.extend(rule.inject.clone());
    payload
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    type Looped = Reply<SequenceStatus, SequenceOutputs>;

    use super::super::testing::{TestRun, ended};
    use super::*;
    use pgs_value::json;
    use proptest::prelude::*;

    /// Runs a loop whose workflows are called `kind`: `ok` succeeds, `bad` does not, `fault` faults, others are unknown.
    /// Gives what the loop answers, and the payloads in the order in which workflows started.
    fn run_loop(
        test: &TestRun,
        sequence: Value,
        fields: &'static [(&'static str, &'static [&'static str])],
        with_sub_items: bool,
    ) -> (Looped, Vec<Value>) {
        let started = Mutex::new(Vec::new());
        let start = |_: &Run, item: &Map<String, Value>, payload: Map<String, Value>| {
            started.lock().unwrap().push(Value::Object(payload));
            match item.get("kind").and_then(Value::as_str) {
                Some("ok") => Some(Ok(ended("SUCCESS", json!({})))),
                Some("bad") => Some(Ok(ended("NOT_FOUND", json!({})))),
                Some("fault") => Some(Err(Fault::new("broken"))),
                _ => None,
            }
        };
        let inject = json!({"by": "me"}).as_object().unwrap().clone();
        let items = Items { payload_fields: fields, inject, start: &start };
        let sub = SubItems { field: "sub", items: Items { payload_fields: &[], inject: Map::new(), start: &start } };
        let looped = execute_sequence(&test.run, Field::json(sequence), items, with_sub_items.then_some(sub));
        (looped, started.into_inner().unwrap())
    }

    fn summary(looped: &Looped) -> (&'static str, Option<i64>, Option<i64>) {
        let outputs = looped.outputs.as_ref();
        let counts = outputs.map(|it| (it.items_processed, it.sub_items_processed)).unzip();
        (looped.status.as_str(), counts.0, counts.1)
    }

    #[test]
    fn sub_items_run_before_their_item() {
        let test = TestRun::begin();
        let sequence = json!([
            {"kind": "ok", "n": 1, "sub": [{"kind": "ok", "n": 2}, {"kind": "ok", "n": 3}]},
            {"kind": "ok", "n": 4, "sub": null}, {"kind": "ok"}
        ]);
        let (looped, started) = run_loop(&test, sequence, &[("n", &["n"]), ("by", &["n"])], true);
        assert_eq!(summary(&looped), ("SUCCESS", Some(3), Some(2)));
        assert_eq!(looped.reason, None);
        let expected = json!([
            {"kind": "ok", "n": 2}, {"kind": "ok", "n": 3}, {"n": 1, "by": "me"}, {"n": 4, "by": "me"},
            {"n": null, "by": "me"}
        ]);
        assert_eq!(Value::Array(started), expected);
    }

    #[test]
    fn a_payload_without_fields_is_the_item() {
        let test = TestRun::begin();
        let (_, started) = run_loop(&test, json!([{"kind": "ok", "a": {"b": 1}}]), &[], false);
        assert_eq!(started, [json!({"kind": "ok", "a": {"b": 1}, "by": "me"})]);
        let fields: &[(&str, &[&str])] = &[("all", &[]), ("b", &["a", "b"])];
        let (_, started) = run_loop(&test, json!([{"kind": "ok", "a": {"b": 1}}]), fields, false);
        assert_eq!(started, [json!({"all": {"kind": "ok", "a": {"b": 1}}, "b": 1, "by": "me"})]);
    }

    #[test]
    fn the_first_item_that_does_not_succeed_halts_the_loop() {
        let test = TestRun::begin();
        let sub = json!([{"kind": "ok"}, {"kind": "bad"}, {"kind": "ok"}]);
        for (second, status, started) in [
            (json!({"kind": "bad"}), "VIOLATION", 3),
            (json!({"kind": "unknown"}), "VIOLATION", 3),
            (json!({"kind": "fault"}), "BACKEND_ERROR", 3),
            (json!("ok"), "VIOLATION", 2),
            (json!({"kind": "ok", "sub": {}}), "VIOLATION", 2),
            (json!({"kind": "ok", "sub": [5]}), "VIOLATION", 2),
            (json!({"kind": "ok", "sub": sub}), "VIOLATION", 4),
        ] {
            let sequence = json!([{"kind": "ok", "sub": [{"kind": "ok"}]}, second, {"kind": "ok"}]);
            let (looped, payloads) = run_loop(&test, sequence, &[], true);
            assert_eq!(summary(&looped), (status, Some(1), Some(1)), "{second}");
            assert!(looped.reason.is_some());
            assert_eq!(payloads.len(), started, "{second}");
        }
        assert_eq!(test.errors(), ["broken"]);
    }

    #[test]
    fn a_sequence_must_be_a_list() {
        let test = TestRun::begin();
        for sequence in [json!(null), json!({}), json!("a")] {
            assert_eq!(summary(&run_loop(&test, sequence, &[], true).0), ("VIOLATION", None, None));
        }
        assert_eq!(summary(&run_loop(&test, json!([]), &[], true).0), ("SUCCESS", Some(0), Some(0)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn the_count_is_the_place_of_the_first_failure(kinds in prop::collection::vec("ok|ok|ok|bad", 0..12)) {
            let test = TestRun::begin();
            let sequence: Value = kinds.iter().map(|kind| json!({ "kind": kind })).collect();
            let (looped, started) = run_loop(&test, sequence, &[], false);
            let successes = kinds.iter().take_while(|kind| *kind == "ok").count();
            prop_assert_eq!(looped.outputs.map(|it| it.items_processed), i64::try_from(successes).ok());
            prop_assert_eq!(looped.status == SequenceStatus::Success, successes == kinds.len());
            prop_assert_eq!(started.len(), kinds.len().min(successes + 1));
        }
    }
}
