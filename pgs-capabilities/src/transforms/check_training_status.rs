//! `capability_transforms::CT_PURE_CHECK_TRAINING_STATUS`
