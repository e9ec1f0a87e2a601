//! Kinds of which nothing is executed: `events/`, `EV_`; `entities/`, `ENTITY_`; `actors/`, `AC_`; `invariants/`,
//! `INVARIANT_`, `ASSERT_`

use super::{Form, Key};

/// Beside `core`, of an event.
pub const EVENT_BLOCK: &[Key] =
    &[Key::new("ev_code", Form::Text, "The code of the event: that of the file's name.", "EV_BOOK_LENT_V0").checked()];

/// In `core`, of an event.
pub const EVENT_CORE: &[Key] = &[Key::new(
    "schema",
    Form::Value,
    "The fields of the event, for whoever reads it.",
    "{subject: {type: string, required: true}}",
)
.for_people()];

/// Beside `core`, of an entity.
pub const ENTITY_BLOCK: &[Key] =
    &[Key::new("entity_code", Form::Text, "The code of the entity: that of the file's name.", "ENTITY_LOAN_V0")
        .checked()];

/// In `core`, of an entity.
pub const ENTITY_CORE: &[Key] = &[
    Key::new(
        "attributes",
        Form::List(
            &[
                Key::new("name", Form::Text, "Its name.", "state").checked(),
                Key::new("type", Form::Text, "Its type.", "string").for_people(),
                Key::new("enum", Form::Texts, "Its values, where there are few.", "[LENT, OVERDUE]").checked(),
                Key::new("cardinality", Form::Text, "How many there are.", "many").for_people(),
                Key::new("item_type", Form::Text, "The type of each, of a list.", "string").for_people(),
                Key::new("optional", Form::Truth, "Whether it may be missing.", "true").for_people(),
                Key::new("description", Form::Text, "What it means.", "Where the book is").for_people(),
            ],
            &[],
        ),
        "What it consists of: a list of `name`, `type` and, where there are few values, `enum`. Values that an intent \
              admits are held against `enum`.",
        "[{name: state, type: string, enum: [LENT, OVERDUE]}]",
    )
    .checked(),
    Key::new("authority", Form::Value, "Who decides about it.", "library").for_people(),
    Key::new("identity", Form::Value, "What tells one from another.", "{field: book_id, type: string, unique: true}")
        .for_people(),
    Key::new("invariants", Form::Value, "What is always true of it.", "[INVARIANT_ONE_LOAN_PER_BOOK_V0]").for_people(),
    Key::new(
        "lifecycle",
        Form::Object(&[
            Key::new("field", Form::Text, "The attribute that says the stage.", "state").for_people(),
            Key::new("initial", Form::Text, "The first stage.", "LENT").for_people(),
            Key::new("stages", Form::Texts, "All stages.", "[LENT, OVERDUE]").for_people(),
            Key::new("terminal", Form::Value, "The last stage, or stages.", "OVERDUE").for_people(),
        ]),
        "The stages that it goes through.",
        "{field: state, initial: LENT, stages: [LENT, OVERDUE]}",
    )
    .for_people(),
    Key::new("projection", Form::Value, "What others see of it.", "{exposes: [state]}").for_people(),
    Key::new("relationships", Form::Value, "What it belongs to.", "[{to: ENTITY_MEMBER_V0}]").for_people(),
    Key::new("semantics", Form::Value, "What it means.", "{meaning: a book that is out}").for_people(),
    Key::new("versioning", Form::Value, "How it changes.", "{policy: additive}").for_people(),
    Key::new("domain", Form::Text, "The domain.", "library").for_people(),
    Key::new("subdomain", Form::Text, "A part of the domain.", "loans").for_people(),
    Key::new("layer", Form::Text, "The layer.", "DOMAINS").for_people(),
];

/// Beside `core`, of an actor.
pub const ACTOR_BLOCK: &[Key] =
    &[Key::new("ac_code", Form::Text, "The code of the actor: that of the file's name.", "AC_MEMBER_V0").checked()];

/// In `core`, of an actor.
pub const ACTOR_CORE: &[Key] = &[
    Key::new("attributes", Form::Value, "What is known of it.", "{full_name: {type: string, required: true}}")
        .for_people(),
    Key::new("type", Form::Text, "A person, or a machine.", "person").for_people(),
];

/// Beside `core`, of an invariant.
pub const INVARIANT_BLOCK: &[Key] = &[
    Key::new(
        "invariant_code",
        Form::Text,
        "The code of the invariant: that of the file's name.",
        "INVARIANT_ONE_LOAN_PER_BOOK_V0",
    )
    .checked(),
    Key::new("assert_projection", Form::Value, "How another system checks it.", "{handler: shop.check_loans}")
        .for_people(),
];

/// In `core`, of an invariant.
pub const INVARIANT_CORE: &[Key] = &[
    Key::new(
        "allowed_capability_transforms",
        Form::Value,
        "The transforms that may be used.",
        "[capability_transforms::CT_PURE_LOOKUP_V0]",
    )
    .for_people(),
    Key::new("enforced_by", Form::Value, "Who checks it.", "CC_LEND_BOOK_V0").for_people(),
    Key::new("enforcement_stage", Form::Value, "When it is checked.", "[compiler_validation]").for_people(),
    Key::new("scope", Form::Value, "Where it holds.", "[LIBRARY]").for_people(),
    Key::new("violation_response", Form::Text, "What happens where it does not hold.", "FAIL_IMMEDIATELY").for_people(),
];

/// Beside `core`, of an assertion of the compilers before 0.7.
pub const ASSERTION_BLOCK: &[Key] = &[
    Key::new(
        "allowed_capability_transforms",
        Form::Value,
        "The transforms that the domain may use.",
        "[capability_transforms::CT_PURE_EXTRACT_V0]",
    )
    .for_people(),
    Key::new("scope", Form::Value, "What it is about.", "{applies_to: [CC]}").for_people(),
];
