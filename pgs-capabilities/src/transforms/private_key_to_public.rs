//! `capability_transforms::CT_PURE_PRIVATE_KEY_TO_PUBLIC`
