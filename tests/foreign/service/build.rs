//! Compiles the protocol that the service is governed by.

fn main() -> std::process::ExitCode {
    pgs_codegen::build::Config::new().snapshot("protocol_snapshot").out_dir().run()
}
