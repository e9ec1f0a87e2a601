//! Logs: what is a record, and what is read.

use pgs_pgc::prelude::*;
use pgs_value::json;

use crate::on_each_backend;
use crate::support::{Form, Place, answer, argument, step};

const LOG: append_only::Store = append_only::Store::owned(Location::at("LOG", "state/log.jsonl"));

on_each_backend!(any_value_is_a_record);

fn any_value_is_a_record(run: &Run) {
    let given = [("", ""), ("[1]", "1"), (r#""a""#, "true"), (r#"{"a":1}"#, r#""s""#)];
    for (number, (record, stream)) in (1..).zip(given) {
        let call =
            append_only::Append { record: argument(record), stream_id: argument(stream), actor_id: Field::Unset };
        let mut appended = append_only::append(&step(run), &LOG, call).unwrap();
        assert_eq!(appended.take(|it| &mut it.sequence_number), Field::Is(number));
        let id = appended.take(|it| &mut it.record_id).to_value();
        assert!(id.as_str().unwrap().ends_with(&format!("_00000{}", number - 1)), "{id}");
    }
    for (stream, records) in [("", "[null,[1],\"a\",{\"a\":1}]"), ("1", "[[1],\"a\"]"), ("2", "[]")] {
        let call = append_only::GetAll { stream_id: argument(stream) };
        let entries = append_only::get_all(&step(run), &LOG, call).unwrap().outputs.unwrap().entries;
        let found = Value::Array(entries.iter().map(|entry| entry["record"].clone()).collect());
        assert_eq!(json::compact(&found), records, "{stream}");
    }
}

#[test]
fn what_can_not_be_read_is_a_fault() {
    let place = Place::on(Form::Files);
    place.seed("state/log.jsonl", "{\"record\": 1}\nbroken\n{\"record\": 2}\n");
    let run = place.run();
    assert_eq!(answer(append_only::get_all(&step(&run), &LOG, append_only::GetAll::default())), "fault");
}
