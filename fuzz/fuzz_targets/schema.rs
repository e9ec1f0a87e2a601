#![no_main]
//! libFuzzer on `pgs_fuzz::schema`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::schema::run(data));
