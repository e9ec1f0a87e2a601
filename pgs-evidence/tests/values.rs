//! What a program sees that reads traces: values and typed errors, for the trace of a small workflow.

use std::fs;
use std::path::PathBuf;

use pgs_evidence::examine::{Class, ExamineError, examine, examine_file};
use pgs_evidence::render::{self, Files, RenderError, write_beside};
use pgs_evidence::replay::{ReplayError, replay};
use pgs_evidence::verify::{Defect, VerifyError, verify, verify_file};
use pgs_evidence::{FindError, LineError, Trace, find, read};
use pgs_rt::store::{Durability, FILES, State};
use pgs_rt::{
    Context, ContractId, End, Exit, Fault, Graph, Map, Reason, ReplayOutcome, Run, StepId, Traces, Value, Workflow,
    WorkflowId, engine,
};
use tempfile::TempDir;

const CONTRACT: ContractId = ContractId { fqdn: "shop::CC_SELL_V0", address: 2 };
const STEP: StepId = StepId { name: "add", fqdn: "shop::CT_PURE_SUM_V0", address: 3, op: None };

const SELL: Workflow = Workflow {
    id: WorkflowId { fqdn: "shop::WF_SELL_V0", domain: "shop", address: 1 },
    binary: "shop-wf-sell-v0",
    summary: "",
    payload: &[],
    intent: None,
    suppressed: &[],
    names: &[],
    stores: &[],
    protocol: "sha256:0",
    run: sell,
    graph: Some(Graph {
        data: r#"{"nodes": [
            {"key": "SELL", "kind": "contract", "contract": "shop::CC_SELL_V0", "id": "n0"},
            {"key": "EXIT_SOLD", "kind": "exit", "id": "n1"}
        ], "edges": [{"from": "SELL", "to": "EXIT_SOLD", "outcomes": [{"outcome": "default"}]}]}"#,
        mermaid: "flowchart TD\n    n0 --> n1\n",
        picture: b"no picture",
    }),
};

/// Ends with SUCCESS, or, for a payload that says how much is missing, with VIOLATION.
fn sell(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    run.workflow_starts(&SELL.id, &payload)?;
    run.contract_starts(&CONTRACT, "SELL", &payload)?;
    let reason = payload.get("missing").and_then(Value::as_str);
    let status = if reason.is_some() { "VIOLATION" } else { "SUCCESS" };
    run.step(&CONTRACT, &STEP).ends(status, &[], reason.map(Reason::new).as_ref())?;
    run.contract_ends(&CONTRACT, status, &Map::new())?;
    let exit = Some(Exit { node: "EXIT_SOLD", reason: None, emit: None });
    let ended = End { status, surface: Map::new(), exit };
    run.workflow_ends(&SELL.id, &ended)?;
    Ok(ended)
}

/// Runs the workflow with this payload. Gives the trace file.
fn run(folder: &TempDir, payload: &[(&str, &str)]) -> PathBuf {
    let payload: Map<String, Value> = payload.iter().map(|(key, text)| ((*key).into(), (*text).into())).collect();
    let state = State::at(folder.path().join("data"), &FILES, Durability::Os).unwrap();
    let context = Context::new(state, Traces::below(folder.path().join("work")));
    engine::run(&SELL, payload, &context).unwrap().run.trace_file().to_owned()
}

fn only(file: &std::path::Path) -> Trace {
    let mut traces = read(file).unwrap();
    assert_eq!(traces.len(), 1);
    traces.remove(0)
}

#[test]
fn a_whole_trace_is_verified_and_a_removed_line_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = run(&folder, &[]);
    let trace = only(&file);
    let verified = verify(&trace).unwrap();
    assert_eq!((Some(verified.trace_id.as_str()), verified.events), (trace.id(), 5));

    let text = fs::read_to_string(&file).unwrap();
    let without: Vec<&str> = text.lines().enumerate().filter(|(n, _)| *n != 1).map(|(_, line)| line).collect();
    fs::write(&file, without.join("\n") + "\n").unwrap();
    match verify_file(&file).as_slice() {
        [Err(VerifyError::Defect { line: 2, defect: Defect::RemovedOne(2), .. })] => {}
        other => panic!("{other:?}"),
    }
    let absent = verify_file(&folder.path().join("absent.jsonl"));
    assert!(matches!(absent.as_slice(), [Err(VerifyError::Read(_))]), "{absent:?}");
}

#[test]
fn a_run_that_failed_has_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    let report = examine(&only(&run(&folder, &[])), &[SELL]).unwrap();
    assert_eq!((report.status.as_deref(), report.failure), (Some("SUCCESS"), None));

    let report = examine(&only(&run(&folder, &[("missing", "half of it is missing")])), &[SELL]).unwrap();
    let finding = report.failure.unwrap();
    assert_eq!((finding.class, finding.node.as_deref()), (Class::Transform, Some("SELL")));
    assert_eq!(finding.reason, "half of it is missing");
    assert_eq!(finding.artifact_path().as_deref(), Some("artifacts/capability_transforms/shop__CT_PURE_SUM_V0.json"));
}

#[test]
fn a_trace_is_rendered_without_being_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = run(&folder, &[]);
    let trace = only(&file);
    let known = render::markdown(&trace, &[SELL]).unwrap();
    assert!(known.starts_with("# SUCCESS at EXIT_SOLD: shop::WF_SELL_V0\n"), "{known}");
    assert!(known.contains("```mermaid\nflowchart TD\n"), "{known}");
    assert!(!render::markdown(&trace, &[]).unwrap().contains("mermaid"));
    assert_eq!(render::picture(&trace, &[]).unwrap(), None);
    assert!(matches!(render::picture(&trace, &[SELL]), Err(RenderError::Picture { line: 1, .. })));

    let written = write_beside(&file, Files { md: true, png: false }, &[SELL]).remove(0).unwrap();
    assert_eq!((written.files, written.lacks_picture), (vec![file.with_extension("md")], false));
    assert_eq!(fs::read_to_string(file.with_extension("md")).unwrap(), known);
}

#[test]
fn a_replay_compares_or_says_why_not() {
    let folder = tempfile::tempdir().unwrap();
    let trace = only(&run(&folder, &[]));
    assert!(matches!(replay(&trace, &[SELL]).outcome, Ok(ReplayOutcome::Identical)));
    let unknown = replay(&trace, &[]);
    assert!(unknown.differs());
    assert!(matches!(unknown.outcome, Err(ReplayError::UnknownWorkflow { .. })), "{unknown:?}");

    let failing = Workflow { run: |_, _| Err(Fault::new("not what was recorded")), ..SELL };
    assert!(matches!(replay(&trace, &[failing]).outcome, Ok(ReplayOutcome::Diverged(_))));
}

#[test]
fn what_is_no_trace_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rubbish.jsonl");
    fs::write(&file, "[]\n").unwrap();
    let examined = examine_file(&file, &[]).remove(0);
    assert!(matches!(examined, Err(ExamineError::NotATrace { line: 1, error: LineError::NotAnObject, .. })));
    fs::write(&file, "").unwrap();
    assert!(matches!(examine_file(&file, &[]).remove(0), Err(ExamineError::Empty { .. })));

    fs::create_dir(folder.path().join("empty")).unwrap();
    let named = |name: &str| vec![folder.path().join(name)];
    assert!(matches!(find(&named("empty")), Err(FindError::NoTrace { .. })));
    assert!(matches!(find(&named("absent")), Err(FindError::Unreadable { .. })));
}
