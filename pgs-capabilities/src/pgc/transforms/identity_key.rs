//! Keys that identify something by several of its parts, readable and with `|` between them.

use pgs_rt::{Failure, Field, Violation};

use super::text;

/// A registry keeps no longer keys; counted in characters.
const MAX_CHARACTERS: usize = 256;

/// The key of these parts.
pub(super) fn joined(parts: &[&str]) -> Result<String, Failure> {
    let key = parts.join("|");
    if key.chars().count() > MAX_CHARACTERS {
        return Err(Failure::refused(format!("the key has more than {MAX_CHARACTERS} characters")));
    }
    Ok(key)
}

/// A part in which a `|` is marked.
pub(super) fn escaped(part: &str) -> String {
    part.replace('|', "\\|")
}

/// A part that is compared without case and by its words: the text in this field, which must not be blank.
#[cfg(feature = "pgc-casefold")]
pub(super) fn folded(name: &str, field: Field<String>) -> Result<String, Failure> {
    let value = field.required(name).map_err(Failure::Refused)?;
    let words: Vec<&str> = text::words(&value).collect();
    let folded = unicase::UniCase::unicode(words.join(" ")).to_folded_case();
    if folded.is_empty() { Err(Failure::Refused(blank(name))) } else { Ok(escaped(&folded)) }
}

/// A part that is taken as it is but for blanks around it: the text in this field, which must not be blank.
pub(super) fn stripped(name: &str, field: Field<String>) -> Result<String, Failure> {
    let value = field.required(name).map_err(Failure::Refused)?;
    let stripped = text::strip(&value);
    if stripped.is_empty() { Err(Failure::Refused(blank(name))) } else { Ok(escaped(stripped)) }
}

fn blank(name: &str) -> Violation {
    Violation::new(format!("`{name}` is blank"))
}
