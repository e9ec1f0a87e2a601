//! What every kind has.

use super::{Form, Key};

/// Beside `core`.
pub const BLOCK: &[Key] = &[
    Key::new(
        "version",
        Form::Value,
        "The version of the artifact; the `_V0` at the end of its code says it too.",
        "v0",
    )
    .for_people(),
    Key::new(
        "governed_by",
        Form::Value,
        "The constitutions that the artifact stands under.",
        "fb.topology::CONSTITUTION_WORKFLOW_V0",
    )
    .for_people(),
    Key::new(
        "extensions",
        Form::Value,
        "Whatever you want to keep beside the artifact: nothing below it is looked at.",
        "{owner: desk}",
    )
    .for_people(),
    Key::new(
        "artifact_code",
        Form::Text,
        "The code, in place of the key of the kind. It must be that of the file's name.",
        "TI_HTTP_LEND_BOOK_V0",
    )
    .checked(),
    Key::new("artifact_kind", Form::Text, "The kind in words of other systems.", "intent").for_people(),
    Key::new("artifact_type", Form::Text, "The prefix of the code.", "TI").for_people(),
    Key::new(
        "implementation",
        Form::Value,
        "Where another system implements the artifact. Here `capabilities.toml` says it.",
        "{module: shop.price, callable: Price}",
    )
    .for_people(),
];

/// What the artifact says.
pub const THE_CORE: Key = Key::new("core", Form::Value, "What the artifact says.", "").required();

/// In `core`.
pub const CORE: &[Key] = &[
    Key::new(
        "summary",
        Form::Text,
        "What the artifact is, in a line. It becomes documentation of the generated code: write it for its reviewer.",
        "Lend a book",
    ),
    Key::new(
        "description",
        Form::Text,
        "The same at more length; it takes the place of a `summary` that is absent.",
        "A member takes a book to the desk.",
    ),
];
