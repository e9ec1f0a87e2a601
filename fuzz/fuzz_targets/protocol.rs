#![no_main]
//! libFuzzer on `pgs_fuzz::protocol`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::protocol::run(data));
