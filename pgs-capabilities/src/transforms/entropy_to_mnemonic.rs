//! `capability_transforms::CT_PURE_ENTROPY_TO_MNEMONIC`
