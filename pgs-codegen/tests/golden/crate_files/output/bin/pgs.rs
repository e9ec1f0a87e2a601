// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs any workflow, lists them, checks the transforms, and moves state.

use pgs_generated::{stores, transforms, workflows};

fn main() -> std::process::ExitCode {
    pgs_transport::pgs_main(workflows::ALL, transforms::ALL, stores::ALL)
}
