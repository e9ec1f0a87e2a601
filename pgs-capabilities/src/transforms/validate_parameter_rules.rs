//! `capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES`
