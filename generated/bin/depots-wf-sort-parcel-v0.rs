// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `depots::WF_SORT_PARCEL_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&pgs_generated::depots::wf_sort_parcel_v0::WORKFLOW)
}
