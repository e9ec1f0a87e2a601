//! `capability_transforms::CT_EXEC_EMIT`
