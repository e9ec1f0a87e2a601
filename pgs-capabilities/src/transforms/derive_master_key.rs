//! `capability_transforms::CT_PURE_DERIVE_MASTER_KEY`
