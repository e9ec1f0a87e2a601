// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `crate_files::WF_ASK_V0`.

use pgs_generated::crate_files::workflows::wf_ask_v0::WORKFLOW;

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&WORKFLOW)
}
