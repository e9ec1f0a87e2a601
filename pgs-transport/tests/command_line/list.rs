//! What `pgs list` shows.

use std::ffi::OsString;

use pgs_transport::Process;

use crate::tiny::Place;

#[test]
fn every_workflow_with_what_is_needed_to_run_it() {
    let outcome = Place::new().pgs(&["list"]);
    let want = "\
tiny::WF_ECHO_PAYLOAD_V0
  Answers with its payload.
  Binary:   wf-echo-payload
  Payload:
    actor_id  string   required  Who asks.
    n         integer  optional

tiny::WF_STOP_V0
  Binary:   wf-stop
  Payload:  no declared fields
";
    assert_eq!((outcome.out.as_str(), outcome.err.as_str(), outcome.status), (want, "", 0));
}

#[test]
fn a_binary_without_workflows_says_so() {
    let args = ["pgs", "list"].map(OsString::from).to_vec();
    let answer = pgs_transport::pgs(
        Process {
            args,
            env: &|_| None,
            stdin: Box::new(std::io::empty()),
            stdout: &mut Vec::new(),
            columns: None,
            room: |_| true,
            watch: |_| {},
        },
        &[],
        &[],
        &[],
    );
    assert_eq!((answer.stdout.as_str(), answer.status), ("This binary was built without a workflow.\n", 0));
}
