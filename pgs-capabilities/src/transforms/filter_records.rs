//! `capability_transforms::CT_PURE_FILTER_RECORDS`
