#![no_main]
//! libFuzzer on `pgs_fuzz::json`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::json::run(data));
