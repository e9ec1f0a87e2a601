//! `workflows/`, `WF_`

use super::{Form, Key, Variant, When};
use crate::snapshot::ArtifactKind;

const RUNTIME_BINDING: Key = Key::new(
    "runtime_binding",
    Form::Reference(ArtifactKind::RuntimeBinding),
    "Where the stores lie and which side effects may be used. It may stand here or in `core`; beside `core` it wins.",
    "RB_DESK_V0",
);

/// Beside `core`.
pub const BLOCK: &[Key] = &[
    Key::new("wf_code", Form::Text, "The code of the workflow: that of the file's name.", "WF_ADD_BOOK_V0").checked(),
    RUNTIME_BINDING,
    Key::new(
        "structure",
        Form::Text,
        "The structure that another system executes workflows by.",
        "fb.topology::STRUCTURE_RUNTIME_EXECUTION_V0",
    )
    .for_people(),
    Key::new("subdomain", Form::Text, "A part of the domain.", "loans").for_people(),
];

/// In `core`.
pub const CORE: &[Key] = &[
    Key::new("start_node", Form::Text, "The name of the node where a run begins.", "IN_BOOK_BOUGHT_V0").required(),
    Key::new(
        "nodes",
        Form::Variants("node", NODE, NODES),
        "The nodes of the graph by their names. A node's name is yours; that of what it runs is usual.",
        "",
    ),
    RUNTIME_BINDING,
    Key::new(
        "admission",
        Form::Object(&[
            Key::new("requires", Form::References(ArtifactKind::Event), REQUIRES, "[EV_MEMBER_REGISTERED_V0]")
                .checked(),
            Key::new("forbids", Form::References(ArtifactKind::Event), FORBIDS, "[EV_MEMBER_LEFT_V0]").checked(),
            Key::new(
                "bindings",
                Form::Value,
                "Which field of the payload identifies each event.",
                "{EV_MEMBER_REGISTERED_V0: {subject: member_id}}",
            )
            .for_people(),
        ]),
        "Events that must or must not have happened. **Not enforced**: nothing says where events are looked up (N001).",
        "",
    )
    .checked(),
    Key::new("entry", Form::Text, "The way in, in words of other systems.", "entry").for_people(),
    Key::new("exit", Form::Text, "The way out, in words of other systems.", "exit").for_people(),
];

const REQUIRES: &str = "Events that must have happened.";
const FORBIDS: &str = "Events that must not have happened.";

const NODE: &[Key] = &[
    Key::new(
        "type",
        Form::OneOf(&["IN", "CC", "EXIT"]),
        "What the node does: admit the payload, run a contract, end the run.",
        "CC",
    )
    .required(),
    Key::new("summary", Form::Text, "What the node is for.", "Look the member up").for_people(),
    Key::new("description", Form::Text, "The same at more length.", "Nothing is lent to strangers.").for_people(),
];

const NEXT: Key = Key::new(
    "next",
    Form::TextsByName("outcome"),
    "The edges: by outcome, the name of the node that follows. `default` stands for every outcome without an edge of its \
     own, but for NACK of an IN node. An outcome without an edge ends the run with that outcome as its status.",
    "{SUCCESS: EXIT_ADDED, default: EXIT_FAILED}",
);

const NODES: &[Variant] = &[
    Variant {
        when: When::Is("type", "IN"),
        title: "IN node",
        keys: &[
            Key::new(
                "code",
                Form::Reference(ArtifactKind::Intent),
                "The intent whose schema the payload must meet. Its outcomes are `ACK` and `NACK`.",
                "IN_BOOK_BOUGHT_V0",
            ),
            Key::new(
                "fqdn_id",
                Form::Reference(ArtifactKind::Intent),
                "The same by FQDN; it wins over `code`. Sealing adds it.",
                "library::IN_BOOK_BOUGHT_V0",
            ),
            NEXT,
            Key::new(
                "payload_schema",
                Form::Value,
                "A schema of the node's own. **Not enforced**: write it in the intent.",
                "{title: string}",
            )
            .checked(),
        ],
        any_of: &[],
    },
    Variant {
        when: When::Is("type", "CC"),
        title: "CC node",
        keys: &[
            Key::new(
                "code",
                Form::Reference(ArtifactKind::Contract),
                "The contract. Its outcomes are those that its steps and evaluations can give.",
                "CC_CATALOGUE_BOOK_V0",
            ),
            Key::new(
                "fqdn_id",
                Form::Reference(ArtifactKind::Contract),
                "The same by FQDN; it wins over `code`. Sealing adds it.",
                "library::CC_CATALOGUE_BOOK_V0",
            ),
            Key::new(
                "inputs",
                Form::Bindings,
                "The inputs of the contract: `$.payload.FIELD`, `$.results.NODE.OUTPUT`, literals. See [bindings](bindings.md).",
                "{title: $.payload.title}",
            ),
            NEXT,
        ],
        any_of: &["code", "fqdn_id"],
    },
    Variant {
        when: When::Is("type", "EXIT"),
        title: "EXIT node",
        keys: &[
            Key::new(
                "reason",
                Form::Text,
                "Why the run ends, for callers and traces. The status is that of the node before.",
                "COMPLETED",
            ),
            Key::new(
                "emit",
                Form::Reference(ArtifactKind::Event),
                "The event that the end of the run is: its code stands in `Exit:` and in the trace.",
                "EV_BOOK_ADDED_V0",
            ),
        ],
        any_of: &[],
    },
];
