// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `library::WF_REMIND_OVERDUE_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&pgs_generated::library::wf_remind_overdue_v0::WORKFLOW)
}
