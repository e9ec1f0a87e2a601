#![no_main]
//! libFuzzer on `pgs_fuzz::redo`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::redo::run(data));
