//! Side effects and their operations.

use pgs_protocol::protocol::Type::{self, Any, Array, Boolean, Integer, Object, Text};

use super::{Argument, Output};

/// What a side effect does, as far as the shape of the generated code depends on it.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// An operation on a store.
    Store(StoreKind, Operation),
    /// Runs one workflow.
    Gateway,
    /// Runs workflows over a sequence.
    Loop,
    /// Runs workflows side by side.
    Concurrent,
    /// Sends mail.
    Email,
}

/// The kinds of store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StoreKind {
    /// `CS_REGISTRY`
    Registry,
    /// `CS_APPENDONLY_JSONL`
    AppendOnly,
    /// `CS_MUTABLE_JSON`
    MutableJson,
    /// `CS_NAME_REGISTRY`
    NameRegistry,
}

impl StoreKind {
    /// The module of `pgs_rt::store`.
    pub fn module(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::AppendOnly => "append_only",
            Self::MutableJson => "mutable_json",
            Self::NameRegistry => "name_registry",
        }
    }
}

/// An operation of a store.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The function in the store's module.
    pub function: &'static str,
    /// The struct of its arguments, unless it takes none.
    pub call: Option<&'static str>,
    /// The fields of that struct.
    pub arguments: Vec<Argument>,
    /// The fields of its answer, beside `status` and `reason`; each is an `Option`.
    pub outputs: Vec<Output>,
    /// The enum of its statuses.
    pub status: &'static str,
    /// The status words with which it can end.
    pub statuses: &'static [&'static str],
    /// What it does to the store.
    pub access: Access,
}

/// What an operation does to a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// It changes nothing.
    Read,
    /// It adds, and leaves what is there.
    Append,
    /// It replaces or removes what is there.
    Mutate,
}

const FULL: &[&str] = &["SUCCESS", "NOT_FOUND", "VIOLATION", "BACKEND_ERROR"];
const CHECKED: &[&str] = &["SUCCESS", "VIOLATION", "BACKEND_ERROR"];
const PLAIN: &[&str] = &["SUCCESS", "BACKEND_ERROR"];
const REGISTERED: &[&str] = &["SUCCESS", "ALREADY_EXISTS", "VIOLATION", "BACKEND_ERROR"];

/// What this operation of this side effect does; none if it is not implemented.
pub fn find(fqdn: &str, op: &str) -> Option<Behaviour> {
    let store = |kind, operation| Some(Behaviour::Store(kind, operation));
    match fqdn {
        "capability_side_effects::CS_REGISTRY_V0" => store(StoreKind::Registry, registry(op)?),
        "capability_side_effects::CS_APPENDONLY_JSONL_V0" => store(StoreKind::AppendOnly, append_only(op)?),
        "capability_side_effects::CS_MUTABLE_JSON_V0" => store(StoreKind::MutableJson, mutable_json(op)?),
        "pgs_capabilities.registry.name_service.capability_side_effects::CS_NAME_REGISTRY_V0" => {
            store(StoreKind::NameRegistry, name_registry(op)?)
        }
        "capability_side_effects::CS_WORKFLOW_GATEWAY_V0" if op == "EXECUTE" => Some(Behaviour::Gateway),
        "capability_side_effects::CS_WORKFLOW_LOOP_V0" if op == "EXECUTE_SEQUENCE" => Some(Behaviour::Loop),
        "capability_side_effects::CS_CONCURRENT_WORKFLOWS_V0" if op == "EXECUTE_CONCURRENT" => {
            Some(Behaviour::Concurrent)
        }
        "capability_side_effects::CS_SEND_EMAIL_V0" if op == "SEND" => Some(Behaviour::Email),
        _ => None,
    }
}

fn registry(op: &str) -> Option<Operation> {
    let named = || vec![needs("key_or_address", Text)];
    Some(match op {
        "REGISTER" => Operation {
            function: "register",
            call: Some("Register"),
            arguments: vec![
                needs("key", Text),
                takes("target_cs", Any),
                takes("target_ref", Any),
                takes("value", Object),
            ],
            outputs: vec![gives("address", Text)],
            status: "RegisterStatus",
            statuses: REGISTERED,
            access: Access::Append,
        },
        "RESOLVE" => Operation {
            function: "resolve",
            call: Some("Named"),
            arguments: named(),
            outputs: vec![gives("target_cs", Any), gives("target_ref", Any)],
            status: "ResolveStatus",
            statuses: FULL,
            access: Access::Read,
        },
        "EXISTS" => Operation {
            function: "exists",
            call: Some("Named"),
            arguments: named(),
            outputs: vec![gives("exists", Boolean)],
            status: "ExistsStatus",
            statuses: CHECKED,
            access: Access::Read,
        },
        "COUNT" => Operation {
            function: "count",
            call: None,
            arguments: Vec::new(),
            outputs: vec![gives("count", Integer)],
            status: "CountStatus",
            statuses: PLAIN,
            access: Access::Read,
        },
        "DEREGISTER" => Operation {
            function: "deregister",
            call: Some("Named"),
            arguments: named(),
            outputs: Vec::new(),
            status: "DeregisterStatus",
            statuses: FULL,
            access: Access::Mutate,
        },
        _ => return None,
    })
}

