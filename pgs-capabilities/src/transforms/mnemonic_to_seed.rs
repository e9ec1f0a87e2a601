//! `capability_transforms::CT_PURE_MNEMONIC_TO_SEED`
