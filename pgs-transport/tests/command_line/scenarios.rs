//! What `pgs test` prints for scenarios that are as expected, that are not, and that can't be read.

use crate::tiny::{Outcome, Place};

const HEAD: &str = "wf: tiny::WF_ECHO_PAYLOAD_V0\n";

/// `pgs test` on a file of this name with this text.
fn tested(name: &str, text: &str) -> Outcome {
    let place = Place::new();
    let file = place.file(name, text);
    let outcome = place.pgs(&["test", &file]);
    let folder = place.folder.path().display().to_string();
    Outcome { out: without_times(&outcome.out.replace(&folder, "")), ..outcome }
}

/// What is different in every run.
fn without_times(text: &str) -> String {
    let cut = |line: &str| match line.rfind(", ").filter(|at| line[*at..].ends_with("s)")) {
        Some(at) => format!("{})", &line[..at]),
        None => line.split(", in ").next().unwrap_or_default().to_owned(),
    };
    text.lines().map(cut).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_file_holds_one_scenario_or_several() {
    let one = tested("one.yaml", &format!("{HEAD}steps: [{{ expect: {{ status: SUCCESS }} }}]"));
    assert_eq!((one.out.as_str(), one.status), ("ok   one (/one.yaml, 1 run)\n1 passed, 0 failed", 0));
    let group = format!(
        "{HEAD}payload: {{ a: 1 }}\nscenarios:\n  - steps: [{{ expect: {{ surface: {{ a: 1 }} }} }}]\n  - name: two\n    steps: [{{}}, {{ payload: {{ status: NACK }}, expect: {{ status: NACK, exit: EXIT_OK }} }}]\n"
    );
    let group = tested("group.yaml", &group);
    let want = "ok   group 1 (/group.yaml, 1 run)\nok   two (/group.yaml, 2 runs)\n2 passed, 0 failed";
    assert_eq!((group.out.as_str(), group.status), (want, 0));
    let pages = "# Echo\n\nIt echoes.\n\n```yaml\nwf: tiny::WF_ECHO_PAYLOAD_V0\nsteps: [{}]\n```\n\n```json\n{}\n```\n## Stop\n```yaml\n- steps: [{ wf: tiny::WF_STOP_V0, expect: { status: ACK, exit: null } }]\n```\n";
    let want = "ok   Echo (/page.md, 1 run)\nok   Stop 1 (/page.md, 1 run)\n2 passed, 0 failed";
    assert_eq!(tested("page.md", pages).out, want);
    let json = r#"{"name": "n", "steps": [{"wf": "tiny::WF_STOP_V0", "payload": {}}]}"#;
    assert_eq!(tested("x.json", json).out, "ok   n (/x.json, 1 run)\n1 passed, 0 failed");
}

#[test]
fn what_is_not_as_expected_is_told_with_its_place() {
    let text = format!(
        "{HEAD}payload: {{ a: {{ b: [1, 2] }}, secret: hush }}\nsteps:\n  - expect: {{ status: NACK, exit: null, surface: {{ a: {{ b: [1, 3] }}, secret: <suppressed>, c: 1 }} }}\n"
    );
    let outcome = tested("x.yaml", &text);
    let want = "\
FAIL x (/x.yaml, 1 run)
     step 1, tiny::WF_ECHO_PAYLOAD_V0
       status
         expected \"NACK\"
         found    \"SUCCESS\"
       exit
         expected null
         found    \"EXIT_OK\"
       surface.a.b[1]
         expected 3
         found    2
       surface.c
         expected 1
         found    nothing
0 passed, 1 failed";
    assert_eq!((outcome.out.as_str(), outcome.status), (want, 1));
}

#[test]
fn a_run_that_breaks_off_is_told_unless_it_is_expected() {
    let with = |expect: &str| {
        tested("x.yaml", &format!("{HEAD}steps: [{{ payload: {{ status: FAULT }}, expect: {expect} }}]")).out
    };
    assert!(with("{ status: ERROR, error: echo broke }").starts_with("ok "));
    assert!(with("{ exit: EXIT_OK }").contains("the run could not go on: the echo broke"));
    assert!(with("{ error: the disk }").contains("but for another reason than `the disk`: the echo broke"));
}

#[test]
fn what_can_not_be_read_is_told_with_its_line_and_the_key_that_was_meant() {
    for (text, told) in [
        (
            "steps:\n  - wf: a::WF_A_V0\n    exspect: {}\n",
            "/x.yaml:3: /steps/0/exspect: there is no key `exspect`; did you mean `expect`?",
        ),
        ("steps:\n  - payload: {}\n", "/x.yaml:2: /steps/0: it names no workflow; add `wf`"),
        ("name: a\n", "it has no `steps`"),
        ("name: a\nname: b\n", "/x.yaml:2: the key `name` stands twice"),
        ("a: &x 1\n", "anchors and aliases are not read"),
        ("- 1\n", "/x.yaml:1: /0: a scenario is an object with `steps`"),
        ("7\n", "it is no scenario"),
        ("steps:\n  - { wf: a, time: noon }\n", "`noon` is no time"),
        ("steps:\n  - { wf: a, random: [xyz] }\n", "`random` is a list of hex digits"),
        ("steps:\n  - { wf: a, admission: maybe }\n", "`admission` is enforce or observe, not `maybe`"),
        ("steps:\n  - { wf: a, answers: { b: 1 } }\n", "/steps/0/answers/b: an answer is a status"),
        ("platform: pgc-6\nsteps: [{ wf: a }]\n", "it is a scenario of the platform pgc-6"),
    ] {
        let outcome = tested("x.yaml", text);
        assert!(outcome.out.contains(told) && outcome.out.ends_with("0 passed, 1 failed"), "{told}\n{}", outcome.out);
        assert_eq!(outcome.status, 1);
    }
}

#[test]
fn names_that_this_build_does_not_know_are_told() {
    let text = "steps: [{ wf: tiny::WF_ECHO_PAYLOAD_V1 }]\nseed_data: { a/b.json: {} }\nexpect_data: { c.jsonl: [] }\n";
    let outcome = tested("x.yaml", text).out;
    for told in [
        "no workflow tiny::WF_ECHO_PAYLOAD_V1; did you mean tiny::WF_ECHO_PAYLOAD_V0?",
        "seed_data `a/b.json`: no store lies there",
        "store c.jsonl at the end: no store lies there",
    ] {
        assert!(outcome.contains(told), "{told}\n{outcome}");
    }
}

#[test]
fn junit_has_a_suite_a_file_and_a_case_a_scenario() {
    let place = Place::new();
    let good = place.file("s/good.yaml", format!("{HEAD}steps: [{{}}]"));
    place.file("s/<bad>.yaml", format!("- name: a & b\n  {HEAD}  steps: [{{ expect: {{ status: NACK }} }}]"));
    place.file("s/none.yaml", "name: a\n");
    let results = place.path("results.xml");
    let outcome =
        place.pgs(&["test", &place.path("s").display().to_string(), "--junit", &results.display().to_string()]);
    assert_eq!(outcome.status, 1, "{}", outcome.out);
    let text = std::fs::read_to_string(results).unwrap();
    assert_eq!(text.matches("<testsuite ").count(), 3);
    assert_eq!(text.matches("<testcase ").count(), 3);
    assert_eq!(text.matches("<failure ").count(), 2);
    assert!(text.contains(&format!("<testsuite name=\"{good}\" tests=\"1\" failures=\"0\"")), "{text}");
    assert!(text.contains("&lt;bad&gt;.yaml") && text.contains("name=\"a &amp; b\""), "{text}");
    assert!(text.contains("expected &quot;NACK&quot;"), "{text}");
}

#[test]
fn some_can_be_chosen_and_none_is_an_error() {
    let place = Place::new();
    let file = place
        .file("x.yaml", format!("{HEAD}scenarios: [{{ name: one, steps: [{{}}] }}, {{ name: two, steps: [{{}}] }}]"));
    assert!(place.pgs(&["test", "--only", "two", &file]).out.contains("1 passed, 0 failed"));
    assert_eq!(place.pgs(&["test", "--only", "three", &file]).error(), "no scenario is called `three`");
    let folder = place.path("data").display().to_string();
    assert!(place.pgs(&["test", &folder]).error().contains("holds no scenario"));
    assert!(place.pgs(&["test", "no/such/file.yaml"]).error().contains("no/such/file.yaml can't be read"));
}
