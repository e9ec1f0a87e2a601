//! The scenarios of the samples: as expected, and over every edge; and one that is recorded from runs.

mod support;

use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use pgs_value::Value;
use support::{Place, SAMPLES, binary, command, payload, project, sample_workflows};

fn pgs(args: &[&str]) -> Output {
    command(binary("pgs")).args(args).current_dir(project()).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn every_scenario_of_the_samples_is_as_expected() {
    let begun = Instant::now();
    let output = pgs(&["test", "snapshots/library", "snapshots/parcels"]);
    let took = begun.elapsed();
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).ends_with('\n') && stdout(&output).contains("passed, 0 failed"));
    // A third of a second, and much of it for a machine that does something else.
    assert!(took < Duration::from_secs(10), "{took:?}");
}

/// What is sealed says the same as what was written.
#[test]
fn sealed_scenarios_are_those_that_were_written() {
    for sample in SAMPLES {
        let names = |folder: &str| -> Vec<String> {
            let output = pgs(&["test", &format!("snapshots/{sample}/{folder}/scenarios")]);
            assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
            let text = stdout(&output);
            text.lines().filter_map(|line| Some(line.split_once(" (")?.0.to_owned())).collect()
        };
        assert_eq!(names("protocol"), names("protocol_snapshot"));
    }
}

#[test]
fn the_scenarios_of_the_samples_take_every_edge() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().display().to_string();
    for workflow in sample_workflows() {
        let (sample, asked) = (SAMPLES.map(|name| format!("snapshots/{name}")), ["--wf", &workflow, "--into", &into]);
        let output =
            pgs(&[&["coverage", "--threshold", "100"], &asked[..], &sample.each_ref().map(String::as_str)].concat());
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), errors.as_ref()), (Some(0), ""), "{}", stdout(&output));
    }
    let page = std::fs::read_to_string(folder.path().join("library__WF_LEND_BOOK_V0.md")).unwrap();
    assert!(page.contains("| edges | 32 | 32 | 100 % |"), "{page}");
    assert!(page.contains("```mermaid") && page.contains(",n_CC_LEND_BOOK_V0,"), "{page}");
    let picture = std::fs::read(folder.path().join("library__WF_LEND_BOOK_V0.png")).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
}

/// Of one snapshot of several its own workflows count.
#[test]
fn the_scenarios_of_a_sample_take_every_edge_of_its_workflows() {
    for (sample, other) in [("library", "parcels::"), ("parcels", "library::")] {
        let output = pgs(&["coverage", "--threshold", "100", &format!("snapshots/{sample}")]);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), errors.as_ref()), (Some(0), ""), "{}", stdout(&output));
        assert!(!stdout(&output).contains(other), "{}", stdout(&output));
    }
}

/// One scenario less, and an edge is missing: the threshold fails, and the edge is named.
#[test]
fn an_edge_that_nothing_takes_is_named() {
    let file = "snapshots/library/protocol/scenarios/register_member.yaml";
    let wf = "library::WF_REGISTER_MEMBER_V0";
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(project().join(file)).unwrap();
    let (before, _) = text.split_once("  - name: a store that fails ends the run").unwrap();
    let part = folder.path().join("part.yaml");
    std::fs::write(&part, before).unwrap();
    let output = pgs(&["coverage", "--wf", wf, "--threshold", "80", part.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    let told = "edge CC_REGISTER_MEMBER_V0 -> EXIT_FAILED: BACKEND_ERROR, VIOLATION";
    assert!(stdout(&output).contains(told), "{}", stdout(&output));
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(errors.contains("4 of 6 edges of library::WF_REGISTER_MEMBER_V0 were taken, less than 80 %"), "{errors}");
    let json = stdout(&pgs(&["coverage", "--wf", wf, "--format", "json", part.to_str().unwrap()]));
    let json: Value = pgs_value::from_str(&json).unwrap();
    assert_eq!(json["workflows"][0]["edges"], pgs_value::json!({ "taken": 4, "of": 6 }));
}

#[test]
fn recorded_runs_are_a_scenario_that_passes() {
    let place = Place::new();
    place.run("library::WF_ADD_BOOK_V0", "library/add_book");
    place.run("library::WF_ADD_BOOK_V0", "library/add_reference_book");
    place.run("library::WF_ADD_BOOK_V0", "library/add_book");
    let file = record(&place.workspace().join("traces"), &place.data().join("recorded.yaml"));
    passes(&file);
    let text = std::fs::read_to_string(&file).unwrap();
    for told in ["exit: EXIT_KNOWN", "library/catalogue.json", "step: enter_barcode"] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    // Traces are covered as scenarios are.
    let traces = place.workspace().join("traces");
    let coverage = stdout(&pgs(&["coverage", "--wf", "library::WF_ADD_BOOK_V0", traces.to_str().unwrap()]));
    assert!(coverage.contains("3 of 6 edges were taken"), "{coverage}");
}

/// State that no trace shows: the side effects answer as they did.
#[test]
fn a_run_on_state_of_before_is_recorded_with_the_answers_of_its_stores() {
    let place = Place::new();
    for name in ["register_member", "register_second_member"] {
        place.run("library::WF_REGISTER_MEMBER_V0", &format!("library/{name}"));
    }
    place.run("library::WF_ADD_BOOK_V0", "library/add_book");
    place.run("library::WF_LEND_BOOK_V0", "library/lend_book");
    place.run("library::WF_RESERVE_BOOK_V0", "library/reserve_book");
    place.run("library::WF_RETURN_BOOK_V0", "library/return_book_late");
    let traces = place.workspace().join("traces/library/WF_RETURN_BOOK_V0");
    let file = record(&traces, &place.data().join("recorded.yaml"));
    passes(&file);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("CC_WRITE_TO_MEMBER_V0.send_letter"), "{text}");
    // A secret that no trace shows: the scenario waits for it.
    let traces = place.workspace().join("traces/library/WF_REGISTER_MEMBER_V0");
    let output = pgs(&["test", "--record", traces.to_str().unwrap()]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(errors.contains("its payload holds suppressed values, which no trace shows"), "{errors}");
    let file = place.data().join("secret.yaml");
    let whole = payload("library/register_member")["member"]["email"].as_str().unwrap().to_owned();
    std::fs::write(
        &file,
        stdout(&output).replacen("<suppressed>", &whole, 1).replacen("<suppressed>", "mary@example.org", 1),
    )
    .unwrap();
    passes(&file);
}

fn record(traces: &Path, file: &Path) -> std::path::PathBuf {
    let output = pgs(&["test", "--record", traces.to_str().unwrap(), "--into", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(stdout(&output).starts_with("wrote "), "{}", stdout(&output));
    file.to_owned()
}

fn passes(file: &Path) {
    let output = pgs(&["test", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), std::fs::read_to_string(file).unwrap());
}
