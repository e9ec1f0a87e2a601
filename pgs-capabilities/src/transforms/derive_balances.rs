//! `blockchain::CT_PURE_DERIVE_BALANCES`
