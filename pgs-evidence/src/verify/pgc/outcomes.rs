//! With which outcomes the operations of the platform end. Those of others they alone know.

/// The namespace of the platform's side effects.
const PLATFORM: &str = "capability_side_effects::";

const SUCCESS: &str = "SUCCESS";
const VIOLATION: &str = "VIOLATION";
const NOT_FOUND: &str = "NOT_FOUND";
const ALREADY_EXISTS: &str = "ALREADY_EXISTS";
const BACKEND_ERROR: &str = "BACKEND_ERROR";

/// Whether a transform or an operation of this side effect can end so.
pub(super) fn has(capability: &str, op: Option<&str>, outcome: &str) -> bool {
    let Some(op) = op else { return [SUCCESS, VIOLATION].contains(&outcome) };
    let known: &[&str] = match op {
        _ if !capability.starts_with(PLATFORM) => return true,
        "REGISTER" => &[SUCCESS, ALREADY_EXISTS, VIOLATION, BACKEND_ERROR],
        // That of text artifacts may find no folder.
        "RESOLVE" | "DEREGISTER" | "READ" | "DELETE" | "LIST" => &[SUCCESS, NOT_FOUND, VIOLATION, BACKEND_ERROR],
        "EXISTS" | "APPEND" | "WRITE" | "UPDATE" | "UPDATE_WHERE" | "DELETE_MANY" | "COUNT" | "GET_ALL" | "SELECT"
        | "NOW" | "WRITE_ALL" | "SURVEY" | "EXPIRE" => &[SUCCESS, VIOLATION, BACKEND_ERROR],
        _ => return true,
    };
    known.contains(&outcome)
}
