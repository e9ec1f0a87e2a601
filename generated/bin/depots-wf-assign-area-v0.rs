// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `depots::WF_ASSIGN_AREA_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&pgs_generated::depots::wf_assign_area_v0::WORKFLOW)
}
