#![no_main]
//! libFuzzer on `pgs_fuzz::artifact`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::artifact::run(data));
