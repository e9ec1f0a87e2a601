//! `capability_contracts/`, `CC_`

use super::{Form, Key, Variant, When};
use crate::snapshot::ArtifactKind;

/// Beside `core`.
pub const BLOCK: &[Key] =
    &[Key::new("cc_code", Form::Text, "The code of the contract: that of the file's name.", "CC_LEND_BOOK_V0")
        .checked()];

/// In `core`.
pub const CORE: &[Key] = &[
    Key::new("inputs", Form::Schemas, "What the contract is given by the node that runs it. See [schemas](schemas.md).", ""),
    Key::new("outputs", Form::Schemas, "What it gives: keys that its steps map in their `outputs`.", ""),
    Key::new(
        "pipeline",
        Form::List(STEP, STEPS),
        "The steps, in order; at least one. What follows a step says its `on_result`; after the last step the contract ends \
         with that step's status as its outcome.",
        "",
    )
    .required(),
    Key::new(
        "evaluation",
        Form::Objects(
            "evaluation",
            &[
                Key::new("condition", Form::Condition, "A path, `==`, `!=`, `<`, `<=`, `>` or `>=`, and a literal or a path. See [bindings](bindings.md#conditions).", "$.count < 5").required(),
                Key::new("on_true", Form::Text, "The outcome of the contract where the condition holds.", "SUCCESS").required(),
                Key::new("on_false", Form::Text, "Its outcome where it does not.", "LIMIT_REACHED").required(),
                Key::new("summary", Form::Text, "What is decided.", "Whether another book may be lent").for_people(),
                Key::new("description", Form::Text, "The same at more length.", "Five books a member").for_people(),
            ],
        ),
        "Decisions by their names. A step's `on_result` names the one that follows a status; it ends the contract.",
        "",
    ),
    Key::new("error_codes", Form::Value, "A name for a status. Nothing shows it.", "{NOT_FOUND: BOOK_UNKNOWN}").checked(),
    Key::new(
        "result_status_contract",
        Form::Object(&[
            Key::new("allowed", Form::Texts, "The outcomes that the contract may have. One more or less is said.", "[SUCCESS, NOT_FOUND]").checked(),
            Key::new("on_input_failure", Form::Text, "The status for inputs that are not as declared.", "VIOLATION").checked(),
        ]),
        "The outcomes that the author promises, held against those that the steps can give.",
        "",
    )
    .checked(),
    Key::new("suppress_trace_fields", Form::Texts, "Keys whose values reach no trace and no output: they show `\"<suppressed>\"`.", "[email]"),
];

const STEP: &[Key] = &[
    Key::new(
        "step",
        Form::Text,
        "The name of the step, by which others refer to it; `step_1`, `step_2`, … where it is absent.",
        "read_card",
    ),
    Key::new(
        "inputs",
        Form::Bindings,
        "The arguments: `$.inputs.FIELD`, `$.results.STEP.OUTPUT`, `$.results.STEP.capability_result.FIELD`, literals. See [bindings](bindings.md).",
        "{key: $.inputs.book_id}",
    ),
    Key::new(
        "outputs",
        Form::Bindings,
        "What the step adds to what later steps and the contract's outputs see: `$.capability_result.FIELD`, or bare `$.FIELD`, which is the same.",
        "{loan_days: $.capability_result.value.loan_days}",
    ),
    Key::new(
        "on_result",
        Form::TextsByName("status"),
        "What follows each status: `continue`, `exit`, the name of a step, or the name of an evaluation. A status without a \
         route continues, also one of failure. See [below](#what-follows-a-step).",
        "{SUCCESS: continue, NOT_FOUND: exit}",
    ),
    Key::new(
        "result_surface",
        Form::Texts,
        "The statuses that the step may have, held against those of what it calls.",
        "[SUCCESS, NOT_FOUND]",
    )
    .checked(),
    Key::new("summary", Form::Text, "What the step is for.", "Read the catalogue card").for_people(),
    Key::new("description", Form::Text, "The same at more length.", "A card says how long a book may be kept.")
        .for_people(),
];

const STEPS: &[Variant] = &[
    Variant {
        when: When::Has("transform"),
        title: "a step that calls a transform",
        keys: &[
            Key::new(
                "transform",
                Form::Reference(ArtifactKind::Transform),
                "The transform. See [transforms](README.md#transforms).",
                "capability_transforms::CT_PURE_LOOKUP_V0",
            )
            .required(),
            Key::new("op", Form::Text, "Says nothing beside a transform; published contracts have it.", "LOOKUP")
                .for_people(),
            Key::new(
                "on_ct_result",
                Form::Object(&[
                    Key::new(
                        "on_success",
                        Form::Text,
                        "The status of the step where the transform succeeds, in place of SUCCESS.",
                        "SUCCESS",
                    ),
                    Key::new(
                        "on_failure",
                        Form::Text,
                        "The status of the step where it fails, in place of VIOLATION.",
                        "UNKNOWN_SECTION",
                    ),
                ]),
                "Other words for how the transform ends. They are what `on_result` then routes.",
                "",
            ),
        ],
        any_of: &[],
    },
    Variant {
        when: When::Has("side_effect"),
        title: "a step that calls a side effect",
        keys: &[
            Key::new(
                "side_effect",
                Form::Reference(ArtifactKind::SideEffect),
                "The side effect. See [side effects](README.md#side-effects).",
                "capability_side_effects::CS_MUTABLE_JSON_V0",
            )
            .required(),
            Key::new("op", Form::Text, "The operation.", "READ").required(),
            Key::new(
                "store",
                Form::Text,
                "The store, by its name among the `entity_stores` of the structure; for side effects that are stores.",
                "CATALOGUE",
            ),
        ],
        any_of: &[],
    },
];
