//! `CS_REGISTRY`: keys bound once to opaque addresses, one JSON object a line, last line per key wins.

use pgs_value::{Map, Value};
use serde::{Deserialize, Serialize};

use pgs_store::{DeclaredStore, Location, StoreKind, StoreResult};

use super::{NoArguments, no_entry, some};
use crate::{Fault, Field, Reason, ReasonCode, Run, Step, Violation, map, statuses};

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

/// What REGISTER answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Registered {
    /// How it ended.
    pub status: RegisterStatus,
    /// `ADDR_` and 32 random hex digits; only for SUCCESS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Reason>>,
}

/// What RESOLVE answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Resolved {
    /// How it ended.
    pub status: ResolveStatus,
    /// The side effect that holds the data; empty text if the entry names none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    pub target_cs: Option<Value>,
    /// The reference within it; empty text if the entry names none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    pub target_ref: Option<Value>,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Reason>>,
}

/// What EXISTS answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Existing {
    /// How it ended.
    pub status: ExistsStatus,
    /// Whether the key or address is registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exists: Option<bool>,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Reason>>,
}

/// What COUNT answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Counted {
    /// How it ended.
    pub status: CountStatus,
    /// How many keys are registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Reason>>,
}

/// What DEREGISTER answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Deregistered {
    /// How it ended.
    pub status: DeregisterStatus,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Reason>>,
}

/// What RESOLVE, EXISTS and DEREGISTER are given.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Named {
    /// A key or an address.
    #[serde(skip_serializing_if = "Field::is_unset")]
    pub key_or_address: Field<String>,
}

/// Binds a new key to a new address.
pub fn register(step: &Step<'_>, store: &Store, call: Register) -> Result<Registered, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Registered { status, address: None, reason: Some(reason) };
        let key = match text(call.key, "key") {
            Ok(key) => key,
            Err(violation) => return ended(RegisterStatus::Violation, violation.into()),
        };
        let value = match call.value.optional("value") {
            Ok(value) => value.unwrap_or_default(),
            Err(violation) => return ended(RegisterStatus::Violation, violation.into()),
        };
        if is_tombstone(&value) {
            return ended(
                RegisterStatus::Violation,
                Violation::new("`value` holds a tombstone: the entry would count as removed").into(),
            );
        }
        match store.add(run, &key, &call.target_cs, &call.target_ref, value) {
            Ok(Some(address)) => Registered { status: RegisterStatus::Success, address: Some(address), reason: None },
            Ok(None) => ended(
                RegisterStatus::AlreadyExists,
                Reason::coded(ReasonCode::AlreadyExists, "the key is registered").into(),
            ),
            Err(error) => ended(RegisterStatus::BackendError, error.into()),
        }
    })
}

/// Finds what a key or address is bound to.
pub fn resolve(step: &Step<'_>, store: &Store, call: Named) -> Result<Resolved, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Resolved { status, target_cs: None, target_ref: None, reason: Some(reason) };
        let name = match text(call.key_or_address, "key_or_address") {
            Ok(name) => name,
            Err(violation) => return ended(ResolveStatus::Violation, violation.into()),
        };
        match store.find(run, &name) {
            Ok(Some(entry)) => Resolved {
                status: ResolveStatus::Success,
                target_cs: Some(or_empty(entry.get("target_cs"))),
                target_ref: Some(or_empty(entry.get("target_ref"))),
                reason: None,
            },
            Ok(None) => ended(ResolveStatus::NotFound, no_entry("the key or address is not registered").into()),
            Err(error) => ended(ResolveStatus::BackendError, error.into()),
        }
    })
}

/// Says whether a key or address is registered.
pub fn exists(step: &Step<'_>, store: &Store, call: Named) -> Result<Existing, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Existing { status, exists: None, reason: Some(reason) };
        let name = match text(call.key_or_address, "key_or_address") {
            Ok(name) => name,
            Err(violation) => return ended(ExistsStatus::Violation, violation.into()),
        };
        match store.find(run, &name) {
            Ok(entry) => Existing { status: ExistsStatus::Success, exists: Some(entry.is_some()), reason: None },
            Err(error) => ended(ExistsStatus::BackendError, error.into()),
        }
    })
}

/// Counts the registered keys.
pub fn count(step: &Step<'_>, store: &Store) -> Result<Counted, Fault> {
    step.effect(Some(&store.0), NoArguments {}, |run, _| match store.count(run) {
        Ok(count) => Counted { status: CountStatus::Success, count: i64::try_from(count).ok(), reason: None },
        Err(error) => Counted { status: CountStatus::BackendError, count: None, reason: Some(error.into()) },
    })
}

/// Removes a key by a tombstone.
pub fn deregister(step: &Step<'_>, store: &Store, call: Named) -> Result<Deregistered, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Deregistered { status, reason: Some(reason) };
        let name = match text(call.key_or_address, "key_or_address") {
            Ok(name) => name,
            Err(violation) => return ended(DeregisterStatus::Violation, violation.into()),
        };
        match store.remove(run, &name) {
            Ok(true) => Deregistered { status: DeregisterStatus::Success, reason: None },
            Ok(false) => ended(DeregisterStatus::NotFound, no_entry("the key or address is not registered").into()),
            Err(error) => ended(DeregisterStatus::BackendError, error.into()),
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
        let added = run.state(|session| {
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

    fn remove(self, run: &Run, name: &str) -> StoreResult<bool> {
        let path = self.0.resolve()?;
        run.state(|session| session.deregister(path, name))
    }

    fn find(self, run: &Run, name: &str) -> StoreResult<Option<Map<String, Value>>> {
        let path = self.0.resolve()?;
        run.state(|session| session.find(path, name))
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
    run.unrecorded_sources().fill(&mut bytes)?;
    Ok(format!("ADDR_{}", hex::encode(bytes)))
}

fn or_empty(value: Option<&Value>) -> Value {
    value.cloned().unwrap_or_else(|| Value::from(""))
}

/// An argument that must be a text that is not blank.
pub(super) fn text(field: Field<String>, name: &str) -> Result<String, Violation> {
    let text = field.required(name)?;
    if text.trim().is_empty() { Err(Violation::new(format!("`{name}` is blank"))) } else { Ok(text) }
}
