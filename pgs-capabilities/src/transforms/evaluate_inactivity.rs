//! `capability_transforms::CT_PURE_EVALUATE_INACTIVITY`
