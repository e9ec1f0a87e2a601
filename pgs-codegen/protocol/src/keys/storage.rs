//! `runtime_bindings/`, `RB_`, and `structures/`, `STRUCTURE_`

use super::{Form, Key};
use crate::snapshot::ArtifactKind;

/// Beside `core`, of a runtime binding.
pub const BINDING_BLOCK: &[Key] = &[
    Key::new("rb_code", Form::Text, "The code of the runtime binding: that of the file's name.", "RB_DESK_V0")
        .checked(),
    Key::new("parameters", Form::Value, "What paths may be made of.", "[module_data_root]").for_people(),
];

/// In `core`, of a runtime binding.
pub const BINDING_CORE: &[Key] = &[
    Key::new(
        "bindings",
        Form::Objects(
            "side effect",
            &[
                Key::new("policy", Form::Object(POLICY), "What is set for the side effect; `{}` for nothing.", "{}"),
                Key::new(
                    "config",
                    Form::Object(POLICY),
                    "The same under another name, where there is no `policy`.",
                    "{path: areas.json}",
                ),
                Key::new("type", Form::Text, "The sort of what is bound.", "CS").for_people(),
                Key::new("host", Form::Text, "What implements it elsewhere.", "MutableJsonRuntime").for_people(),
                Key::new("operation", Form::Text, "What it may be used for.", "READ_WRITE").for_people(),
            ],
        ),
        "The side effects that workflows under this binding may use, by FQDN. A build warns of a step that uses another one \
         (W106); at run time nothing looks at the list, only at what is set for a side effect.",
        "",
    ),
    Key::new(
        "storage_structure",
        Form::Reference(ArtifactKind::Structure),
        "The structure that names the stores.",
        "STRUCTURE_LIBRARY_STORAGE_V0",
    ),
];

const POLICY: &[Key] = &[
    Key::new(
        "path",
        Form::Text,
        "The file of a store that no structure names, below the data root.",
        "\"{{module_data_root}}/depots/areas.json\"",
    ),
    Key::new(
        "enabled",
        Form::Truth,
        "Whether a side effect with a switch, such as mail, does anything. Absent: it does.",
        "false",
    ),
    Key::new("strict", Form::Truth, "Asked of other systems; here everything is strict.", "true").for_people(),
];

/// Beside `core`, of a structure.
pub const STRUCTURE_BLOCK: &[Key] = &[Key::new(
    "structure_code",
    Form::Text,
    "The code of the structure: that of the file's name.",
    "STRUCTURE_LIBRARY_STORAGE_V0",
)
.checked()];

/// In `core`, of a structure.
pub const STRUCTURE_CORE: &[Key] = &[
    Key::new(
        "entity_stores",
        Form::Objects(
            "store",
            &[
                Key::new(
                    "path",
                    Form::Text,
                    "The file below the data root: `.jsonl` for registries and logs, `.json` for the others.",
                    "library/members.jsonl",
                )
                .required(),
                Key::new("description", Form::Text, "What the store holds.", "Registry of members").for_people(),
                Key::new("record_type", Form::Text, "The entity of its records.", "ENTITY_LOAN_V0").for_people(),
            ],
        ),
        "The stores by name, as steps name them.",
        "",
    ),
    Key::new("storage_roots", Form::Value, "Where other systems put files.", "{base_path: \"{{module_data_root}}\"}")
        .for_people(),
    Key::new("isolation", Form::Value, "What is kept apart, in words.", "{rules: [\"each store has a file\"]}")
        .for_people(),
    Key::new("migration", Form::Value, "How paths change, in words.", "{rules: [\"paths never change\"]}").for_people(),
    Key::new("resolution", Form::Value, "How other systems find a file.", "{algorithm: base_path / path}").for_people(),
    Key::new("domain", Form::Text, "The domain.", "library").for_people(),
    Key::new("subdomain", Form::Text, "A part of the domain.", "loans").for_people(),
    Key::new("layer", Form::Text, "The layer.", "DOMAINS").for_people(),
];
