//! `capability_transforms::CT_PURE_ASSEMBLE_RECORD`
