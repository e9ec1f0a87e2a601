//! `capability_transforms::CT_PURE_ECDSA_SIGN`
