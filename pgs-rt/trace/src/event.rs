//! The events of a trace: which types there are, and what each holds (`docs/traces.md`).
//!
//! A value with its key stands once, in the table below. Written, an event shows values of the run where they stand; read,
//! those of a line. Every value may be missing: the reference interpreter writes fewer of them.

use pgs_value::{Map, ReasonCode, Value};

use crate::Admission;
use crate::detail::{Data, DetailField as _, DetailWriter, ExitNode, Keys, Nullable, Plain, Sentence};

/// The FQDN of the workflow that was started first.
const WORKFLOW: &str = "wf_fqdn";
/// The FQDN of a nested workflow, in its own events.
pub(crate) const NESTED: &str = "nested_wf_fqdn";
/// The digest of the protocol.
pub(crate) const PROTOCOL: &str = "protocol";
/// The admission mode.
pub(crate) const ADMISSION: &str = "admission";
/// The caller's own id of the run.
pub(crate) const RUN_ID: &str = "run_id";
/// The payload.
pub(crate) const PAYLOAD: &str = "payload";
/// What a step was answered.
pub(crate) const ANSWER: &str = "answer";
/// The FQDN of a contract.
pub(crate) const CONTRACT: &str = "cc_fqdn";
/// The key of a node.
pub(crate) const NODE: &str = "node";
/// The FQDN of a transform or side effect.
const CAPABILITY: &str = "step_fqdn";
/// The name of a step.
pub(crate) const STEP: &str = "step";
/// Why a step did not succeed.
const REASON: &str = "reason";
/// Why a workflow could not go on.
const MESSAGE: &str = "message";
/// The code of a reason.
const REASON_CODE: &str = "reason_code";
/// The input that a reason speaks of.
const REASON_FIELD: &str = "reason_field";
/// The code of a fault.
const CODE: &str = "code";

/// The keys of the codes. Older traces have none of them.
pub const CODES: [&str; 3] = [REASON_CODE, REASON_FIELD, CODE];

/// The keys of sentences, of which a part may be suppressed.
pub const SENTENCES: [&str; 4] = [RUN_ID, REASON, REASON_FIELD, MESSAGE];

/// The keys of the payload.
const PAYLOAD_KEYS: &str = "payload_keys";
/// The keys of a contract's surface.
const OUTPUT_KEYS: &str = "output_keys";

/// The keys of lists of keys, of which some may be suppressed.
pub const KEY_LISTS: [&str; 2] = [PAYLOAD_KEYS, OUTPUT_KEYS];

