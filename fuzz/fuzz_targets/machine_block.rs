#![no_main]
//! libFuzzer on `pgs_fuzz::machine_block`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| pgs_fuzz::machine_block::run(data));
