//! The scenarios: runs one after the other on one state.

use std::fs;
use std::path::Path;

use pgs_pgc::{Context, ExitStatus, Map, RunError, Value, engine};

use crate::support::{context, document, folded, recordings};
use crate::workflows::{PROTOCOL, WORKFLOWS};

/// The refusals that traces name by these words; other errors are told in words of one's own.
const REFUSALS: [&str; 5] =
    ["capability fault", "unlisted step outcome", "unknown continuation", "unrouted outcome", "no admission contract"];

/// The keys of a line.
const KEYS: [&str; 11] = [
    "trace_schema_version",
    "trace_id",
    "event_type",
    "domain",
    "wf_addr",
    "cc_addr",
    "step_addr",
    "step_op",
    "result_status",
    "detail",
    "ts_ns",
];

#[test]
fn every_recorded_run_of_these_workflows_is_repeated() {
    let Some(folder) = recordings() else { return };
    let mut files: Vec<_> = fs::read_dir(folder.join("scenarios")).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let (mut runs, mut all, mut wrong) = (0, 0, Vec::new());
    for file in files {
        let scenario = document(&file);
        let steps = scenario["steps"].as_array().unwrap();
        all += steps.len();
        let known = |step: &Value| WORKFLOWS.iter().any(|workflow| step["wf"] == workflow.id.fqdn);
        if steps.iter().all(known) {
            runs += steps.len();
            wrong.extend(differences(&scenario).err().map(|why| format!("{}: {why}", file.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    eprintln!("{runs} of {all} recorded runs are repeated");
    assert!(runs >= LEAST, "{runs} of {all} recorded runs are repeated");
}

/// How many recorded runs these workflows have.
const LEAST: usize = 47;

fn differences(scenario: &Value) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in fields(&scenario["seed_data"]) {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let text = content.as_str().map_or_else(|| pgs_value::json::pretty(content), str::to_owned);
        fs::write(file, text).unwrap();
    }
    let context = context(folder.path());
    for (number, step) in (1..).zip(scenario["steps"].as_array().unwrap()) {
        let told = |why| format!("step {number} {}: {why}", step["wf"]);
        run(step, &context).map_err(told)?;
    }
    state(folder.path(), &scenario["expect_data"])
}

fn run(step: &Value, context: &Context) -> Result<(), String> {
    let expected = &step["expect"];
    let payload = step["payload"].as_object().unwrap().clone();
    let ran = engine::run_named(WORKFLOWS, step["wf"].as_str().unwrap(), payload, context);
    let status = ran.as_ref().map_or("ERROR", |ended| ended.status);
    let why = ran.as_ref().err().map_or_else(String::new, |error| format!(" ({error})"));
    same(&format!("the status{why}"), &expected["status"], &Value::from(status))?;
    let wanted = matches!(status, "SUCCESS" | "ALREADY_EXISTS");
    same("the exit status", &Value::from(u8::from(!wanted)), &Value::from(ExitStatus::of_run(&ran).code()))?;
    let surface = ran.as_ref().map(|ended| folded(&Value::Object(ended.surface.clone())));
    same("the surface", &expected["surface"], &surface.unwrap_or_else(|_| Value::Object(Map::new())))?;
    let run = match &ran {
        Ok(ended) => &ended.run,
        Err(RunError::Refused(broken)) => &broken.run,
        Err(error) => return Err(error.to_string()),
    };
    let suffix = run.trace_id().rsplit("__").next();
    same("the suffix of the trace id", &step["trace_id_suffix"], &Value::from(suffix))?;
    trace(run.trace_file(), expected["trace"].as_array().unwrap())
}

/// Every event with all of its keys, in their order.
fn trace(file: &Path, expected: &[Value]) -> Result<(), String> {
    let text = fs::read_to_string(file).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| pgs_value::from_str(line).unwrap()).collect();
    let (header, events) = lines.split_first().ok_or("the trace is empty")?;
    same("the snapshot", &Value::from(PROTOCOL.snapshot_id), &header["snapshot_id"])?;
    let names: Vec<_> = events.iter().map(|event| event["event_type"].as_str().unwrap()).collect();
    if events.len() != expected.len() {
        return Err(format!("{} events, not {}: {names:?}", events.len(), expected.len()));
    }
    for (number, (expected, event)) in expected.iter().zip(events).enumerate() {
        let told = |why| format!("event {number}: {why}");
        if !event.as_object().unwrap().keys().eq(KEYS) {
            return Err(told(format!("its keys are others: {event}")));
        }
        for key in &KEYS[2..9] {
            same(key, &expected[*key], &event[*key]).map_err(told)?;
        }
        detail(&expected["detail"], &folded(&event["detail"])).map_err(told)?;
    }
    Ok(())
}

/// An error may have words of its own for what is wrong.
fn detail(expected: &Value, detail: &Value) -> Result<(), String> {
    let own_words = |key: &str, value: &Value| {
        key == "reason" || (key == "message" && !REFUSALS.iter().any(|refusal| value == refusal))
    };
    if !fields(expected).map(|(key, _)| key).eq(fields(detail).map(|(key, _)| key)) {
        return Err(format!("its detail is {detail}, not {expected}"));
    }
    for (key, value) in fields(expected) {
        if !own_words(key, value) {
            same(key, value, &detail[key.as_str()])?;
        }
    }
    Ok(())
}

fn state(data_root: &Path, expected: &Value) -> Result<(), String> {
    for (path, expected) in fields(expected) {
        let text = fs::read_to_string(data_root.join(path)).map_err(|error| format!("{path}: {error}"))?;
        let found = match expected["format"].as_str() {
            Some("json") => pgs_value::from_str(&text).unwrap(),
            Some("jsonl") => text.lines().map(|line| pgs_value::from_str::<Value>(line).unwrap()).collect(),
            _ => Value::from(text),
        };
        same(path, &expected["value"], &folded(&found))?;
    }
    Ok(())
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn same(what: &str, expected: &Value, found: &Value) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("{what} is {found}, not {expected}")) }
}
