//! Wrong command lines through the real binaries: one clear line on standard error, the exit status, nothing written.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use pgs_value::json;
use support::{Place, binary, binary_name, command, feed, files_below, payload_file};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";

/// Both ways to start a workflow.
fn starts(place: &Place) -> [Command; 2] {
    [place.pgs(REGISTER), place.own(REGISTER)]
}

/// Fails unless the command was refused in one line that says all of this, and wrote nothing.
#[track_caller]
fn is_refused(place: &Place, output: &Output, says: &[&str]) {
    let stderr = std::str::from_utf8(&output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert_eq!(output.stdout, b"");
    assert!(stderr.starts_with("error: ") && stderr.lines().count() == 1, "{stderr}");
    for words in says {
        assert!(stderr.contains(words), "{stderr:?} does not say {words:?}");
    }
    assert_eq!((files_below(&place.workspace()), files_below(&place.data())), (vec![], vec![]));
}

#[test]
fn a_payload_that_is_no_object_is_refused() {
    let texts: [(&[u8], &str); 9] = [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"{} {}", "is not JSON"),
        (b"{\"a\": NaN}", "is not JSON"),
        (b"[1]", "holds an array"),
        (b"null", "holds null"),
        (b"\"{}\"", "holds a string"),
        (b"{\"a\": \"\\ud800\"}", "is not JSON"),
        (b"{\"a\": \"\xff\"}", "is not UTF-8 from byte 7 on"),
    ];
    for (text, reason) in texts {
        let place = Place::new();
        let file = place.file("payload.json", text);
        for mut start in starts(&place) {
            let output = start.arg("--payload").arg(&file).output().unwrap();
            is_refused(&place, &output, &["--payload", "payload.json", reason]);
        }
        for mut start in starts(&place) {
            let output = feed(start.args(["--payload", "-"]), text);
            is_refused(&place, &output, &["--payload", "standard input", reason]);
        }
    }
}

#[test]
fn a_payload_may_be_nested_a_hundred_levels_deep() {
    let nested = |levels: usize| format!("{}1{}", "{\"member\":".repeat(levels), "}".repeat(levels));
    let place = Place::new();
    for levels in [101, 127, 128, 100_000] {
        let output = feed(place.own(REGISTER).args(["--payload", "-"]), nested(levels).as_bytes());
        is_refused(&place, &output, &["--payload"]);
    }
    // The trace, which holds it, is whole: `run_in_mode` reads it.
    let deepest = pgs_value::from_str(&nested(100)).unwrap();
    let ran = place.run_in_mode(REGISTER, &deepest, Some("observe"));
    ran.ends("SUCCESS", 0, "EXIT_REGISTERED (COMPLETED, emits EV_MEMBER_REGISTERED_V0)");
    assert_eq!(ran.trace.of_kind("ADMISSION").count(), 1);
}

#[test]
fn a_payload_that_can_t_be_read_is_refused() {
    let place = Place::new();
    let folder = place.file("file", "").parent().unwrap().to_owned();
    for (path, reason) in [(folder.join("absent.json"), "absent.json can't be read"), (folder, "can't be read")] {
        for mut start in starts(&place) {
            let output = start.arg("--payload").arg(&path).output().unwrap();
            is_refused(&place, &output, &["--payload", reason]);
        }
    }
}

#[test]
fn relative_paths_and_no_paths_are_below_the_current_folder() {
    let place = Place::new();
    let here = place.data().parent().unwrap().canonicalize().unwrap();
    let shown = |path: &str| here.join(path).display().to_string();
    for name in ["pgs", &binary_name(REGISTER)] {
        let start = |folder: &str| {
            let mut start = command(binary(name));
            if name == "pgs" {
                start.args(["run", "--wf", "WF_REGISTER_MEMBER_V0"]);
            }
            fs::create_dir_all(here.join(folder)).unwrap();
            start.current_dir(here.join(folder)).args(["--trace", "jsonl", "--payload"]);
            start.arg(payload_file("library/register_member"));
            start
        };
        let said = |output: &Output| String::from_utf8(output.stderr.clone()).unwrap();
        let given = start(name).args(["--data-root", "some/data", "--workspace", "work"]).output().unwrap();
        let (data, work) = (shown(&format!("{name}/some/data")), shown(&format!("{name}/work")));
        assert_eq!(said(&given), format!("note: --data-root is {data}\nnote: --workspace is {work}\n"));
        assert!(Path::new(&data).join("library/members.jsonl").exists());
        let given = start(name).env("PGS_DATA_ROOT", "some/data").args(["-q", "--workspace", "work"]).output().unwrap();
        assert_eq!((said(&given).as_str(), given.status.code()), ("", Some(0)));

        let first = start(&format!("{name}-new")).output().unwrap();
        let (data, work) = (shown(&format!("{name}-new/pgs-runs/data")), shown(&format!("{name}-new/pgs-runs")));
        let notes = said(&first);
        let new = format!("note: state goes to {data} and traces to {work}/traces, which are new; ");
        assert!(notes.starts_with(&new) && notes.lines().count() == 1, "{notes}");
        let trace = String::from_utf8(first.stdout).unwrap();
        let trace = trace.lines().find_map(|line| line.strip_prefix("Trace:")).unwrap().trim().to_owned();
        assert!(trace.starts_with(&work) && Path::new(&trace).exists(), "{trace}");
        let second = start(&format!("{name}-new")).output().unwrap();
        assert_eq!(said(&second), "", "what is there is not new");
        let loud = said(&start(&format!("{name}-new")).arg("-v").output().unwrap());
        assert!(loud.contains(&format!("note: state in {data} (files)")), "{loud}");
    }
}

