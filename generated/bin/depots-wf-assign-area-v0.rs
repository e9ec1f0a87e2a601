// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `depots::WF_ASSIGN_AREA_V0`.

use pgs_generated::depots::workflows::wf_assign_area_v0::WORKFLOW;

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&WORKFLOW)
}
