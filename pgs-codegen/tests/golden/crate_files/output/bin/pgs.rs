// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs any workflow, lists them, and checks the transforms.

use pgs_generated::{transforms, workflows};

fn main() -> std::process::ExitCode {
    pgs_transport::pgs_main(workflows::ALL, transforms::ALL)
}
