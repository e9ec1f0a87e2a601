//! `capability_transforms::CT_PURE_GENERATE_ID`
