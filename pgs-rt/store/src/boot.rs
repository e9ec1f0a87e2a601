//! Which boot of the machine this is.

use std::fs;
use std::sync::OnceLock;

/// Where the system does not say.
pub const UNKNOWN_BOOT: [u64; 2] = [0; 2];

/// Which boot of the machine this is; [`UNKNOWN_BOOT`] where the system does not say.
pub fn boot() -> [u64; 2] {
    static BOOT: OnceLock<[u64; 2]> = OnceLock::new();
    *BOOT.get_or_init(|| {
        let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().replace('-', "");
        let half = |from| text.get(from..from + 16).and_then(|digits| u64::from_str_radix(digits, 16).ok());
        half(0).zip(half(16)).map_or(UNKNOWN_BOOT, |(first, second)| [first, second])
    })
}
