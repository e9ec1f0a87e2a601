//! What evidence costs: the trace of a run, per run and per event, beside the same run without a trace; then its summary
//! and its picture.
//!
//! `cargo bench --manifest-path benches/Cargo.toml --bench evidence`

use pgs_benches::{Place, medians, micros, payload, timed, workflow};
use pgs_evidence::render::{Files, write_beside};
use pgs_rt::ContractId;

/// Routing and transforms, side effects, signatures.
const RUNS: [(&str, &str); 4] = [
    ("parcels::WF_ACCEPT_PARCEL_V0", "parcels/accept_oversized_parcel"),
    ("parcels::WF_ACCEPT_PARCEL_V0", "parcels/accept_parcel"),
    ("library::WF_REGISTER_MEMBER_V0", "library/register_member"),
    ("depots::WF_SIGN_MANIFEST_V0", "parcels/sign_manifest"),
];

const ROUNDS: usize = 400;

fn main() {
    runs();
    one_event();
}

/// What one event costs in memory, without the file that a run creates.
fn one_event() {
    const EVENTS: u32 = 10_000;
    const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_CHECK_LIMITS_V0", address: 1 };
    let inputs = payload("parcels/accept_parcel");
    let [time] = medians(
        20,
        [&|place| {
            let run = place.begun(workflow("parcels::WF_ACCEPT_PARCEL_V0"), &inputs);
            timed(|| (0..EVENTS).try_for_each(|_| run.contract_starts(&CONTRACT, "CC_CHECK_LIMITS_V0", &inputs)))
        }],
    );
    println!("\nOne `CC_START` with the inputs of a parcel: {} µs", micros(time / EVENTS));
}

/// Whole runs.
fn runs() {
    println!("| run | events | bare µs | traced µs | ratio | trace µs an event | .md µs | .png µs |");
    println!("|---|---|---|---|---|---|---|---|");
    for (name, sample) in RUNS {
        let (workflow, payload) = (workflow(name), payload(sample));
        let known = [*workflow];
        let trace = |place: &Place| {
            let run = place.traced(workflow, &payload);
            run.trace_file().to_owned()
        };
        let [bare, traced, md, png] = medians(
            ROUNDS,
            [
                &|place| timed(|| place.untraced(workflow, &payload)),
                &|place| timed(|| place.traced(workflow, &payload)),
                &|place| {
                    let file = trace(place);
                    timed(|| write_beside(&file, Files { md: true, png: false }, &known))
                },
                &|place| {
                    let file = trace(place);
                    timed(|| write_beside(&file, Files { md: false, png: true }, &known))
                },
            ],
        );
        let place = Place::default();
        let text = std::fs::read_to_string(trace(&place)).unwrap_or_default();
        let events = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
        println!(
            "| {sample} | {events} | {} | {} | {:.2} | {} | {} | {} |",
            micros(bare),
            micros(traced),
            traced.as_secs_f64() / bare.as_secs_f64(),
            micros(traced.saturating_sub(bare) / events.max(1)),
            micros(md),
            micros(png),
        );
    }
}
