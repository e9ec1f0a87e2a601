// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `allotments::WF_STORE_HARVEST_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::pgc::workflow_main(&pgs_generated::allotments::wf_store_harvest_v0::WORKFLOW)
}
