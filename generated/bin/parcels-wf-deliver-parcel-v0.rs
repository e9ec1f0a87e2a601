// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `parcels::WF_DELIVER_PARCEL_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&pgs_generated::parcels::wf_deliver_parcel_v0::WORKFLOW)
}
