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

#[test]
fn shells_and_man_are_told_of_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let outcome = Place::new().pgs(&["completions", shell]);
        assert_eq!((outcome.err.as_str(), outcome.status), ("", 0));
        // Not every shell is told of values.
        let values = matches!(shell, "bash" | "zsh" | "fish").then_some("tiny::WF_STOP_V0");
        for words in ["examine", "payloads"].into_iter().chain(values) {
            assert!(outcome.out.replace('\\', "").contains(words), "{shell}: no {words:?} in {}", outcome.out);
        }
    }
    // Those of a workflow's binary know its options, and no command.
    let outcome = Place::new().pgs(&["completions", "bash", "--wf", "WF_ECHO_PAYLOAD_V0"]);
    assert!(outcome.out.contains("--skeleton") && outcome.out.contains("wf-echo-payload"), "{}", outcome.out);
    assert!(!outcome.out.contains("examine"), "{}", outcome.out);
    assert_eq!(Place::new().pgs(&["completions", "bash", "--wf", "WF_ECHO_V0"]).status, 2);
    let place = Place::new();
    assert!(place.pgs(&["man"]).out.contains(".TH pgs 1"));
    let pages = place.path("man").display().to_string();
    assert_eq!(place.pgs(&["man", "--to", &pages]).status, 0);
    for page in ["pgs.1", "pgs-run.1", "pgs-state-import.1", "wf-echo-payload.1"] {
        assert!(place.path("man").join(page).is_file(), "{page}");
    }
}
