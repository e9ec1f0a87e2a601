//! `CS_REGISTRY`: keys bound once to opaque addresses, one JSON object a line, last line per key wins.

use pgs_store::{DeclaredStore, Location, StoreError, StoreKind, StoreResult};
use pgs_value::{Field, Map, Reason, ReasonCode, Reply, Value, Violation, described, map, statuses};
use serde::Serialize;

use super::{Reach, counted, no_entry};
use crate::fault::Fault;
use crate::run::Run;
use crate::step::Step;

/// A registry store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Store {
    at: Location,
    reach: Reach,
    /// Whether the runtime binding gives neither a storage structure nor a path.
    unbound: bool,
}

impl Store {
    /// One that the workflow owns.
    pub const fn owned(at: Location) -> Self {
        Self { at, reach: Reach::Owned, unbound: false }
    }

    /// One that it consults, as this runtime binding describes it.
    pub const fn consulted(at: Location, described_by: &'static str) -> Self {
        Self { at, reach: Reach::Consulted { described_by }, unbound: false }
    }

    /// This store in a table of stores.
    pub const fn declared(self) -> DeclaredStore {
        DeclaredStore { kind: StoreKind::Registry, at: self.at }
    }

    /// One for which the runtime binding gives neither a storage structure nor a path: every call is a fault.
    pub const fn unbound(name: &'static str) -> Self {
        Self { at: Location::nowhere(name), reach: Reach::Owned, unbound: true }
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
    #[derive(Clone, Debug, Default)]
    pub struct Register {
        /// The key, a text; under null nothing is found.
        pub key: Field<String>,
        /// The side effect that holds the data.
        pub target_cs: Field<Value>,
        /// The reference within that side effect.
        pub target_ref: Field<Value>,
        /// More fields of the entry.
        pub value: Field<Map<String, Value>>,
    }

    /// What REGISTER gives.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct RegisterOutputs {
        /// `ADDR_` and 32 random hex digits.
        pub address: String,
    }

    /// What RESOLVE, EXISTS and DEREGISTER are given.
    #[derive(Clone, Debug, Default)]
    pub struct Named {
        /// A key or an address.
        pub key_or_address: Field<String>,
    }

    /// What RESOLVE gives.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct ResolveOutputs {
        /// The side effect that holds the data; empty text if the entry names none.
        pub target_cs: Value,
        /// The reference within it; empty text if the entry names none.
        pub target_ref: Value,
    }

    /// What EXISTS gives.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct ExistsOutputs {
        /// Whether the key or address is registered.
        pub exists: bool,
    }

    /// What COUNT gives.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct CountOutputs {
        /// How many keys are registered.
        pub count: i64,
    }
}

/// What DEREGISTER gives.
pub type DeregisterOutputs = pgs_value::NoOutputs;

/// Binds a new key to a new address. A key that is missing is a violation; one that is neither a text nor null ends the run.
pub fn register(
    step: &Step<'_>,
    store: &Store,
    call: Register,
) -> Result<Reply<RegisterStatus, RegisterOutputs>, Fault> {
    if let Some(refused) = store.reach.refuses(store.at.name) {
        return Ok(Reply::failure(RegisterStatus::Violation, refused));
    }
    store.bound(step)?;
    let key = match call.key {
        Field::Unset => return Ok(Reply::failure(RegisterStatus::Violation, Violation::unset("key"))),
        Field::Null => None,
        Field::Is(key) => Some(key),
        Field::Other(_) => return Err(step.fault("`key` is neither a text nor null: no registry can keep it")),
    };
    let Some(value) = fields_of(call.value) else { return without_fields(step, store, key.as_deref()) };
    if value.get("tombstone") == Some(&Value::Bool(true)) {
        let violation = Violation::new("`value` holds a tombstone: the entry would count as removed");
        return Ok(Reply::failure(RegisterStatus::Violation, violation));
    }
    Ok(match store.add(step.run(), key.as_deref(), &call.target_cs, &call.target_ref, value) {
        Ok(Some(address)) => Reply::success(RegisterStatus::Success, RegisterOutputs { address }),
        Ok(None) => Reply::failure(RegisterStatus::AlreadyExists, already_there()),
        Err(error) => Reply::failure(RegisterStatus::BackendError, error),
    })
}

/// The fields of `value`: none where there is nothing, also an empty text or list; none at all where there is something else.
fn fields_of(value: Field<Map<String, Value>>) -> Option<Map<String, Value>> {
    match value {
        Field::Unset | Field::Null => Some(Map::new()),
        Field::Is(fields) => Some(fields),
        Field::Other(Value::String(text)) => text.is_empty().then(Map::new),
        Field::Other(Value::Array(items)) => items.is_empty().then(Map::new),
        Field::Other(_) => None,
    }
}

/// A value that is no object is found out where the key is new.
fn without_fields(
    step: &Step<'_>,
    store: &Store,
    key: Option<&str>,
) -> Result<Reply<RegisterStatus, RegisterOutputs>, Fault> {
    match store.find(step.run(), key) {
        Ok(Some(entry)) if key.is_some_and(|key| entry.get("key").is_some_and(|its| its == key)) => {
            Ok(Reply::failure(RegisterStatus::AlreadyExists, already_there()))
        }
        Ok(_) => Err(step.fault("`value` is no object")),
        Err(error) => Ok(Reply::failure(RegisterStatus::BackendError, error)),
    }
}

