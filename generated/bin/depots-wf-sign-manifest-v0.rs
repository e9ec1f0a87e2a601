// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `depots::WF_SIGN_MANIFEST_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&pgs_generated::depots::wf_sign_manifest_v0::WORKFLOW)
}
