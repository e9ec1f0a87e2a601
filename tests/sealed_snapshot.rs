//! A sealed snapshot of PGC that lies beside the project and is no part of it, built together with a sample of PGS: its runs
//! are those that `pgc-runtime` recorded, and the traces of both are read. Passed over where it is absent.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use pgs_value::{Map, Value, json};
use support::build::Build;
use support::{command, project};

/// The folder with the snapshot and its scenarios, if it is there.
fn shared() -> Option<PathBuf> {
    let shared = project().join("../shared/pgc");
    if shared.join("snapshot").is_dir() {
        return Some(shared);
    }
    eprintln!("passed over: there is no {}", shared.join("snapshot").display());
    None
}

/// `pgs` of both generations.
static PGS: LazyLock<PathBuf> = LazyLock::new(|| {
    let snapshots = [project().join("../shared/pgc/snapshot"), project().join("snapshots/library")];
    let mut build = Build::below_target("rebuild-tests", std::env::join_paths(snapshots).unwrap().into());
    build.generated = build.target.join("sealed-snapshot");
    build.succeeds(true);
    build.profile_folder().join("pgs")
});

#[test]
fn both_generations_are_built_in_one_project_and_run_as_recorded() {
    let Some(shared) = shared() else { return };
    let listed = command(&*PGS).arg("list").output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    for workflow in ["blockchain::WF_REGISTER_ACTOR_V0", "library::WF_REGISTER_MEMBER_V0"] {
        assert!(listed.contains(workflow), "{listed}");
    }
    if !Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("passed over: there is no python3 to run the scenarios");
        return;
    }
    let mut python = command("python3");
    python.arg(shared.join("run_scenarios.py")).arg("--atoms").arg("--bin").arg(&*PGS).arg(shared.join("scenarios"));
    let output = python.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!((text.lines().last(), output.status.code()), (Some("25 passed, 0 failed"), Some(0)), "{text}");
}

/// One step of a scenario: the trace that the reference recorded, that of the run here, and what a replay needs.
struct Step {
    recorded: PathBuf,
    own: PathBuf,
    payload: PathBuf,
    before: PathBuf,
    status: String,
}

/// Runs the steps of a scenario one after the other.
fn steps(scenario: &Value, place: &Path) -> Vec<Step> {
    let data = place.join("data");
    fs::create_dir_all(&data).unwrap();
    for (path, contents) in scenario["seed_data"].as_object().unwrap() {
        fs::create_dir_all(data.join(path).parent().unwrap()).unwrap();
        fs::write(data.join(path), contents.as_str().map_or_else(|| contents.to_string(), str::to_owned)).unwrap();
    }
    let all = scenario["steps"].as_array().unwrap().iter().enumerate();
    all.map(|(n, step)| {
        let of_step = |name: &str| place.join(format!("{n}-{name}"));
        let (payload, before, work) = (of_step("payload.json"), of_step("before"), of_step("work"));
        copy(&data, &before);
        fs::write(&payload, json::compact(&step["payload"])).unwrap();
        let mut run = command(&*PGS);
        run.arg("run").arg("--wf").arg(step["wf"].as_str().unwrap()).arg("--payload").arg(&payload);
        run.arg("--data-root").arg(&data).arg("--workspace").arg(&work).output().unwrap();
        let own = only_file(&work.join("traces"));
        let recorded = of_step("recorded").join(own.file_name().unwrap());
        fs::create_dir_all(recorded.parent().unwrap()).unwrap();
        fs::write(&recorded, as_recorded(&step["expect"]["trace"], &own)).unwrap();
        let id = own.file_stem().unwrap().to_str().unwrap();
        assert!(id.ends_with(step["trace_id_suffix"].as_str().unwrap()), "{id}");
        Step { recorded, own, payload, before, status: step["expect"]["status"].as_str().unwrap().to_owned() }
    })
    .collect()
}

