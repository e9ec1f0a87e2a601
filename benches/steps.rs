//! What a step costs beyond its transform: its events, the bindings and routes around it; and what a process costs before
//! its first step.
//!
//! `cargo bench --manifest-path benches/Cargo.toml --bench steps`

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use pgs_benches::{Place, medians, payload, ratio, timed, workflow};
use pgs_capabilities::transforms::validate_parameter_rules;
use pgs_rt::{ContractId, Fault, Field, GENESIS, Map, Run, StepId, Value, chained, list, number, object};
use pgs_transport::Workflow;

/// A workflow that runs one transform and no side effect, once as it ends after that.
const WORKFLOW: &str = "parcels::WF_ACCEPT_PARCEL_V0";
const PAYLOAD: &str = "parcels/accept_oversized_parcel";
const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_CHECK_LIMITS_V0", address: 1 };

const STEP: StepId =
    StepId { name: "derive_member_id", fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0", address: 8, op: None };

/// How often each thing is done in one round: so often that its events, some 50 KB, wait in memory.
const EVENTS: u32 = 60;
const RUNS: u32 = 10;

const ROUNDS: usize = 400;

fn main() {
    events();
    steps();
    starts();
}

/// One event in an open trace, beside the hash of a line of its length.
fn events() {
    let (showing, inputs) = (workflow("library::WF_ADD_BOOK_V0"), payload(PAYLOAD));
    let hiding = workflow(WORKFLOW);
    assert!(showing.suppressed.is_empty() && !hiding.suppressed.is_empty(), "one of each kind");
    let line = event_line(showing, &inputs);
    let begin = |workflow| move |place: &Place| place.begun(workflow, &Map::new());
    let starts = |run: &Run| run.contract_starts(&CONTRACT, "CC_CHECK_LIMITS_V0", &inputs);
    let ends = |run: &Run| run.contract_ends(&CONTRACT, "SUCCESS", &inputs);
    let member = Field::Is("M_2b8c6f0d1e3a5974".to_owned());
    let step = |run: &Run| {
        let step = run.step(&CONTRACT, &STEP);
        let answer = step.transform((), Ok)?;
        step.ends(answer.status.as_str(), &[("member_id", &member)], answer.reason.as_deref())
    };
    let [hash, start, end, whole, hidden, whole_hidden] = medians(
        ROUNDS,
        [
            &|_| timed(|| (0..EVENTS).map(|_| chained(GENESIS, &line).len()).sum::<usize>()),
            &|place| repeated(&begin(showing)(place), &starts),
            &|place| repeated(&begin(showing)(place), &ends),
            &|place| repeated(&begin(showing)(place), &step),
            &|place| repeated(&begin(hiding)(place), &starts),
            &|place| repeated(&begin(hiding)(place), &step),
        ],
    )
    .map(|time| time / EVENTS);
    println!("| one event in an open trace | µs | hashes of its line |");
    println!("|---|---|---|");
    for (name, time) in [
        ("SHA-256 of a line of this length".to_owned(), hash),
        (format!("`CC_START`, a line of {} bytes", line.len()), start),
        ("`CC_COMPLETE`".to_owned(), end),
        ("a step beyond its transform: `CC_STEP`".to_owned(), whole),
        ("`CC_START` where keys are suppressed".to_owned(), hidden),
        ("a step where keys are suppressed: `CC_STEP` with the answer".to_owned(), whole_hidden),
    ] {
        println!("| {name} | {} | {:.1} |", precise(time), ratio(time, hash));
    }
}

/// The line of the first `CC_START`.
fn event_line(workflow: &Workflow, inputs: &Map<String, Value>) -> String {
    let place = Place::default();
    let run = place.begun(workflow, &Map::new());
    run.contract_starts(&CONTRACT, "CC_CHECK_LIMITS_V0", inputs).expect("an event");
    run.flush().expect("a file");
    std::fs::read_to_string(run.trace_file()).expect("a trace")
}

fn repeated(run: &Run, event: &dyn Fn(&Run) -> Result<(), Fault>) -> Duration {
    warm(run, || (0..EVENTS).try_for_each(|_| event(run)).expect("an event"))
}

/// How long it takes after it was done once, and what it left was written to the file.
fn warm(run: &Run, work: impl Fn()) -> Duration {
    work();
    run.flush().expect("a file");
    timed(work)
}

/// One workflow of one step, again and again as a nested workflow of an open run: meanwhile nothing is created or
/// written, as only the workflow that was started seals the trace.
fn steps() {
    const EVENTS: u32 = 5;
    let (workflow, payload) = (workflow(WORKFLOW), payload(PAYLOAD));
    let nested = |run: &Run| {
        warm(run, || {
            for _ in 0..RUNS {
                (workflow.run)(&run.nested().expect("a nested run"), payload.clone()).expect("an end");
            }
        })
    };
    let inputs = transform_inputs(&payload);
    let [copy, transform, bare, traced] = medians(
        ROUNDS,
        [
            &|_| timed(|| (0..RUNS).map(|_| payload.clone().len()).sum::<usize>()),
            &|_| timed(|| (0..RUNS).filter(|_| validate_parameter_rules::run(inputs.clone()).is_ok()).count()),
            &|place| nested(&workflow.begin_untraced(&place.context())),
            &|place| nested(&place.begun(workflow, &payload)),
        ],
    )
    .map(|time| time / RUNS);
    let (trace, around) = (traced.saturating_sub(bare), bare.saturating_sub(copy + transform));
    println!("\n| one run of {PAYLOAD}: admission, one contract, one step, {EVENTS} events | µs | of the trace |");
    println!("|---|---|---|");
    for (name, time) in [
        ("the transform, its inputs copied", transform),
        ("admission, bindings and routes", around),
        ("the trace", trace),
        ("the trace, for one event", trace / EVENTS),
        ("the trace, for the step's contract (three events of the five, by number)", trace * 3 / EVENTS),
    ] {
        println!("| {name} | {} | {:.2} |", precise(time), ratio(time, trace));
    }
}

/// What the workflow's step gives its transform.
fn transform_inputs(payload: &Map<String, Value>) -> validate_parameter_rules::Inputs {
    validate_parameter_rules::Inputs {
        parameters: Field::json(payload.get("parcel").cloned().unwrap_or_default()),
        rules: Field::json(list([
            object([("field", "weight_grams".into()), ("op", "lte".into()), ("value", 31500.into())]),
            object([("field", "length_mm".into()), ("op", "lte".into()), ("value", number("1200.0"))]),
            object([("field", "width_mm".into()), ("op", "not_null".into())]),
        ])),
    }
}

/// Whole processes.
fn starts() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let binary = std::env::var_os("PGS_BINARIES").map_or_else(|| project.join("target/release"), PathBuf::from);
    let binary = binary.join("library-wf-register-member-v0");
    if !binary.exists() {
        eprintln!("no cold start: {} is missing; build the project with --release first", binary.display());
        return;
    }
    let form = project.join("snapshots/library/payloads/register_member.json");
    let run = |place: &Place, trace: &str| {
        let context = place.context();
        let mut command = Command::new(&binary);
        command.arg("--payload").arg(&form).args(["--trace", trace]);
        started(command.arg("--data-root").arg(context.state.data_root()).arg("--workspace").arg(place.workspace()))
    };
    let times = medians(
        300,
        [
            &|_| started(&mut Command::new(env!("CARGO_BIN_EXE_empty"))),
            &|_| started(&mut Command::new("true")),
            &|_| started(Command::new(&binary).arg("--version")),
            &|place| run(place, "jsonl"),
            &|place| run(place, "jsonl,md,png"),
        ],
    );
    println!("\n| process | ms | of an empty one |");
    println!("|---|---|---|");
    let names = [
        "empty: `fn main() {}`",
        "`true`",
        "`library-wf-register-member-v0 --version`",
        "a registration, `--trace jsonl`",
        "a registration with summary and picture",
    ];
    for (name, time) in names.into_iter().zip(times) {
        println!("| {name} | {:.2} | {:.2} |", time.as_secs_f64() * 1e3, ratio(time, times[0]));
    }
}

fn started(command: &mut Command) -> Duration {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    timed(|| assert!(command.status().expect("a process").success(), "{command:?} failed"))
}

/// Microseconds with two digits behind the point.
fn precise(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e6)
}