/// Declares the event types, each with the word in traces, what of its line belongs to it, and its detail in order.
macro_rules! events {
    ($(
        $(#[$meta:meta])*
        $event:ident = $word:literal
            line { $($(#[$line_meta:meta])* $line_field:ident: $line_type:ty,)* }
            detail { $($(#[$field_meta:meta])* $field:ident: $type:ty = $key:expr,)* }
    )+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug, Default)]
            pub struct $event<'a> {
                $($(#[$line_meta])* pub $line_field: $line_type,)*
                $($(#[$field_meta])* pub $field: $type,)*
            }
        )+

        /// One event.
        #[derive(Clone, Copy, Debug)]
        pub enum Event<'a> {
            $($(#[$meta])* $event($event<'a>),)+
            /// An event of a type of another generation.
            Other(Other<'a>),
        }

        impl<'a> Event<'a> {
            /// The event type, as traces name it.
            pub fn name(&self) -> &'a str {
                match self {
                    $(Self::$event(_) => $word,)+
                    Self::Other(other) => other.name,
                }
            }

            /// What of its line belongs to it, beside its type and detail.
            pub fn line_fields(&self) -> LineFields<'a> {
                match self {
                    $(Self::$event(_event) => LineFields { $($line_field: _event.$line_field,)* ..LineFields::default() },)+
                    Self::Other(other) => other.line,
                }
            }

            /// Writes its detail.
            pub fn write(&self, detail: &mut DetailWriter<'_>) {
                match self {
                    $(Self::$event(event) => { $(event.$field.write($key, detail);)* })+
                    Self::Other(other) => other.write(detail),
                }
            }

            /// Reads an event, as far as it is there.
            pub fn read(name: &'a str, line: LineFields<'a>, detail: Option<&'a Map<String, Value>>) -> Self {
                let at = |key: &str| detail.and_then(|detail| detail.get(key));
                match name {
                    $($word => Self::$event($event {
                        $($line_field: line.$line_field,)*
                        $($field: <$type>::read(at($key)),)*
                    }),)+
                    name => Self::Other(Other { name, line, detail }),
                }
            }
        }

        $(
            impl<'a> From<$event<'a>> for Event<'a> {
                fn from(event: $event<'a>) -> Self {
                    Self::$event(event)
                }
            }
        )+
    };
}

events! {
    /// `WF_START`: a workflow begins.
    WorkflowStart = "WF_START"
        line {}
        detail {
            /// The FQDN of the workflow that was started first.
            workflow: Option<&'a str> = WORKFLOW,
            /// The FQDN of this one, where another one started it.
            nested: Option<&'a str> = NESTED,
            /// The keys of the payload.
            payload_keys: Option<Keys<'a>> = PAYLOAD_KEYS,
            /// The digest of the protocol that it was built from; at the start of a trace.
            protocol: Option<&'a str> = PROTOCOL,
            /// The admission mode; at the start of a trace.
            admission: Option<Admission> = ADMISSION,
            /// The payload.
            payload: Option<Data<'a>> = PAYLOAD,
            /// The caller's own id of the run; at the start of a trace, where one was given.
            run_id: Option<Sentence<'a>> = RUN_ID,
        }

    /// `ADMISSION`: the payload breaks rules of its schema.
    NotAdmitted = "ADMISSION"
        line {}
        detail {
            /// What that leads to.
            mode: Option<Admission> = "mode",
            /// The violations, a list.
            violations: Option<Plain<'a>> = "violations",
        }

    /// `CC_START`: a node runs a contract.
    ContractStart = "CC_START"
        line {
            /// The address of the contract.
            contract: Option<i64>,
        }
        detail {
            /// Its FQDN.
            name: Option<&'a str> = CONTRACT,
            /// Its inputs as they were bound.
            inputs: Option<Data<'a>> = "inputs",
            /// The key of the node.
            node: Option<&'a str> = NODE,
        }

    /// `CS_CALL`: a side effect is about to begin.
    Call = "CS_CALL"
        line {
            /// The address of the contract.
            contract: Option<i64>,
            /// The address of the side effect.
            step: Option<i64>,
            /// The operation.
            op: Option<&'a str>,
        }
        detail {
            /// The FQDN of the side effect.
            capability: Option<&'a str> = CAPABILITY,
            /// The name of the step.
            name: Option<&'a str> = STEP,
            /// The store.
            store: Option<&'a str> = "store",
            /// Where the store lies below the data root; null where the runtime binding gives no path.
            path: Nullable<&'a str> = "path",
            /// What the operation is given.
            arguments: Option<Data<'a>> = "arguments",
        }

    /// `CC_STEP`: a step has ended.
    StepEnd = "CC_STEP"
        line {
            /// The address of the contract.
            contract: Option<i64>,
            /// The address of the transform or side effect.
            step: Option<i64>,
            /// The operation; none for a transform.
            op: Option<&'a str>,
        }
        detail {
            /// The FQDN of the transform or side effect.
            capability: Option<&'a str> = CAPABILITY,
            /// The keys of the mapped outputs.
            result_keys: Option<Keys<'a>> = "result_keys",
            /// The name of the step.
            name: Option<&'a str> = STEP,
            /// The status.
            status: Option<&'a str> = "status",
            /// Why it did not succeed.
            reason: Option<Sentence<'a>> = REASON,
            /// The same for programs.
            reason_code: Option<ReasonCode> = REASON_CODE,
            /// The input that the reason speaks of.
            reason_field: Option<Sentence<'a>> = REASON_FIELD,
            /// The mapped outputs.
            results: Option<Data<'a>> = "results",
            /// All that was answered, where a replay needs it.
            answer: Option<Data<'a>> = ANSWER,
        }

    /// `CC_COMPLETE`: a contract has ended.
    ContractEnd = "CC_COMPLETE"
        line {
            /// The address of the contract.
            contract: Option<i64>,
            /// The status.
            status: Option<&'a str>,
        }
        detail {
            /// Its FQDN.
            name: Option<&'a str> = CONTRACT,
            /// The keys of its surface.
            output_keys: Option<Keys<'a>> = OUTPUT_KEYS,
        }

    /// `WF_COMPLETE`: a workflow has ended.
    WorkflowEnd = "WF_COMPLETE"
        line {
            /// The status.
            status: Option<&'a str>,
            /// Whether it is the last event of the trace.
            seals: bool,
        }
        detail {
            /// The FQDN of the workflow that was started first.
            workflow: Option<&'a str> = WORKFLOW,
            /// The FQDN of this one, where another one started it.
            nested: Option<&'a str> = NESTED,
            /// The EXIT node; null where an outcome has no edge.
            exit: Nullable<ExitNode<'a>> = "exit",
        }

    /// `ERROR`: a workflow could not go on.
    Error = "ERROR"
        line {
            /// Whether it is the last event of the trace.
            seals: bool,
        }
        detail {
            /// Why.
            message: Option<Sentence<'a>> = MESSAGE,
            /// The same for programs.
            code: Option<ReasonCode> = CODE,
        }
}

/// What of a line belongs to its event; which of it is set, the event type says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineFields<'a> {
    /// The address of the contract.
    pub contract: Option<i64>,
    /// The address of the step's transform or side effect.
    pub step: Option<i64>,
    /// The operation of a side effect.
    pub op: Option<&'a str>,
    /// The status of a contract or workflow.
    pub status: Option<&'a str>,
    /// Whether it is the last event of the trace.
    pub seals: bool,
}

/// An event of a type that is not known here.
#[derive(Clone, Copy, Debug)]
pub struct Other<'a> {
    /// The event type; empty where there is none.
    pub name: &'a str,
    /// What of its line belongs to it.
    pub line: LineFields<'a>,
    /// The detail, where it is an object.
    pub detail: Option<&'a Map<String, Value>>,
}

impl Other<'_> {
    fn write(&self, detail: &mut DetailWriter<'_>) {
        for (key, value) in self.detail.into_iter().flatten() {
            Some(Data(value.into())).write(key, detail);
        }
    }
}
