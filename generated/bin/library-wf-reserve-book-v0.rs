// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs `library::WF_RESERVE_BOOK_V0`.

fn main() -> std::process::ExitCode {
    pgs_transport::workflow_main(&pgs_generated::library::wf_reserve_book_v0::WORKFLOW)
}
