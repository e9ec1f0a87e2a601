// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `parcels::WF_CLEAR_DELIVERED_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&pgs_generated::parcels::wf_clear_delivered_v0::WORKFLOW)
}
