#![no_main]
//! libFuzzer on `pgs_fuzz::state_line`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::state_line::run(data));
