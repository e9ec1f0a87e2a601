//! `capability_transforms::CT_PURE_DERIVE_CHILD_KEY`
