#![no_main]
//! libFuzzer on `pgs_fuzz::object`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::object::run(data));
