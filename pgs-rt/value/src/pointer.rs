//! JSON pointers (RFC 6901).

use crate::value::Value;

impl Value {
    /// What a JSON pointer (RFC 6901) leads to.
    pub fn pointer(&self, pointer: &str) -> Option<&Value> {
        tokens(pointer)?.try_fold(self, |value, token| match value {
            Self::Object(object) => object.get(token.as_str()),
            Self::Array(items) => items.get(place(&token)?),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => None,
        })
    }

    /// What a JSON pointer (RFC 6901) leads to.
    pub fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Value> {
        tokens(pointer)?.try_fold(self, |value, token| match value {
            Self::Object(object) => object.get_mut(token.as_str()),
            Self::Array(items) => items.get_mut(place(&token)?),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => None,
        })
    }
}

/// The keys that a JSON pointer names; none if it is no pointer.
fn tokens(pointer: &str) -> Option<impl Iterator<Item = String>> {
    let mut tokens = pointer.split('/');
    // Before the first slash there is nothing.
    tokens.next().filter(|before| before.is_empty())?;
    Some(tokens.map(|token| token.replace("~1", "/").replace("~0", "~")))
}

/// The place in a list that a key of a pointer names: digits without a leading zero.
fn place(token: &str) -> Option<usize> {
    let is_plain = token == "0" || token.starts_with(|first: char| first.is_ascii_digit() && first != '0');
    if is_plain { token.parse().ok() } else { None }
}
