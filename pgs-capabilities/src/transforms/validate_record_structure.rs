//! `capability_transforms::CT_PURE_VALIDATE_RECORD_STRUCTURE`
