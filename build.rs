//! Compiles every protocol snapshot under `snapshots/` to `generated/`, and that to binaries beside this package's own.
//! `pgs_codegen::build::Config` says which variables have a say.

use std::process::ExitCode;

use pgs_codegen::{build, command};

fn main() -> ExitCode {
    // Linked to `target/<profile>/pgs-codegen`, the same executable is the command.
    if !build::is_running() {
        return command::main();
    }
    build::Config::new().package("generated").feature("sqlite").link_executable("pgs-codegen").run()
}
