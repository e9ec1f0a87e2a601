//! What the operations are given, what they give, and how they end.

use pgs_value::{Field, Map, Value, described, statuses};
use serde::Serialize;

statuses! {
    /// How READ ends.
    ReadStatus { Success = "SUCCESS", NotFound = "NOT_FOUND", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How WRITE, UPDATE, UPDATE_WHERE and DELETE_MANY end.
    WriteStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How DELETE ends.
    DeleteStatus { Success = "SUCCESS", NotFound = "NOT_FOUND", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How EXISTS ends.
    ExistsStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How LIST and SELECT end.
    ListStatus { Success = "SUCCESS", BackendError = "BACKEND_ERROR" }
}

described! {
    /// What READ, DELETE and EXISTS are given.
    #[derive(Clone, Debug, Default)]
    pub struct Keyed {
        /// The key; must be a text that is not blank.
        pub key: Field<String>,
    }

    /// What WRITE is given.
    #[derive(Clone, Debug, Default)]
    pub struct Write {
        /// The key; must be a text that is not blank.
        pub key: Field<String>,
        /// The value; null if it is missing.
        pub value: Field<Value>,
    }

    /// What UPDATE is given.
    #[derive(Clone, Debug, Default)]
    pub struct Update {
        /// The key; must be a text that is not blank.
        pub key: Field<String>,
        /// The fields to set; null removes one. None if it is missing.
        pub updates: Field<Map<String, Value>>,
    }

    /// What UPDATE_WHERE is given.
    #[derive(Clone, Debug, Default)]
    pub struct UpdateWhere {
        /// The records that equal every one of these fields are changed; all if it is missing.
        pub filter: Field<Map<String, Value>>,
        /// The fields to set; null removes one. None if it is missing.
        pub updates: Field<Map<String, Value>>,
    }

    /// What DELETE_MANY is given.
    #[derive(Clone, Debug, Default)]
    pub struct DeleteMany {
        /// The keys; one that is not there counts for nothing, and neither does what is no text.
        pub keys: Field<Vec<Value>>,
    }

    /// What READ gives.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct ReadOutputs {
        /// The value at the key.
        pub value: Value,
    }

    /// What EXISTS gives.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct ExistsOutputs {
        /// Whether the key is there.
        pub exists: bool,
    }

    /// What LIST gives.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct ListOutputs {
        /// The keys, in the file's order.
        pub keys: Vec<Value>,
    }

    /// What SELECT gives.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct SelectOutputs {
        /// The values, in the file's order.
        pub records: Vec<Value>,
        /// The keys, in the same order.
        pub keys: Vec<Value>,
    }

    /// What UPDATE_WHERE gives.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct UpdateWhereOutputs {
        /// The keys of the changed records.
        pub matched_keys: Vec<Value>,
        /// How many records were changed.
        pub updated_count: i64,
    }

    /// What DELETE_MANY gives.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct DeleteManyOutputs {
        /// How many of the keys were there.
        pub drained_count: i64,
    }
}
