//! `intents/`, `IN_`, and `ingress_intents/`, `TI_`

use super::{Form, Key};
use crate::snapshot::ArtifactKind;

/// Beside `core`, of an intent.
pub const BLOCK: &[Key] = &[
    Key::new("in_code", Form::Text, "The code of the intent: that of the file's name.", "IN_BOOK_BOUGHT_V0").checked(),
    Key::new("status", Form::Text, "Whether the intent is still in use.", "RETIRED").for_people(),
    Key::new("superseded_by", Form::Value, "What took its place.", "[IN_BOOK_DELIVERED_V0]").for_people(),
];

/// In `core`, of an intent.
pub const CORE: &[Key] = &[
    Key::new(
        "inputs",
        Form::Schemas,
        "The fields of the payload. A payload that does not meet them is refused (NACK). See [schemas](schemas.md).",
        "",
    ),
    OUTCOMES,
    WORKFLOW,
    ADMISSION,
];

/// Beside `core`, of an ingress intent.
pub const INGRESS_BLOCK: &[Key] = &[Key::new(
    "ti_code",
    Form::Text,
    "The code of the ingress intent. `artifact_code` says it in every sample.",
    "TI_HTTP_LEND_BOOK_V0",
)
.for_people()];

/// In `core`, of an ingress intent.
pub const INGRESS_CORE: &[Key] = &[
    Key::new(
        "admission_schema",
        Form::Value,
        "The fields of the request. Nothing is generated of them: the intent's schema is what admits.",
        "{book_id: {type: string, required: true}}",
    )
    .for_people(),
    OUTCOMES,
    Key::new(
        "route",
        Form::Object(&[
            Key::new("method", Form::Text, "The method.", "POST").for_people(),
            Key::new("path", Form::Text, "The path.", "/api/v0/loans").for_people(),
            Key::new("content_type", Form::Text, "The type of the body.", "application/json").for_people(),
        ]),
        "The HTTP request that starts the workflow.",
        "",
    )
    .for_people(),
    WORKFLOW,
    ADMISSION,
];

const WORKFLOW: Key = Key::new(
    "workflow",
    Form::Reference(ArtifactKind::Workflow),
    "The workflow that it starts. An IN node that names no intent takes the one intent that names its workflow here (N002).",
    "WF_ADD_BOOK_V0",
);

const OUTCOMES: Key = Key::new(
    "outcomes",
    Form::Object(&[
        Key::new("ACK", Form::Object(&[MEANS]), "The payload is admitted.", "").for_people(),
        Key::new("NACK", Form::Object(&[MEANS]), "The payload is refused, and nothing was done.", "").for_people(),
    ]),
    "What both outcomes of an IN node mean to a caller.",
    "",
)
.for_people();

const MEANS: Key = Key::new("description", Form::Text, "In words.", "The book can be catalogued").for_people();

const ADMISSION: Key = Key::new(
    "admission",
    Form::Object(&[
        Key::new(
            "requires",
            Form::References(ArtifactKind::Event),
            "Events that must have happened.",
            "[EV_MEMBER_REGISTERED_V0]",
        )
        .checked(),
        Key::new(
            "forbids",
            Form::References(ArtifactKind::Event),
            "Events that must not have happened.",
            "[EV_MEMBER_LEFT_V0]",
        )
        .checked(),
    ]),
    "Events that must or must not have happened. **Not enforced**: nothing says where events are looked up.",
    "",
)
.checked();
