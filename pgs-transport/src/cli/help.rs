//! What `--help` says beyond the options.

use crate::fields;
use crate::text::one_line;
use pgs_rt::Workflow;

/// What the binary of a workflow is for.
pub(super) fn about(workflow: &Workflow) -> String {
    match one_line(workflow.summary) {
        summary if summary.is_empty() => format!("Runs the workflow {}.", workflow.id.fqdn),
        summary => format!("{summary}\n\nRuns the workflow {}.", workflow.id.fqdn),
    }
}

/// The payload of a workflow, an example, and the exit status.
pub(super) fn after_options(workflow: &Workflow) -> String {
    let payload = match workflow.payload {
        [] => "Payload: no declared fields\n".to_owned(),
        _ => format!("Payload, a JSON object:\n{}", fields::table(workflow, "  ")),
    };
    let example = format!(
        "Example:\n  {0} --skeleton > payload.json\n  {0} --payload payload.json --data-root /srv/pgs/data --workspace /srv/pgs",
        workflow.binary
    );
    format!("{payload}\n{example}\n\n{EXIT_STATUS}")
}

pub(super) const FIRST_STEPS: &str = "\
First steps:
  pgs list
  pgs payload --wf WF_CODE_V0 > payload.json
  pgs run --wf WF_CODE_V0 --payload payload.json

State goes to pgs-runs/data and traces below pgs-runs, in the current folder, unless PGS_DATA_ROOT and PGS_WORKSPACE name
others.";

pub(super) const COMPLETIONS_EXAMPLE: &str = "\
Examples:
  pgs completions bash > ~/.local/share/bash-completion/completions/pgs
  pgs completions zsh > ~/.zfunc/_pgs
  pgs completions fish > ~/.config/fish/completions/pgs.fish";

pub(super) const PAYLOAD_EXAMPLE: &str = "\
Example:
  pgs payload --wf WF_PLACE_ORDER_V0 > payload.json";

pub(super) const ADMIT_EXAMPLE: &str = "\
Example:
  pgs admit --wf WF_PLACE_ORDER_V0 --payloads orders.ndjson

Exit status:
  0  every payload would be admitted
  1  one would be refused, or is none
  2  an option is wrong
  3  not every payload could be read";

pub(super) const REPLAY_EXAMPLES: &str = "\
Examples:
  pgs replay /srv/pgs/traces/orders/WF_PLACE_ORDER_V0/20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3
  pgs replay --against /srv/pgs/traces
  pgs replay --payload prompt.json --data-root /srv/pgc/before 20260203T040506007Z__WF_SUBMIT_PROMPT_V0__C8A0

Exit status:
  0  every run is identical, as far as it can be compared
  1  a run goes another way or can't be run again";

pub(super) const EXAMINE_EXAMPLES: &str = "\
Examples:
  pgs examine /srv/pgs/traces/orders/WF_PLACE_ORDER_V0/20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3
  pgs examine --format json /srv/pgs/traces

Exit status:
  0  no run failed but by a decision of the protocol (denial, business, admission)
  1  protocol, code or surroundings are at fault (binding, transform, side effect, graph), or a trace can't be read
  2  an option is wrong, or there is no such trace
  Which runs are success is what `pgs run` says: those that ended with SUCCESS or ALREADY_EXISTS, or with a status that
  --success names. The status decides alone. A success at an EXIT whose reason is another than COMPLETED is a denial.";

pub(super) const VERIFY_EXAMPLES: &str = "\
Examples:
  pgs verify /srv/pgs/traces/orders/WF_PLACE_ORDER_V0/20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3
  pgs verify /srv/pgs/traces

Exit status:
  0  every trace is whole and unchanged; one of PGC, which has no hashes, as far as its events agree
  1  a trace is not, or can't be read";

pub(super) const RENDER_EXAMPLES: &str = "\
Examples:
  pgs render /srv/pgs/traces/orders/WF_PLACE_ORDER_V0/20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3
  pgs render /srv/pgs/traces

Exit status:
  0  everything was written
  1  a trace can't be read, or a file can't be written";

pub(super) const EXIT_STATUS: &str = "\
Exit status:
  0  the workflow ended with SUCCESS or ALREADY_EXISTS, or with a status that --success names; of many payloads, for
     every line
  1  it ended with another status; of many payloads, a line did, or is no payload; or nobody reads what is printed
  2  nothing was run as asked: an option, variable, folder, workflow or payload is wrong, or the run id stands for
     another payload
  3  it could not be run, or not to its end: disk, trace or state fail, or the run of this id broke off before
  129, 130, 143
     SIGHUP, SIGINT or SIGTERM has ended many payloads, after the runs in hand
  The status decides alone. An EXIT whose reason is COMPLETED is success only if the status is.";

pub(super) const TEST_EXAMPLES: &str = "\
Examples:
  pgs test snapshots/orders
  pgs test --junit results.xml snapshots/orders/protocol/scenarios/place_order.yaml
  pgs test --record /srv/pgs/traces/orders/WF_PLACE_ORDER_V0/20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3

Exit status:
  0  every scenario is as expected
  1  one is not, or can't be read";

pub(super) const COVERAGE_EXAMPLES: &str = "\
Examples:
  pgs coverage snapshots/orders
  pgs coverage --threshold 100 --into coverage snapshots/orders /srv/pgs/traces
  pgs coverage --wf 'orders::*' --wf WF_SEND_V0 /srv/pgs/traces

Counted are the workflows of the snapshots that are given, or those that --wf names; of traces alone all workflows.

Exit status:
  0  everything was read, and no workflow is below the threshold
  1  one is, or something can't be read
  2  an option is wrong, or there is no such workflow";

pub(super) const EXPORT_EXAMPLE: &str = "\
Example:
  pgs state export --data-root /srv/pgs/data --to /srv/pgs/data-files

Exit status:
  0  everything is in the files
  1  nothing was written";

pub(super) const IMPORT_EXAMPLE: &str = "\
Example:
  pgs state import --data-root /srv/pgs/data --from /srv/pgs/data-files

Exit status:
  0  everything is in the database
  1  nothing was written";