fn append_only(op: &str) -> Option<Operation> {
    Some(match op {
        "APPEND" => Operation {
            function: "append",
            call: Some("Append"),
            arguments: vec![needs("record", Object), takes("stream_id", Any), takes("actor_id", Any)],
            outputs: vec![gives("record_id", Text), gives("sequence_number", Integer)],
            status: "AppendStatus",
            statuses: CHECKED,
            access: Access::Append,
        },
        "GET_ALL" | "READ_ALL" => Operation {
            function: "read_all",
            call: Some("ReadAll"),
            arguments: vec![takes("stream_id", Any)],
            outputs: vec![gives("entries", Array)],
            status: "ReadAllStatus",
            statuses: PLAIN,
            access: Access::Read,
        },
        _ => return None,
    })
}

fn mutable_json(op: &str) -> Option<Operation> {
    use Access::{Mutate, Read};
    let keyed = || vec![needs("key", Text)];
    let operation = |access, function, call, arguments, outputs, status, statuses| Operation {
        function,
        call,
        arguments,
        outputs,
        status,
        statuses,
        access,
    };
    Some(match op {
        "READ" => operation(Read, "read", Some("Keyed"), keyed(), vec![gives("value", Any)], "ReadStatus", FULL),
        "WRITE" => {
            let arguments = vec![needs("key", Text), needs("value", Any)];
            operation(Mutate, "write", Some("Write"), arguments, Vec::new(), "WriteStatus", CHECKED)
        }
        "DELETE" => operation(Mutate, "delete", Some("Keyed"), keyed(), Vec::new(), "DeleteStatus", FULL),
        "DELETE_MANY" => {
            let outputs = vec![gives("drained_count", Integer)];
            operation(
                Mutate,
                "delete_many",
                Some("DeleteMany"),
                vec![needs("keys", Array)],
                outputs,
                "DeleteManyStatus",
                CHECKED,
            )
        }
        "EXISTS" => {
            operation(Read, "exists", Some("Keyed"), keyed(), vec![gives("exists", Boolean)], "ExistsStatus", CHECKED)
        }
        "LIST" => {
            let outputs = vec![gives("records", Array), gives("keys", Array)];
            operation(Read, "list", None, Vec::new(), outputs, "ListStatus", PLAIN)
        }
        "UPDATE_WHERE" => {
            let arguments = vec![needs("filter", Object), needs("updates", Object)];
            let outputs = vec![gives("matched_keys", Array), gives("updated_count", Integer)];
            operation(Mutate, "update_where", Some("UpdateWhere"), arguments, outputs, "UpdateStatus", CHECKED)
        }
        _ => return None,
    })
}

fn name_registry(op: &str) -> Option<Operation> {
    Some(match op {
        "READ" => Operation {
            function: "read",
            call: Some("Read"),
            arguments: vec![needs("name", Text)],
            outputs: vec![gives("resource_addresses", Array), gives("value", Any)],
            status: "ReadStatus",
            statuses: FULL,
            access: Access::Read,
        },
        "WRITE" => Operation {
            function: "write",
            call: Some("Write"),
            arguments: vec![needs("name", Text), needs("resource_addresses", Array)],
            outputs: vec![gives("success", Boolean), gives("value", Any)],
            status: "WriteStatus",
            statuses: CHECKED,
            access: Access::Mutate,
        },
        _ => return None,
    })
}

/// A required argument.
fn needs(name: &str, ty: Type) -> Argument {
    Argument { name: name.to_owned(), ty, required: true }
}

/// An optional argument.
fn takes(name: &str, ty: Type) -> Argument {
    Argument { name: name.to_owned(), ty, required: false }
}

/// An output.
fn gives(name: &str, ty: Type) -> Output {
    Output { name: name.to_owned(), ty, optional: true }
}
