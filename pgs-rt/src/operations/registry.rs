//! `CS_REGISTRY`: keys bound once to opaque addresses, one JSON object a line, last line per key wins.

use pgs_value::{Map, Value};
use serde::{Deserialize, Serialize};

use pgs_store::{DeclaredStore, Location, StoreKind, StoreResult};

use super::{counted, no_entry};
use crate::{
    Fault, Field, NoInputs, NoOutputs, Reason, ReasonCode, Reply, Run, Step, Violation, described, map, statuses,
};

/// A registry store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Store(pub Location);

impl Store {
    /// This store in a table of stores.
    pub const fn declared(self) -> DeclaredStore {
        DeclaredStore { kind: StoreKind::Registry, at: self.0 }
    }
}

statuses! {
    /// How REGISTER ends.
    RegisterStatus { Success = "SUCCESS", AlreadyExists = "ALREADY_EXISTS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How RESOLVE ends.
    ResolveStatus { Success = "SUCCESS", NotFound = "NOT_FOUND", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How EXISTS ends.
    ExistsStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How COUNT ends.
    CountStatus { Success = "SUCCESS", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How DEREGISTER ends.
    DeregisterStatus { Success = "SUCCESS", NotFound = "NOT_FOUND", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

described! {
    /// What REGISTER is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Register {
        /// The key; must be a text that is not blank.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub key: Field<String>,
        /// The side effect that holds the data.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub target_cs: Field<Value>,
        /// The reference within that side effect.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub target_ref: Field<Value>,
        /// More fields of the entry.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub value: Field<Map<String, Value>>,
    }

    /// What REGISTER gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct RegisterOutputs {
        /// `ADDR_` and 32 random hex digits.
        pub address: String,
    }

    /// What RESOLVE gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct ResolveOutputs {
        /// The side effect that holds the data; empty text if the entry names none.
        pub target_cs: Value,
        /// The reference within it; empty text if the entry names none.
        pub target_ref: Value,
    }

    /// What EXISTS gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct ExistsOutputs {
        /// Whether the key or address is registered.
        pub exists: bool,
    }

    /// What COUNT gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct CountOutputs {
        /// How many keys are registered.
        pub count: i64,
    }

    /// What RESOLVE, EXISTS and DEREGISTER are given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Named {
        /// A key or an address.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub key_or_address: Field<String>,
    }
}

/// Binds a new key to a new address.
pub fn register(
    step: &Step<'_>,
    store: &Store,
    call: Register,
) -> Result<Reply<RegisterStatus, RegisterOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let key = match text(call.key, "key") {
            Ok(key) => key,
            Err(violation) => return Reply::failure(RegisterStatus::Violation, violation),
        };
        let value = match call.value.optional("value") {
            Ok(value) => value.unwrap_or_default(),
            Err(violation) => return Reply::failure(RegisterStatus::Violation, violation),
        };
        if is_tombstone(&value) {
            return Reply::failure(
                RegisterStatus::Violation,
                Violation::new("`value` holds a tombstone: the entry would count as removed"),
            );
        }
        match store.add(run, &key, &call.target_cs, &call.target_ref, value) {
            Ok(Some(address)) => Reply::success(RegisterStatus::Success, RegisterOutputs { address }),
            Ok(None) => Reply::failure(
                RegisterStatus::AlreadyExists,
                Reason::coded(ReasonCode::AlreadyExists, "the key is registered"),
            ),
            Err(error) => Reply::failure(RegisterStatus::BackendError, error),
        }
    })
}

/// Finds what a key or address is bound to.
pub fn resolve(step: &Step<'_>, store: &Store, call: Named) -> Result<Reply<ResolveStatus, ResolveOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let name = match name(call.key_or_address) {
            Ok(name) => name,
            Err(violation) => return Reply::failure(ResolveStatus::Violation, violation),
        };
        match store.find(run, name.as_deref()) {
            Ok(Some(entry)) => Reply::success(
                ResolveStatus::Success,
                ResolveOutputs {
                    target_cs: or_empty(entry.get("target_cs")),
                    target_ref: or_empty(entry.get("target_ref")),
                },
            ),
            Ok(None) => Reply::failure(ResolveStatus::NotFound, no_entry("the key or address is not registered")),
            Err(error) => Reply::failure(ResolveStatus::BackendError, error),
        }
    })
}

