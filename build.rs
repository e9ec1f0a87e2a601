//! Compiles every protocol snapshot under `snapshots/` to `generated/`, and that to binaries beside this package's own.
//! `pgs_codegen::build::Config` says which variables have a say. The same executable is `target/<profile>/pgs-codegen`.

use std::process::ExitCode;

use pgs_codegen::build::Config;

fn main() -> ExitCode {
    Config::new().package("generated").feature("sqlite").command("pgs-codegen").run()
}
