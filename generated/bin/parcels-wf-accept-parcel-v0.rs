// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `parcels::WF_ACCEPT_PARCEL_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&pgs_generated::parcels::wf_accept_parcel_v0::WORKFLOW)
}