#[test]
fn a_data_root_that_is_no_readable_folder_is_refused() {
    let place = Place::new();
    fs::write(place.data(), "a file").unwrap();
    for mut start in starts(&place) {
        let output = start.output().unwrap();
        is_refused(&place, &output, &["--data-root", "is not a folder"]);
    }
    fs::remove_file(place.data()).unwrap();
    assert_eq!(fs::read_dir(place.data().parent().unwrap()).unwrap().count(), 0, "something was written");
}

#[cfg(unix)]
#[test]
fn a_data_root_without_permission_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    fs::create_dir(place.data()).unwrap();
    fs::set_permissions(place.data(), fs::Permissions::from_mode(0o000)).unwrap();
    let readable = fs::read_dir(place.data()).is_ok();
    let outputs: Vec<Output> = starts(&place).map(|mut start| start.output().unwrap()).into();
    fs::set_permissions(place.data(), fs::Permissions::from_mode(0o700)).unwrap();
    if readable {
        eprintln!("passed over: this user may read every folder");
        return;
    }
    for output in outputs {
        is_refused(&place, &output, &["data root", "can't be read"]);
    }
}

#[test]
fn an_admission_mode_that_does_not_exist_is_refused() {
    let place = Place::new();
    for mut start in starts(&place) {
        let output = start.env("PGS_ADMISSION", "lenient").output().unwrap();
        is_refused(&place, &output, &["PGS_ADMISSION", "lenient", "enforce or observe"]);
    }
}

#[test]
fn an_unknown_workflow_is_refused_with_those_near_it() {
    for name in ["library::WF_REGISTER_MEMBER", "WF_REGISTER_MEMBER_V1", "library::wf_register_member_v0"] {
        let place = Place::new();
        let output = place.pgs(name).output().unwrap();
        is_refused(&place, &output, &["--wf", name, REGISTER]);
    }
    let place = Place::new();
    is_refused(&place, &place.pgs("").output().unwrap(), &["--wf", "pgs list"]);
}

#[test]
fn wrong_usage_ends_with_2_and_writes_nothing() {
    let place = Place::new();
    let wrong: [&[&str]; 6] = [
        &[],
        &["walk"],
        &["run"],
        &["run", "--wf", REGISTER, "--color", "red"],
        &["run", "--wf", REGISTER, "--admission", "lenient"],
        &["conformance"],
    ];
    for arguments in wrong {
        let output = command(binary("pgs")).args(arguments).output().unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
    let output = place.own(REGISTER).args(["--wf", REGISTER]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!((files_below(&place.workspace()), files_below(&place.data())), (vec![], vec![]));
}

#[test]
fn help_names_the_payload_and_the_exit_statuses() {
    let output = command(binary(&binary_name(REGISTER))).arg("--help").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    for words in [REGISTER, "--payload", "--data-root", "--workspace", "--admission", "The registration form", "  2  "]
    {
        assert!(text.contains(words), "{text}\ndoes not say {words:?}");
    }
}

#[test]
fn options_go_before_variables_and_standard_input_is_a_payload() {
    let place = Place::new();
    let text = fs::read(payload_file("library/register_member")).unwrap();
    let mut start = place.own(REGISTER);
    start.env("PGS_DATA_ROOT", "relative").env("PGS_WORKSPACE", "relative").env("PGS_ADMISSION", "observe");
    let output = feed(start.args(["--payload", "-", "--admission", "enforce"]), &text);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let bad = json!({ "member": { "full_name": "Ada", "email": "nobody" } });
    let ran = place.run_in_mode(REGISTER, &bad, Some("enforce"));
    ran.ends("NACK", 1, "EXIT_REJECTED (REJECTED)");
}

#[test]
fn without_a_payload_it_is_an_empty_object() {
    let place = Place::new();
    let ran = place.finish(place.pgs("parcels::WF_REPORT_PARCELS_V0"), "parcels::WF_REPORT_PARCELS_V0");
    ran.ends("NO_PARCELS", 1, "EXIT_NO_PARCELS (COMPLETED)");
    let ran = place.finish(place.own(REGISTER), REGISTER);
    ran.ends("NACK", 1, "EXIT_REJECTED (REJECTED)");
}
