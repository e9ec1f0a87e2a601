#![no_main]
//! libFuzzer on `pgs_fuzz::index`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::index::run(data));
