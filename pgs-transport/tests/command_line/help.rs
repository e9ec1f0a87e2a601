//! What `--help` and `--version` say.

use crate::tiny::Place;

#[test]
fn a_workflow_binary_explains_the_workflow_and_its_payload() {
    for flag in ["-h", "--help"] {
        let outcome = Place::new().echo(&[flag]);
        assert_eq!((outcome.err.as_str(), outcome.status), ("", 0));
        for words in [
            "Answers with its payload.",
            "tiny::WF_ECHO_PAYLOAD_V0",
            "actor_id  string   required  Who asks.",
            "Usage: wf-echo-payload",
            "--data-root <FOLDER>",
            "PGS_WORKSPACE",
            "standard input",
            "Exit status:",
        ] {
            assert!(outcome.out.contains(words), "no {words:?} in {}", outcome.out);
        }
    }
}

#[test]
fn pgs_explains_its_commands() {
    let outcome = Place::new().pgs(&["--help"]);
    assert_eq!((outcome.err.as_str(), outcome.status), ("", 0));
    for words in ["run ", "list ", "conformance ", "First steps:"] {
        assert!(outcome.out.contains(words), "no {words:?} in {}", outcome.out);
    }
    let outcome = Place::new().pgs(&["run", "--help"]);
    for words in ["--wf <FQDN>", "--payload <FILE>", "enforce", "observe", "Exit status:"] {
        assert!(outcome.out.contains(words), "no {words:?} in {}", outcome.out);
    }
}

#[test]
fn both_tell_their_version() {
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(Place::new().pgs(&["--version"]).out, format!("pgs {version}\n"));
    assert_eq!(Place::new().echo(&["--version"]).out, format!("wf-echo-payload {version}\n"));
}
