//! Traces: written and read by one definition.

use std::fs;
use std::path::Path;

use pgs_pgc::event::{Event, EventError, Header, Line};
use pgs_pgc::prelude::*;
use pgs_pgc::{ExitStatus, Recording, RecordingError};
use pgs_value::json;

use crate::support::{Place, events};
use crate::town::WORKFLOW;

/// Traces of every kind of run.
fn traces() -> Vec<String> {
    let place = Place::new();
    let payloads = [
        json!({"word": "Ada"}),
        json!({"word": 5, "rounds": true}),
        json!({"word": "fail"}),
        json!({"word": "refuse"}),
    ];
    let texts = payloads.map(|payload| {
        let payload = payload.as_object().unwrap().clone();
        let run = match engine::run(&WORKFLOW, payload, &place.context) {
            Ok(ended) => ended.run,
            Err(RunError::Refused(broken)) => broken.run,
            Err(error) => panic!("{error}"),
        };
        fs::read_to_string(run.trace_file()).unwrap()
    });
    texts.into()
}

/// Every line as it is read and written again.
fn rewritten(text: &str) -> String {
    let mut out = String::new();
    for (number, line) in text.lines().enumerate() {
        let line: Map<String, Value> = pgs_value::from_str(line).unwrap();
        match number {
            0 => Header::read(&line).unwrap().write(&mut out),
            _ => Line::read(&line).unwrap().write(&mut out),
        }
    }
    out
}

#[test]
fn what_is_written_is_read_back_to_the_byte() {
    for text in traces() {
        assert_eq!(rewritten(&text), text);
    }
}

/// The recordings lie beside the project; without them the test says so and passes.
#[test]
fn what_the_reference_writes_is_read_back_to_the_byte() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/pgc/replay_sample");
    for file in ["original.jsonl", "replayed.jsonl"].map(|file| folder.join(file)) {
        let Ok(text) = fs::read_to_string(&file) else {
            eprintln!("{} is not there: nothing is compared", file.display());
            return;
        };
        assert_eq!(rewritten(&text), text);
    }
}

#[test]
fn the_first_line_says_what_may_differ() {
    let text = &traces()[0];
    let header = text.lines().next().unwrap();
    assert_eq!(
        header,
        r#"{"trace_schema_version":"v2","event_type":"trace_classification","classified_by":"vocabulary::VOCAB_EVIDENCE_CONTENT_CLASSIFICATION_V0","snapshot_id":"5eed","determinative":["event_type","detail"],"observational":["trace_id","ts_ns"],"observational_keys":["record_id"]}"#
    );
}

#[test]
fn a_trace_tells_whether_the_run_came_to_its_end() {
    let done =
        traces().iter().map(|text| ExitStatus::of_trace(&Recording::read(text).unwrap()).code()).collect::<Vec<_>>();
    assert_eq!(done, [0, 0, 1, 1]);
    // So does one that a kill has cut off.
    let cut: String = traces()[0].split_inclusive('\n').take(4).collect();
    assert_eq!(ExitStatus::of_trace(&Recording::read(&cut).unwrap()).code(), 1);
}

#[test]
fn what_is_no_event_is_told_with_its_line() {
    let text = &traces()[0];
    let read = |text: &str| Recording::read(text).unwrap_err();
    let at = |change: &dyn Fn(&str) -> String| {
        let lines = text.lines().enumerate();
        read(&lines.map(|(n, line)| if n == 2 { change(line) } else { line.to_owned() } + "\n").collect::<String>())
    };
    assert!(matches!(read(""), RecordingError::Empty));
    assert!(matches!(at(&|_| "{".to_owned()), RecordingError::NoObject { line: 3, .. }));
    let no_event = |error| match error {
        RecordingError::NoEvent { line: 3, error } => error,
        error => panic!("{error}"),
    };
    assert_eq!(no_event(at(&|line| line.replace("\"v2\"", "\"v3\""))), EventError::Schema);
    assert_eq!(no_event(at(&|line| line.replace("CC_STEP", "CC_LEAP"))), EventError::Type("CC_LEAP".to_owned()));
    assert_eq!(no_event(at(&|line| line.replace("\"held\"", "\"hold\""))), EventError::Detail("checks"));
    assert_eq!(no_event(at(&|line| line.replace("\"wf_addr\":9", "\"wf_addr\":\"9\""))), EventError::Common("wf_addr"));
}

#[test]
fn a_line_is_a_typed_event() {
    let place = Place::new();
    let payload = map([("word", "Ada".into())]);
    let ended = engine::run(&WORKFLOW, payload, &place.context).unwrap();
    let recording = Recording::read(&fs::read_to_string(ended.run.trace_file()).unwrap()).unwrap();
    let actors = recording.events().filter_map(|line| match line.event {
        Event::WorkflowStart(start) => start.actor,
        _ => None,
    });
    assert_eq!(actors.collect::<Vec<_>>(), ["town::AC_GUEST_V0"]);
    assert_eq!(recording.events().count(), events(&ended.run).len());
}
