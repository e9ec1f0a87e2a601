// Generated from the protocol snapshot. Change the protocol, not this file.

//! `user_capabilities::RB_PRINTER_V0`: The printer is on

/// Whether CS_PRINTER_V0 is switched on.
pub const LABELS: bool = true;