fn already_there() -> Reason {
    Reason::coded(ReasonCode::AlreadyExists, "the key is registered")
}

/// Finds what a key or address is bound to.
pub fn resolve(step: &Step<'_>, store: &Store, call: Named) -> Result<Reply<ResolveStatus, ResolveOutputs>, Fault> {
    store.bound(step)?;
    let name = match name(call.key_or_address) {
        Ok(name) => name,
        Err(violation) => return Ok(Reply::failure(ResolveStatus::Violation, violation)),
    };
    Ok(match store.find(step.run(), name.as_deref()) {
        Ok(Some(entry)) => {
            let target = |key| entry.get(key).cloned().unwrap_or_else(|| Value::from(""));
            let outputs = ResolveOutputs { target_cs: target("target_cs"), target_ref: target("target_ref") };
            Reply::success(ResolveStatus::Success, outputs)
        }
        Ok(None) => Reply::failure(ResolveStatus::NotFound, unknown()),
        Err(error) => Reply::failure(ResolveStatus::BackendError, error),
    })
}

/// Says whether a key or address is registered.
pub fn exists(step: &Step<'_>, store: &Store, call: Named) -> Result<Reply<ExistsStatus, ExistsOutputs>, Fault> {
    store.bound(step)?;
    let name = match name(call.key_or_address) {
        Ok(name) => name,
        Err(violation) => return Ok(Reply::failure(ExistsStatus::Violation, violation)),
    };
    Ok(match store.find(step.run(), name.as_deref()) {
        Ok(entry) => Reply::success(ExistsStatus::Success, ExistsOutputs { exists: entry.is_some() }),
        Err(error) => Reply::failure(ExistsStatus::BackendError, error),
    })
}

/// Counts the registered keys.
pub fn count(step: &Step<'_>, store: &Store) -> Result<Reply<CountStatus, CountOutputs>, Fault> {
    store.bound(step)?;
    Ok(match store.at.resolve().and_then(|path| step.run().state(|session| session.count(path))) {
        Ok(count) => Reply::success(CountStatus::Success, CountOutputs { count: counted(count) }),
        Err(error) => Reply::failure(CountStatus::BackendError, error),
    })
}

/// Removes a key by a tombstone.
pub fn deregister(
    step: &Step<'_>,
    store: &Store,
    call: Named,
) -> Result<Reply<DeregisterStatus, DeregisterOutputs>, Fault> {
    if let Some(refused) = store.reach.refuses(store.at.name) {
        return Ok(Reply::failure(DeregisterStatus::Violation, refused));
    }
    store.bound(step)?;
    let name = match name(call.key_or_address) {
        Ok(name) => name,
        Err(violation) => return Ok(Reply::failure(DeregisterStatus::Violation, violation)),
    };
    Ok(match store.remove(step.run(), name.as_deref()) {
        Ok(true) => Reply::success(DeregisterStatus::Success, DeregisterOutputs {}),
        Ok(false) => Reply::failure(DeregisterStatus::NotFound, unknown()),
        Err(error) => Reply::failure(DeregisterStatus::BackendError, error),
    })
}

impl Store {
    /// A store that nothing is known of is a fault; one that its structure does not have is `BACKEND_ERROR`.
    fn bound(&self, step: &Step<'_>) -> Result<(), Fault> {
        if self.unbound { Err(step.fault(StoreError::NoPath { store: self.at.name }.to_string())) } else { Ok(()) }
    }

    /// Adds an entry under a new address, or nothing if the key is live. One without a key is a line that no key finds.
    fn add(
        self,
        run: &Run,
        key: Option<&str>,
        target_cs: &Field<Value>,
        target_ref: &Field<Value>,
        value: Map<String, Value>,
    ) -> StoreResult<Option<String>> {
        let path = self.at.resolve()?;
        let (mut address, mut value) = (String::new(), Some(value));
        let mut entry = || -> StoreResult<Map<String, Value>> {
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
        };
        let added = run.change(|session| match key {
            Some(key) => session.register(path, key, &mut entry),
            None => session.append(path, &mut |_| entry()).map(|()| true),
        })?;
        Ok(added.then_some(address))
    }

    fn find(self, run: &Run, name: Option<&str>) -> StoreResult<Option<Map<String, Value>>> {
        let path = self.at.resolve()?;
        name.map_or(Ok(None), |name| run.state(|session| session.find(path, name)))
    }

    fn remove(self, run: &Run, name: Option<&str>) -> StoreResult<bool> {
        let path = self.at.resolve()?;
        name.map_or(Ok(false), |name| run.change(|session| session.deregister(path, name)))
    }
}

fn new_address(run: &Run) -> Result<String, Violation> {
    let mut bytes = [0; 16];
    run.sources().fill_unrecorded(&mut bytes)?;
    Ok(format!("ADDR_{}", hex::encode(bytes)))
}

/// The key or address that is asked for: none where no entry has it, as it is no text.
fn name(field: Field<String>) -> Result<Option<String>, Violation> {
    match field {
        Field::Unset => Err(Violation::unset("key_or_address")),
        Field::Null | Field::Other(_) => Ok(None),
        Field::Is(name) => Ok(Some(name)),
    }
}

fn unknown() -> Reason {
    no_entry("the key or address is not registered")
}