/// Says whether a key or address is registered.
pub fn exists(step: &Step<'_>, store: &Store, call: Named) -> Result<Reply<ExistsStatus, ExistsOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let name = match name(call.key_or_address) {
            Ok(name) => name,
            Err(violation) => return Reply::failure(ExistsStatus::Violation, violation),
        };
        match store.find(run, name.as_deref()) {
            Ok(entry) => Reply::success(ExistsStatus::Success, ExistsOutputs { exists: entry.is_some() }),
            Err(error) => Reply::failure(ExistsStatus::BackendError, error),
        }
    })
}

/// Counts the registered keys.
pub fn count(step: &Step<'_>, store: &Store) -> Result<Reply<CountStatus, CountOutputs>, Fault> {
    step.effect(Some(&store.0), NoInputs {}, |run, NoInputs {}| match store.count(run) {
        Ok(count) => Reply::success(CountStatus::Success, CountOutputs { count: counted(count) }),
        Err(error) => Reply::failure(CountStatus::BackendError, error),
    })
}

/// Removes a key by a tombstone.
pub fn deregister(step: &Step<'_>, store: &Store, call: Named) -> Result<Reply<DeregisterStatus, NoOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let name = match name(call.key_or_address) {
            Ok(name) => name,
            Err(violation) => return Reply::failure(DeregisterStatus::Violation, violation),
        };
        match store.remove(run, name.as_deref()) {
            Ok(true) => Reply::success(DeregisterStatus::Success, NoOutputs {}),
            Ok(false) => Reply::failure(DeregisterStatus::NotFound, no_entry("the key or address is not registered")),
            Err(error) => Reply::failure(DeregisterStatus::BackendError, error),
        }
    })
}

impl Store {
    /// Adds an entry under a new address, or nothing if the key is live.
    fn add(
        self,
        run: &Run,
        key: &str,
        target_cs: &Field<Value>,
        target_ref: &Field<Value>,
        value: Map<String, Value>,
    ) -> StoreResult<Option<String>> {
        let path = self.0.resolve()?;
        let (mut address, mut value) = (String::new(), Some(value));
        let added = run.change(|session| {
            session.register(path, key, &mut || {
                address = new_address(run)?;
                let mut entry = map([("key", Value::from(key)), ("address", Value::from(address.as_str()))]);
                for (name, target) in [("target_cs", target_cs), ("target_ref", target_ref)] {
                    let target = target.to_value();
                    if !target.is_null() {
                        entry.insert(name.into(), target);
                    }
                }
                for (name, value) in value.take().unwrap_or_default() {
                    entry.entry(name).or_insert(value);
                }
                Ok(entry)
            })
        })?;
        Ok(added.then_some(address))
    }

    fn remove(self, run: &Run, name: Option<&str>) -> StoreResult<bool> {
        let path = self.0.resolve()?;
        name.map_or(Ok(false), |name| run.change(|session| session.deregister(path, name)))
    }

    fn find(self, run: &Run, name: Option<&str>) -> StoreResult<Option<Map<String, Value>>> {
        let path = self.0.resolve()?;
        name.map_or(Ok(None), |name| run.state(|session| session.find(path, name)))
    }

    fn count(self, run: &Run) -> StoreResult<u64> {
        let path = self.0.resolve()?;
        run.state(|session| session.count(path))
    }
}

fn is_tombstone(line: &Map<String, Value>) -> bool {
    line.get("tombstone") == Some(&Value::Bool(true))
}

fn new_address(run: &Run) -> Result<String, Violation> {
    let mut bytes = [0; 16];
    run.unrecorded_sources().fill_unrecorded(&mut bytes)?;
    Ok(format!("ADDR_{}", hex::encode(bytes)))
}

fn or_empty(value: Option<&Value>) -> Value {
    value.cloned().unwrap_or_else(|| Value::from(""))
}

/// The key or address that is asked for. None is one that is null: no entry has it. One that is not bound at all is a
/// violation.
fn name(field: Field<String>) -> Result<Option<String>, Violation> {
    match field {
        Field::Null => Ok(None),
        bound => text(bound, "key_or_address").map(Some),
    }
}

/// An argument that must be a text that is not blank.
pub(super) fn text(field: Field<String>, name: &str) -> Result<String, Violation> {
    let text = field.required(name)?;
    if text.trim().is_empty() { Err(Violation::new(format!("`{name}` is blank"))) } else { Ok(text) }
}
