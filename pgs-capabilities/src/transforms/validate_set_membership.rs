//! `capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP`
