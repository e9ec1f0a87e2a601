//! `blockchain::CT_PURE_HASH_BLOCK`
