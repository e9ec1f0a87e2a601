//! `blockchain::CT_PURE_DERIVE_SLOT_EPOCH`
