//! The service, from outside.

use pgs_rt::{RunError, Value, json};
use reception::protocol::workflows::ALL;
use reception::{Answer, Reception};

#[test]
fn guests_come_and_go() {
    let folder = tempfile::tempdir().unwrap();
    let reception = Reception::at(folder.path()).unwrap();
    assert_eq!(reception.sign_out("Ada").unwrap(), Answer::Refused);
    assert_eq!(reception.sign_in("Ada", "Charles").unwrap(), Answer::Welcome);
    assert_eq!(reception.sign_in("Ada", "Charles").unwrap(), Answer::Refused);
    assert_eq!(reception.sign_in("Grace", "Howard").unwrap(), Answer::Welcome);
    assert_eq!(reception.sign_out("Ada").unwrap(), Answer::Welcome);
    // What the protocol says is what lies there, and every run has left its trace.
    let books = std::fs::read_to_string(folder.path().join("data/guests/present.jsonl")).unwrap();
    assert_eq!(books.lines().filter(|line| line.contains(r#""name": "Grace""#)).count(), 1, "{books}");
    let traces = |workflow: &str| std::fs::read_dir(folder.path().join("traces/guests").join(workflow)).unwrap().count();
    assert_eq!((traces("WF_SIGN_IN_V0"), traces("WF_SIGN_OUT_V0")), (3, 2));
}

#[test]
fn a_workflow_is_asked_for_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let reception = Reception::at(folder.path()).unwrap();
    let ask = |fqdn: &str, payload: Value| reception.ask(fqdn, payload.as_object().unwrap().clone());
    assert_eq!(ask("guests::WF_SIGN_IN_V0", json!({"name": "Ada", "host": "Charles"})).unwrap(), Answer::Welcome);
    // A payload that the intent does not admit changes nothing.
    assert_eq!(ask("guests::WF_SIGN_IN_V0", json!({"name": "Grace"})).unwrap(), Answer::Refused);
    assert_eq!(ask("guests::WF_SIGN_OUT_V0", json!({"name": "Grace"})).unwrap(), Answer::Refused);
    let unknown = ask("guests::WF_DANCE_V0", json!({})).unwrap_err();
    assert!(matches!(&unknown, RunError::UnknownWorkflow { fqdn } if fqdn == "guests::WF_DANCE_V0"), "{unknown}");
}

#[test]
fn the_workflows_are_in_a_table() {
    let names: Vec<&str> = ALL.iter().map(|workflow| workflow.id.fqdn).collect();
    assert_eq!(names, ["guests::WF_SIGN_IN_V0", "guests::WF_SIGN_OUT_V0"]);
}
