#![no_main]
//! libFuzzer on `pgs_fuzz::admission`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::admission::run(data));
