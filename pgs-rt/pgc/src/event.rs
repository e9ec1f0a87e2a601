//! The events of a trace (schema "v2"): which types there are, what each holds, and the order of its keys.
//!
//! The table below is the one definition: events are written and read by it.

mod header;
mod line;
mod member;

use pgs_value::{Map, Value, View};

pub use header::Header;
pub use line::{EventError, Line};
pub use member::{Check, Data, Expected, Keys, Nullable};
use member::{Member as _, Members};

/// The version of the schema.
pub const SCHEMA_VERSION: &str = "v2";

/// The operation of an IN node's step.
pub const ADMIT: &str = "ADMIT";

/// Declares the event types, each with the word in traces, what of its line belongs to it, and its detail in order.
macro_rules! events {
    ($(
        $(#[$meta:meta])*
        $event:ident = $word:literal
            line { $($(#[$line_meta:meta])* $line_field:ident: $line_type:ty,)* }
            detail { $($(#[$field_meta:meta])* $field:ident: $type:ty = $key:literal,)* }
    )+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Debug, PartialEq)]
            pub struct $event<'a> {
                $($(#[$line_meta])* pub $line_field: $line_type,)*
                $($(#[$field_meta])* pub $field: $type,)*
            }

            impl<'a> From<$event<'a>> for Event<'a> {
                fn from(event: $event<'a>) -> Self {
                    Self::$event(event)
                }
            }
        )+

        /// One event.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Event<'a> {
            $($(#[$meta])* $event($event<'a>),)+
        }

        impl<'a> Event<'a> {
            /// The event type, as traces name it.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$event(_) => $word,)+
                }
            }

            fn line_fields(&self) -> LineFields<'a> {
                match self {
                    $(Self::$event(_event) => LineFields {
                        $($line_field: LineField::set(&_event.$line_field),)*
                        ..LineFields::default()
                    },)+
                }
            }

            fn write_detail(&self, detail: &mut Members<'_>) {
                match self {
                    $(Self::$event(event) => { $(event.$field.write($key, detail);)* })+
                }
            }

            fn read(name: &str, line: LineFields<'a>, detail: &'a Map<String, Value>) -> Result<Self, EventError> {
                match name {
                    $($word => Ok(Self::$event($event {
                        $($line_field: LineField::get(line.$line_field).ok_or(EventError::Line(stringify!($line_field)))?,)*
                        $($field: <$type>::read(detail.get($key)).ok_or(EventError::Detail($key))?,)*
                    })),)+
                    name => Err(EventError::Type(name.to_owned())),
                }
            }
        }
    };
}

events! {
    /// `WF_START`: a workflow begins.
    WorkflowStart = "WF_START"
        line {}
        detail {
            /// The FQDN of the workflow.
            workflow: &'a str = "wf_fqdn",
            /// The keys of the payload.
            payload_keys: Keys<'a> = "payload_keys",
            /// The FQDN of the actor that the workflow names.
            actor: Option<&'a str> = "actor",
        }

    /// `CC_START`: a node runs a contract.
    ContractStart = "CC_START"
        line {
            /// The address of the contract.
            contract: i64,
        }
        detail {
            /// Its FQDN.
            name: &'a str = "cc_fqdn",
            /// The key of the node.
            node: &'a str = "node",
            /// Its inputs as they were bound.
            inputs: Data<'a> = "inputs",
        }

    /// `CT_STEP`: an atom has given a result.
    AtomEnd = "CT_STEP"
        line {
            /// The address of the contract.
            contract: i64,
            /// The address of the transform that the step calls.
            step: i64,
        }
        detail {
            /// Where in the transform it stands.
            path: &'a str = "path",
            /// The FQDN of the atom.
            atom: &'a str = "step_fqdn",
            /// What is declared of its result.
            purity: &'a str = "purity",
            /// The keys of its result, sorted.
            result_keys: Keys<'a> = "result_keys",
            /// The whole result, of an impure atom.
            outcome: Option<Data<'a>> = "outcome",
            /// Whether the result was taken from another trace; of an impure atom.
            replayed: Option<bool> = "replayed",
        }

    /// `CC_STEP`: a step has ended, or an IN node has judged the payload.
    StepEnd = "CC_STEP"
        line {
            /// The address of the contract or intent.
            contract: i64,
            /// The address of the transform, side effect or intent.
            step: i64,
            /// The operation; none for a transform.
            op: Option<&'a str>,
        }
        detail {
            /// The FQDN of the transform, side effect or intent.
            capability: &'a str = "step_fqdn",
            /// The keys of the mapped outputs.
            result_keys: Keys<'a> = "result_keys",
            /// The outcome.
            outcome: &'a str = "outcome",
            /// Where that leads: `continue`, `exit`, of an intent `route`; null where the contract has no answer.
            continuation: Nullable<&'a str> = "continuation",
            /// What was checked of the payload; of an intent.
            checks: Option<Vec<Check<'a>>> = "checks",
        }

    /// `CC_COMPLETE`: a contract has ended.
    ContractEnd = "CC_COMPLETE"
        line {
            /// The address of the contract.
            contract: i64,
            /// The status.
            status: &'a str,
        }
        detail {
            /// Its FQDN.
            name: &'a str = "cc_fqdn",
            /// The key of the node.
            node: &'a str = "node",
            /// The keys of its surface.
            output_keys: Keys<'a> = "output_keys",
        }

    /// `EVENT`: an ending announces that something has happened.
    Announced = "EVENT"
        line {}
        detail {
            /// The FQDN of the event.
            event: &'a str = "ev_fqdn",
            /// The surface of the contract that led there.
            payload: Data<'a> = "payload",
        }

    /// `WF_ROUTE`: where an outcome leads.
    Route = "WF_ROUTE"
        line {
            /// The address of the contract or intent that the run leaves.
            contract: i64,
            /// The address of the one that it goes to; none at the end.
            step: Option<i64>,
            /// The outcome.
            status: &'a str,
        }
        detail {
            /// Whether the run ends.
            terminal: bool = "terminal",
            /// The key of the node that it leaves.
            from_node: &'a str = "from_node",
            /// The key of the node that it goes to, at the end of the EXIT node; null where no edge is declared.
            to_node: Nullable<&'a str> = "to_node",
        }

    /// `WF_COMPLETE`: a workflow has ended.
    WorkflowEnd = "WF_COMPLETE"
        line {
            /// The status.
            status: &'a str,
        }
        detail {
            /// The FQDN of the workflow.
            workflow: &'a str = "wf_fqdn",
        }

    /// `ERROR`: a workflow can't go on.
    Error = "ERROR"
        line {}
        detail {
            /// What is refused, or one sentence.
            message: &'a str = "message",
            /// The address of the contract or intent.
            node: Option<i64> = "node",
            /// The name of the step.
            step: Option<&'a str> = "step",
            /// What of a capability has failed.
            refusal: Option<&'a str> = "refusal",
            /// Why, in one sentence.
            reason: Option<&'a str> = "reason",
            /// The outcome that has no answer.
            outcome: Option<&'a str> = "outcome",
            /// The answer that means nothing.
            continuation: Option<&'a str> = "continuation",
            /// The address of the outcome as a condition of edges; -1 where it has none.
            condition: Option<i64> = "condition_addr",
        }
}

impl<'a> Error<'a> {
    /// One that says this, and nothing more.
    pub fn new(message: &'a str) -> Self {
        Self {
            message,
            node: None,
            step: None,
            refusal: None,
            reason: None,
            outcome: None,
            continuation: None,
            condition: None,
        }
    }
}

/// What of a line belongs to its event; which of it is set, the event type says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct LineFields<'a> {
    contract: Option<i64>,
    step: Option<i64>,
    op: Option<&'a str>,
    status: Option<&'a str>,
}

/// One of them, as an event has it: there, or perhaps.
trait LineField<T: Copy>: Sized {
    fn set(&self) -> Option<T>;
    fn get(value: Option<T>) -> Option<Self>;
}

impl<T: Copy> LineField<T> for T {
    fn set(&self) -> Option<T> {
        Some(*self)
    }

    fn get(value: Option<T>) -> Option<Self> {
        value
    }
}

impl<T: Copy> LineField<T> for Option<T> {
    fn set(&self) -> Option<T> {
        *self
    }

    fn get(value: Option<T>) -> Option<Self> {
        Some(value)
    }
}

/// A value of the run, where it stands.
impl<'a> From<View<'a>> for Data<'a> {
    fn from(value: View<'a>) -> Self {
        Self(value)
    }
}
