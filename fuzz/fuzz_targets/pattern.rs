#![no_main]
//! libFuzzer on `pgs_fuzz::pattern`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::pattern::run(data));
