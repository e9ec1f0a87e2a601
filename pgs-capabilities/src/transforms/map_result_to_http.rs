//! `capability_transforms::CT_PURE_MAP_RESULT_TO_HTTP`
