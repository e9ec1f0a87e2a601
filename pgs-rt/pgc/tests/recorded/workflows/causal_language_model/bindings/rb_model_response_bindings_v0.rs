//! `causal_language_model::RB_MODEL_RESPONSE_BINDINGS_V0`

use pgs_pgc::prelude::*;

/// `MODELS`.
pub const MODELS: mutable_json::Store =
    mutable_json::Store::owned(Location::at("MODELS", "causal_language_model/model_response/models.json"));

/// `MODEL_IDENTITY_REGISTRY`.
pub const MODEL_IDENTITY_REGISTRY: registry::Store = registry::Store::owned(Location::at(
    "MODEL_IDENTITY_REGISTRY",
    "causal_language_model/model_response/model_identity_registry.jsonl",
));

/// `MODEL_OPERATIONS`.
pub const MODEL_OPERATIONS: append_only::Store = append_only::Store::owned(Location::at(
    "MODEL_OPERATIONS",
    "causal_language_model/model_response/model_operations.jsonl",
));

/// `TIMES_IN_SERVICE`.
pub const TIMES_IN_SERVICE: mutable_json::Store = mutable_json::Store::owned(Location::at(
    "TIMES_IN_SERVICE",
    "causal_language_model/model_response/times_in_service.json",
));

/// `TIME_IN_SERVICE_REGISTRY`.
pub const TIME_IN_SERVICE_REGISTRY: registry::Store = registry::Store::owned(Location::at(
    "TIME_IN_SERVICE_REGISTRY",
    "causal_language_model/model_response/time_in_service_registry.jsonl",
));

/// `USER_PROMPT_RECORDS`.
pub const USER_PROMPT_RECORDS: append_only::Store = append_only::Store::owned(Location::at(
    "USER_PROMPT_RECORDS",
    "causal_language_model/model_response/user_prompt_records.jsonl",
));

/// `USER_PROMPT_REGISTRY`.
pub const USER_PROMPT_REGISTRY: registry::Store = registry::Store::owned(Location::at(
    "USER_PROMPT_REGISTRY",
    "causal_language_model/model_response/user_prompt_registry.jsonl",
));
