#![no_main]
//! libFuzzer on `pgs_fuzz::template`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::template::run(data));
