#![no_main]
//! libFuzzer on `pgs_fuzz::condition`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::condition::run(data));
