// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `depots::WF_SEAL_CAGE_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&pgs_generated::depots::wf_seal_cage_v0::WORKFLOW)
}
