//! `capability_transforms/`, `CT_`, and `capability_side_effects/`, `CS_`

use super::{Form, Key};

/// Beside `core`, of a transform.
pub const TRANSFORM_BLOCK: &[Key] = &[
    Key::new("ct_code", Form::Text, "The code of the transform: that of the file's name.", "CT_PURE_LOOKUP_V0")
        .checked(),
    Key::new(
        "machine",
        Form::Object(&[
            Key::new("ct_kind", Form::Text, "What kind of transform it is.", "atom").for_people(),
            Key::new("ct_purity", Form::Text, "Whether it is pure.", "ct_pure").for_people(),
            Key::new("operation", Form::Text, "What it is called there.", "LOOKUP").for_people(),
            Key::new("implementation", Form::Value, "Where it is implemented.", "shop.lookup").for_people(),
            Key::new("atom_stream", Form::Value, "The transforms that it is made of.", "[CT_PURE_LOOKUP_V0]")
                .for_people(),
            Key::new("emit", Form::Value, "What it gives.", "result").for_people(),
        ]),
        "How another system calls it.",
        "{ct_kind: atom, ct_purity: ct_pure, operation: LOOKUP}",
    )
    .for_people(),
];

/// In `core`, of a transform.
pub const TRANSFORM_CORE: &[Key] = &[
    Key::new(
        "inputs",
        Form::Schemas,
        "Its arguments, which must be those of the implementation. See [schemas](schemas.md).",
        "",
    ),
    Key::new("outputs", Form::Schemas, "What it gives where it succeeds.", ""),
];

/// Beside `core`, of a side effect.
pub const SIDE_EFFECT_BLOCK: &[Key] =
    &[Key::new("cs_code", Form::Text, "The code of the side effect: that of the file's name.", "CS_REGISTRY_V0")
        .checked()];

/// In `core`, of a side effect.
pub const SIDE_EFFECT_CORE: &[Key] = &[
    Key::new(
        "operations",
        Form::Objects(
            "operation",
            &[
                Key::new("summary", Form::Text, "What the operation does.", "Bind a key that is not bound yet")
                    .for_people(),
                Key::new("description", Form::Text, "The same at more length.", "A key is bound once.").for_people(),
                Key::new("handler", Form::Text, "How another system calls it.", "register").for_people(),
                Key::new("idempotent", Form::Truth, "Whether twice is as good as once.", "false").for_people(),
                Key::new("input", Form::Value, "The names of its arguments.", "[key, value]").for_people(),
                Key::new("output", Form::Value, "The names of what it gives.", "[result_status, address]").for_people(),
                Key::new("notes", Form::Value, "More of it.", "The key is not blank.").for_people(),
                Key::new(
                    "result_status_values",
                    Form::Value,
                    "The statuses that it may have.",
                    "[SUCCESS, ALREADY_EXISTS]",
                )
                .for_people(),
            ],
        ),
        "The operations by name. Arguments, outputs and statuses are those of the implementation, whatever stands here.",
        "",
    ),
    Key::new("policy", Form::Value, "What a runtime binding may set.", "{operations: [REGISTER]}").for_people(),
    Key::new("category", Form::Text, "The sort of side effect.", "storage").for_people(),
    Key::new("configuration", Form::Value, "What it is configured by elsewhere.", "{smtp_host: {type: string}}")
        .for_people(),
    Key::new("durability", Form::Value, "What is kept.", "persistent").for_people(),
    Key::new("field_types", Form::Value, "The types of arguments and outputs.", "{key: string}").for_people(),
    Key::new("idempotent", Form::Truth, "Whether twice is as good as once.", "false").for_people(),
    Key::new("side_effect_type", Form::Text, "The sort of side effect, in words of other systems.", "external")
        .for_people(),
];
