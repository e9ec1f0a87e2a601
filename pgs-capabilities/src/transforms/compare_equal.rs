//! `capability_transforms::CT_PURE_COMPARE_EQUAL`
