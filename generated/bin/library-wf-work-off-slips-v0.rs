// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `library::WF_WORK_OFF_SLIPS_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&pgs_generated::library::wf_work_off_slips_v0::WORKFLOW)
}
