//! Which traces a command is asked about: by id, by workspace, by time, workflow and failure; and how they are shown.

use std::ffi::OsString;
use std::path::Path;

use anstream::adapter::strip_str;
use pgs_transport::{Output, Process};
use pgs_value::{Value, json};

use crate::lend::{Place, WORKFLOWS, pgs};

/// The arguments with the workspace of this place.
fn within(place: &Place, args: &[&str]) -> Output {
    let work = place.path("work").display().to_string();
    pgs(&[args, &["--workspace", &work]].concat())
}

/// On a terminal of so many columns.
fn on_terminal(args: &[&str], columns: usize) -> Output {
    let process = Process {
        args: std::iter::once("pgs").chain(args.iter().copied()).map(OsString::from).collect(),
        env: &|_| None,
        stdin: Box::new(std::io::empty()),
        stdout: &mut Vec::new(),
        columns: Some(columns),
        room: |_| true,
        watch: |_| {},
    };
    pgs_transport::pgs(process, &WORKFLOWS, &[], &[])
}

fn id(trace: &Path) -> String {
    trace.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// Three runs: one that succeeds, one on which the protocol decides, one of which the disk is full.
fn three() -> (Place, [String; 3]) {
    let place = Place::new();
    let payloads =
        [json!({}), json!({ "check": "TOO_LARGE" }), json!({ "write": "BACKEND_ERROR", "write_reason": "full" })];
    let ids = payloads.map(|payload| id(&place.run(&payload)));
    (place, ids)
}

/// The ids of the traces that are examined.
fn examined(place: &Place, args: &[&str]) -> Vec<String> {
    let output = within(place, &[&["examine", "--format", "json"], args].concat());
    let reports = output.stdout.lines().map(|line| pgs_value::from_str::<Value>(line).unwrap());
    reports.map(|report| report["trace_id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_trace_is_named_by_its_id_and_all_of_a_workspace_by_nothing() {
    let (place, ids) = three();
    for command in ["examine", "verify", "replay", "render"] {
        let one = within(&place, &[command, &ids[1]]);
        assert!(one.stdout.contains(&ids[1]) && !one.stdout.contains(&ids[0]), "{command}: {}", one.stdout);
        let all = within(&place, &[command]);
        let places: Vec<usize> = ids.iter().map(|id| all.stdout.find(id.as_str()).unwrap()).collect();
        assert!(places.is_sorted(), "{command}: in the order of time: {}", all.stdout);
        let none = within(&place, &[command, "20260203T040506007Z__WF_LEND_V0__9CB3"]);
        assert!(none.status == 2 && none.stderr.contains("there is no trace 20260203T"), "{}", none.stderr);
        let nowhere = pgs(&[command, "--workspace", "/absent"]);
        assert!(nowhere.status == 2 && nowhere.stderr.contains("no workspace /absent"), "{}", nowhere.stderr);
    }
}

#[test]
fn runs_are_chosen_by_workflow_time_and_failure() {
    let (place, ids) = three();
    let all = || ids.to_vec();
    for (args, want) in [
        (&[][..], all()),
        (&["--failed"], ids[1..].to_vec()),
        (&["--class", "business"], vec![ids[1].clone()]),
        (&["--class", "business,side_effect"], ids[1..].to_vec()),
        (&["--class", "denial"], vec![]),
        (&["--failed", "--success", "TOO_LARGE"], vec![ids[2].clone()]),
        (&["--workflow", "WF_LEND_V0"], all()),
        (&["--workflow", "shop::WF_LEND_V0"], all()),
        (&["--workflow", "other::WF_LEND_V0"], vec![]),
        (&["--workflow", "WF_SELL_V0"], vec![]),
        (&["--since", "1h"], all()),
        (&["--since", "9999-01-01"], vec![]),
    ] {
        assert_eq!(examined(&place, args), want, "{args:?}");
    }
    let replayed = within(&place, &["replay", "--class", "side_effect"]).stdout;
    assert!(replayed.contains(&ids[2]) && replayed.lines().count() == 1, "{replayed}");
    assert_eq!(within(&place, &["verify", "--since", "9999-01-01"]).stdout, "0 traces: 0 ok, 0 failed\n");
    let wrong = within(&place, &["examine", "--since", "yesterday"]);
    assert!(wrong.status == 2 && wrong.stderr.contains("30m, 12h, 7d"), "{}", wrong.stderr);
}

/// SUCCESS or ALREADY_EXISTS, and the EXIT says that it is not what was asked for.
#[test]
fn a_denial_that_the_protocol_intends_is_a_class_of_its_own() {
    let place = Place::new();
    let file = place.run(&json!({ "write": "ALREADY_EXISTS", "denied": "yes" }));
    let output = pgs(&["examine", "--format", "json", file.to_str().unwrap()]);
    let report: Value = pgs_value::from_str(&output.stdout).unwrap();
    assert_eq!((&report["failure"]["class"], &report["failure"]["structural"]), (&json!("denial"), &json!(false)));
    let reason = report["failure"]["reason"].as_str().unwrap();
    assert_eq!((reason, output.status), ("ALREADY_EXISTS at EXIT_LENT_OUT, whose reason is LENT_OUT", 0));
    assert_eq!(examined(&place, &["--failed"]), Vec::<String>::new(), "what is a success has not failed");
    assert_eq!(examined(&place, &["--class", "denial"]).len(), 1);
}

#[test]
fn a_table_fits_the_terminal_and_a_pipe_gets_it_whole() {
    let (place, ids) = three();
    let work = place.path("work").display().to_string();
    let piped = pgs(&["examine", &work]).stdout;
    assert!(piped.starts_with("TIME") && !piped.contains('\u{1b}'), "{piped}");
    for columns in [60, 80, 160] {
        let shown = on_terminal(&["examine", &work], columns).stdout;
        assert!(shown.contains('\u{1b}'), "what failed has a colour");
        let plain = strip_str(&shown).to_string();
        assert!(plain.lines().all(|line| line.chars().count() <= columns), "{columns}: {plain}");
        assert!(ids.iter().all(|id| plain.contains(&id[..20])), "{columns}: {plain}");
    }
}

#[test]
fn a_workflow_that_is_none_is_said_with_the_near_one() {
    let (place, _) = three();
    for command in ["examine", "verify", "replay", "render"] {
        let wrong = within(&place, &[command, "--workflow", "shop::WF_LENT_V0"]);
        let told = "error: --workflow: there is no workflow shop::WF_LENT_V0; near it: shop::WF_LEND_V0; `pgs list` shows all\n";
        assert_eq!((wrong.stdout.as_str(), wrong.stderr.as_str(), wrong.status), ("", told, 2), "{command}");
    }
}

#[test]
fn filters_that_leave_nothing_say_so() {
    let (place, ids) = three();
    for args in
        [&["examine", "--class", "denial"][..], &["replay", "--since", "9999-01-01"], &["render", "--class", "graph"]]
    {
        let nothing = within(&place, args);
        let said = (nothing.stdout.as_str(), nothing.stderr.as_str(), nothing.status);
        assert_eq!(said, ("", "note: no trace here matches\n", 0), "{args:?}");
        assert_eq!(within(&place, &[args, &["-q"]].concat()).stderr, "", "{args:?}");
    }
    let loud = within(&place, &["examine", "-v", "--class", "business"]);
    let work = place.path("work").display().to_string();
    assert_eq!(loud.stderr, format!("note: 3 traces in {work}, of which 1 match\n"), "{ids:?}");
}

#[test]
fn what_is_no_trace_is_said_in_a_line() {
    let (place, _) = three();
    for command in ["examine", "verify", "replay", "render"] {
        let wrong = within(&place, &[command, "2026xyz"]);
        let told = "error: 2026xyz is no file, folder or trace id (YYYYMMDDTHHMMSSmmmZ__WF_CODE_V0__XXXX)\n";
        assert_eq!((wrong.stdout.as_str(), wrong.stderr.as_str(), wrong.status), ("", told, 2), "{command}");
    }
}

#[test]
fn quiet_commands_tell_only_what_is_wrong() {
    let (place, ids) = three();
    let file = place.path("work/traces/shop/WF_LEND_V0").join(&ids[1]).join(format!("{}.jsonl", ids[1]));
    for command in ["verify", "replay", "render"] {
        assert_eq!(within(&place, &[command, "-q"]).stdout, "", "{command}");
    }
    let work = place.path("work").display().to_string();
    assert_eq!(pgs(&["replay", "--against", &work, "-q"]).stdout, "");
    let failed = within(&place, &["examine", "-q"]).stdout;
    assert!(!failed.contains(&ids[0]) && failed.contains(&ids[1]) && failed.contains(&ids[2]), "{failed}");
    std::fs::write(&file, "rubbish").unwrap();
    let said = within(&place, &["verify", "-q"]).stdout;
    assert!(said.starts_with("FAILED ") && said.lines().count() == 1, "{said}");
}
