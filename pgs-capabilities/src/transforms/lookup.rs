//! `capability_transforms::CT_PURE_LOOKUP`
