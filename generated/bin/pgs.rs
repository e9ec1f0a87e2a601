// Generated from the protocol snapshot. Change the protocol, not this file.

//! Runs any workflow, lists them, checks the transforms, and moves state.

use pgs_generated::{stores, transforms, workflows};
use pgs_transport::pgc::{self, OfPgc};

fn main() -> std::process::ExitCode {
    let of_pgc = OfPgc { workflows: workflows::ALL_OF_PGC, left_out: workflows::LEFT_OUT };
    pgc::pgs_main(workflows::ALL, of_pgc, transforms::ALL, stores::ALL)
}
