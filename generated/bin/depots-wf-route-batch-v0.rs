// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `depots::WF_ROUTE_BATCH_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&pgs_generated::depots::wf_route_batch_v0::WORKFLOW)
}
