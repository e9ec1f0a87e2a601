// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `library::WF_WORK_OFF_SLIPS_V0`.

use pgs_generated::library::workflows::wf_work_off_slips_v0::WORKFLOW;

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&WORKFLOW)
}
