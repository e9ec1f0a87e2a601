//! Payloads before a run: the skeleton of each workflow, the table of its fields, and which payloads would be refused.

use pgs_value::{Value, json};

use super::support::{Place, binary, binary_name, command, feed, files_below, sample_workflows};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";

fn pgs(arguments: &[&str], stdin: &str) -> (String, String, i32) {
    let output = feed(command(binary("pgs")).args(arguments), stdin.as_bytes());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn the_skeleton_of_every_workflow_would_be_admitted() {
    let workflows = sample_workflows();
    assert!(workflows.len() > 15, "{workflows:?}");
    for workflow in workflows.iter().map(String::as_str) {
        for more in [&[][..], &["--required"]] {
            let (skeleton, said, status) = pgs(&[&["payload", "--wf", workflow], more].concat(), "");
            assert_eq!((said.as_str(), status), ("", 0), "{workflow}");
            let line = pgs_value::from_str::<Value>(&skeleton).unwrap().to_string();
            let (out, said, status) = pgs(&["admit", "--wf", workflow, "--payloads", "-"], &line);
            assert_eq!(
                (out.as_str(), said.as_str(), status),
                ("", "1 payload: 1 admitted, 0 refused\n", 0),
                "{workflow}"
            );
        }
    }
}

#[test]
fn the_workflow_s_own_binary_has_it_too_and_tells_of_fields_within_fields() {
    let own = |argument: &str| {
        let output = command(binary(&binary_name(REGISTER))).arg(argument).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(own("--skeleton"), pgs(&["payload", "--wf", "WF_REGISTER_MEMBER_V0"], "").0);
    for text in [own("--help"), pgs(&["list"], "").0] {
        let row = |name: &str| {
            text.lines().find(|line| line.trim_start().starts_with(name)).unwrap_or_else(|| panic!("{text}"))
        };
        assert!(row("member.email ").contains("required  a mail address"), "{text}");
        assert!(row("member.language ").contains("optional  one of en, de, fr"), "{text}");
    }
}

#[test]
fn what_a_run_would_refuse_is_told_without_running() {
    let place = Place::new();
    let good = json!({ "member": { "full_name": "A", "email": "a@example.org" } });
    let bad = json!({ "member": { "full_name": "A", "email": "a@example.org", "language": "la" } });
    let lines = format!("{good}\n\n{bad}\nno payload\n");
    let asked = ["admit", "--wf", REGISTER, "--payloads", "-"];
    let (out, said, status) = pgs(&asked, &lines);
    let out: Vec<&str> = out.lines().collect();
    assert_eq!(out[0], "line 3: refused: $.member.language: \"la\" is not one of en, de, fr (IN_MEMBER_REGISTERED_V0)");
    assert!(out[1].starts_with("line 4: is not JSON that can be used"), "{out:?}");
    assert_eq!((said.as_str(), status), ("3 payloads: 1 admitted, 1 refused, 1 error\n", 1));
    let (out, ..) = pgs(&[&asked[..], &["--format", "json"]].concat(), &lines);
    let objects: Vec<Value> = out.lines().map(|line| pgs_value::from_str(line).unwrap()).collect();
    let admitted: Vec<&Value> = objects.iter().map(|object| &object["admitted"]).collect();
    assert_eq!(admitted[..2], [&json!(true), &json!(false)]);
    assert_eq!(objects[1]["violations"][0]["path"], "$.payload.member.language");
    // What it says is what a run says, and a run in the other mode refuses nothing.
    let batch = feed(place.pgs(REGISTER).args(["--payloads", "-"]), bad.to_string().as_bytes());
    let line: Value = pgs_value::from_slice(&batch.stdout).unwrap();
    assert_eq!((&line["reason"], &line["violations"]), (&objects[1]["reason"], &objects[1]["violations"]));
    assert_eq!(pgs(&[&asked[..], &["--admission", "observe"]].concat(), &bad.to_string()).2, 0);
    assert_eq!(files_below(&place.workspace()).len(), 1, "the batch alone has left a trace");
}
