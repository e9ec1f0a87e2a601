//! Compiles the protocol that the service is governed by.

use std::process::ExitCode;

fn main() -> ExitCode {
    pgs_codegen::build::Config::new().snapshot("protocol_snapshot").out_dir().run()
}