/// The events of a scenario as lines of a trace, with the id and the first line of this one. Scenarios have placeholders for
/// times and addresses.
fn as_recorded(events: &Value, own: &Path) -> String {
    let (id, text) = (own.file_stem().unwrap().to_str().unwrap(), fs::read_to_string(own).unwrap());
    let time = format!("{}-{}-{}T{}:{}:{}Z", &id[..4], &id[4..6], &id[6..8], &id[9..11], &id[11..13], &id[13..15]);
    let mut lines = text.lines().next().unwrap().to_owned() + "\n";
    for (n, event) in events.as_array().unwrap().iter().enumerate() {
        let mut line =
            Map::from_iter([("trace_schema_version".to_owned(), "v2".into()), ("trace_id".to_owned(), id.into())]);
        let keys = ["event_type", "domain", "wf_addr", "cc_addr", "step_addr", "step_op", "result_status", "detail"];
        line.extend(keys.map(|key| (key.to_owned(), event[key].clone())));
        line.insert("ts_ns".to_owned(), i64::try_from(n).unwrap().into());
        let line = json::compact(&Value::Object(line));
        lines += &line.replace("<timestamp>", &time).replace("<address>", "ADDR_0123456789abcdef0123456789abcdef");
        lines += "\n";
    }
    lines
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
}

/// The one file below a folder that is named as a trace.
fn only_file(folder: &Path) -> PathBuf {
    let mut entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.find(|path| path.is_dir() || path.extension().is_some_and(|it| it == "jsonl")).unwrap();
    if found.is_dir() { only_file(&found) } else { found }
}

/// `pgs` with these arguments: what it prints, and its exit status.
fn pgs(args: &[&str]) -> (String, Option<i32>) {
    let output = command(&*PGS).args(args).output().unwrap();
    (String::from_utf8(output.stdout).unwrap() + &String::from_utf8_lossy(&output.stderr), output.status.code())
}

#[test]
fn traces_of_the_reference_are_consistent_and_replayed_as_ours_are() {
    let Some(shared) = shared() else { return };
    let place = tempfile::tempdir().unwrap();
    let (mut runs, mut refused, mut drawn) = (0, 0, Vec::new());
    for entry in fs::read_dir(shared.join("scenarios")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let scenario: Value = pgs_value::from_str(&text).unwrap();
        if scenario.get("needs").is_some() {
            continue;
        }
        for step in steps(&scenario, &place.path().join(scenario["name"].as_str().unwrap())) {
            runs += 1;
            refused += usize::from(step.status == "ERROR");
            // A run that was refused before its first event names no workflow.
            drawn.extend(Some(step.recorded.clone()).filter(|_| scenario["name"] != "superseded_workflow"));
            let [payload, before] = [&step.payload, &step.before].map(|path| path.to_str().unwrap());
            for trace in [&step.recorded, &step.own].map(|path| path.to_str().unwrap()) {
                let (said, status) = pgs(&["replay", "--payload", payload, "--data-root", before, trace]);
                assert!(said.starts_with("identical") && status == Some(0), "{trace}: {said}");
                let report: Value = pgs_value::from_str(&pgs(&["examine", "--format", "json", trace]).0).unwrap();
                assert_eq!(report["status"], Value::from(step.status.as_str()), "{trace}");
                assert_eq!(report["failure"]["structural"] == true, step.status == "ERROR", "{trace}: {report:?}");
            }
        }
    }
    assert_eq!((runs, refused), (169, 3));
    let all = place.path().to_str().unwrap();
    let (said, status) = pgs(&["verify", all]);
    assert!(said.contains("338 traces: 0 ok, 338 consistent, 0 failed") && status == Some(0), "{said}");
    assert_eq!(pgs(&["render", "--quiet", all]), (String::new(), Some(0)));
    for trace in drawn {
        let text = fs::read_to_string(trace.with_extension("md")).unwrap();
        assert!(text.contains("```mermaid\n") && trace.with_extension("png").is_file(), "{text}");
    }
}
