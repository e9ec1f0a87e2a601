//! `capability_transforms::CT_PURE_EXTRACT`
