//! Compiles every protocol snapshot under `snapshots/` to `generated/`, and that to binaries beside this package's own.
//! `pgs_codegen::build::Config` says which variables have a say.

use std::process::ExitCode;

use pgs_codegen::build::Config;

fn main() -> ExitCode {
    Config::new().package("generated").feature("sqlite").run()
}
