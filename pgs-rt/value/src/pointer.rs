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
///
/// ```
/// use pgs_value::pointer::tokens;
///
/// assert!(tokens("/a~1b/0").unwrap().eq(["a/b", "0"]));
/// assert!(tokens("a").is_none());
/// ```
pub fn tokens(pointer: &str) -> Option<impl Iterator<Item = String>> {
    let mut tokens = pointer.split('/');
    // Before the first slash there is nothing.
    tokens.next().filter(|before| before.is_empty())?;
    Some(tokens.map(|token| token.replace("~1", "/").replace("~0", "~")))
}

/// Appends a key to a JSON pointer.
///
/// ```
/// let mut pointer = "/a".to_owned();
/// pgs_value::pointer::push(&mut pointer, "b/c");
/// assert_eq!(pointer, "/a/b~1c");
/// ```
pub fn push(pointer: &mut String, key: &str) {
    pointer.push('/');
    for c in key.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}

/// The place in a list that a key of a pointer names: digits without a leading zero.
fn place(token: &str) -> Option<usize> {
    let is_plain = token == "0" || token.starts_with(|first: char| first.is_ascii_digit() && first != '0');
    if is_plain { token.parse().ok() } else { None }
}
