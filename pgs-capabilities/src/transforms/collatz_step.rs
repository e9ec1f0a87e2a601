//! `ai_governance::CT_PURE_COLLATZ_STEP`
