#![no_main]
//! libFuzzer on `pgs_fuzz::trace`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::trace::run(data));
