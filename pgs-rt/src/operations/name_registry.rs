//! `CS_NAME_REGISTRY`: resource addresses by name in one JSON object per file, last write wins.
//!
//! A name's entry is `{"resource_addresses": [...]}`, as the data model of the side effect says.

use pgs_value::{Value, json};
use serde::{Deserialize, Serialize};

use super::registry::text;
use pgs_store::{DeclaredStore, Location, StoreKind};

use super::mutable_json;
use crate::{Fault, Field, NoOutputs, Reason, ReasonCode, Reply, Step, Violation, described, object, statuses};

/// A name registry store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Store(pub Location);

impl Store {
    /// This store in a table of stores.
    pub const fn declared(self) -> DeclaredStore {
        DeclaredStore { kind: StoreKind::Object, at: self.0 }
    }
}

statuses! {
    /// How READ ends.
    ReadStatus { Success = "SUCCESS", NotFound = "NOT_FOUND", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How WRITE ends.
    WriteStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

described! {
    /// What READ is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Read {
        /// The name; must be a text that is not blank.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub name: Field<String>,
    }

    /// What WRITE is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Write {
        /// The name; must be a text that is not blank.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub name: Field<String>,
        /// The addresses; must be a list of texts.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub resource_addresses: Field<Vec<Value>>,
    }

    /// What READ gives. Contracts map the addresses directly or from `value`: both are there.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct ReadOutputs {
        /// The addresses of the name.
        pub resource_addresses: Vec<Value>,
        /// `{resource_addresses}`
        pub value: Value,
    }

    /// What WRITE gives. Contracts map `success` directly or from `value`: both are there.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct WriteOutputs {
        /// True when it was written.
        pub success: bool,
        /// `{success}`
        pub value: Value,
    }
}

/// Looks up the addresses of a name.
pub fn read(step: &Step<'_>, store: &Store, call: Read) -> Result<Reply<ReadStatus, ReadOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let found = mutable_json::read_at(run, &mutable_json::Store(store.0), mutable_json::Keyed { key: call.name });
        let status = match found.status {
            mutable_json::ReadStatus::Success => ReadStatus::Success,
            mutable_json::ReadStatus::NotFound => ReadStatus::NotFound,
            mutable_json::ReadStatus::Violation => ReadStatus::Violation,
            mutable_json::ReadStatus::BackendError => ReadStatus::BackendError,
        };
        match found.outputs.map(|outputs| listed(outputs.value)) {
            Some(Some(resource_addresses)) => {
                let value = json!({ "resource_addresses": resource_addresses });
                Reply::success(status, ReadOutputs { resource_addresses, value })
            }
            Some(None) => Reply::failure(
                ReadStatus::BackendError,
                Reason::coded(
                    ReasonCode::Damaged,
                    "the entry of the name holds no list of addresses; repair it or write the name again",
                ),
            ),
            None => Reply { status, outputs: None, reason: found.reason },
        }
    })
}

/// Sets the addresses of a name.
pub fn write(step: &Step<'_>, store: &Store, call: Write) -> Result<Reply<WriteStatus, WriteOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let arguments = text(call.name, "name").and_then(|name| Ok((name, addresses(call.resource_addresses)?)));
        let (name, addresses) = match arguments {
            Ok(arguments) => arguments,
            Err(violation) => return Reply::failure(WriteStatus::Violation, violation),
        };
        let entry = object([("resource_addresses", Value::Array(addresses))]);
        let call = mutable_json::Write { key: Field::Is(name), value: Field::Is(entry) };
        let written = mutable_json::write_at(run, &mutable_json::Store(store.0), call);
        let status = match written.status {
            mutable_json::WriteStatus::Success => WriteStatus::Success,
            mutable_json::WriteStatus::Violation => WriteStatus::Violation,
            mutable_json::WriteStatus::BackendError => WriteStatus::BackendError,
        };
        let outputs =
            written.outputs.map(|NoOutputs {}| WriteOutputs { success: true, value: json!({ "success": true }) });
        Reply { status, outputs, reason: written.reason }
    })
}

/// The list in the entry of a name.
fn listed(entry: Value) -> Option<Vec<Value>> {
    match entry {
        Value::Object(mut entry) => match entry.swap_remove("resource_addresses") {
            Some(Value::Array(addresses)) => Some(addresses),
            _ => None,
        },
        _ => None,
    }
}

fn addresses(field: Field<Vec<Value>>) -> Result<Vec<Value>, Violation> {
    let addresses = field.required("resource_addresses")?;
    if addresses.iter().all(Value::is_string) {
        Ok(addresses)
    } else {
        Err(Violation::new("`resource_addresses` holds something that is no text"))
    }
}
