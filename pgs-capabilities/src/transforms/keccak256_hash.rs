//! `capability_transforms::CT_PURE_KECCAK256_HASH`
