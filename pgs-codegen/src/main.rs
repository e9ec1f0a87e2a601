//! `pgs-codegen`: what protocol authors run beside the build.

use std::process::ExitCode;

fn main() -> ExitCode {
    pgs_codegen::command::main()
}
