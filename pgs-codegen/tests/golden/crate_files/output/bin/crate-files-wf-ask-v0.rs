// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `crate_files::WF_ASK_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&pgs_generated::crate_files::wf_ask_v0::WORKFLOW)
}
