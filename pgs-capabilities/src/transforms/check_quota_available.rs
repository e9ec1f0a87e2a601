//! `capability_transforms::CT_PURE_CHECK_QUOTA_AVAILABLE`
