#![no_main]
//! libFuzzer on `pgs_fuzz::binding`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::binding::run(data));
