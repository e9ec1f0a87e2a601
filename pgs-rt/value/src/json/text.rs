//! A text of a document where it stands.

/// A text of a document.
pub(crate) enum Text<'r, 't> {
    /// It stands in the document as it is.
    Plain(&'t str),
    /// It holds escapes.
    Decoded(&'r str),
}

impl<'r, 't> Text<'r, 't> {
    /// A text that was read of a document.
    pub fn of(document: &'t str, read: &'r str) -> Self {
        // Of a text without escapes the library gives the part of the document where it stands.
        let begin = read.as_ptr().addr().wrapping_sub(document.as_ptr().addr());
        match begin.checked_add(read.len()).and_then(|end| document.get(begin..end)) {
            Some(plain) => Self::Plain(plain),
            None => Self::Decoded(read),
        }
    }
}

impl<'r> Text<'r, 'r> {
    pub fn as_str(&self) -> &'r str {
        let (Self::Plain(text) | Self::Decoded(text)) = self;
        text
    }

    pub fn into_string(self) -> String {
        self.as_str().to_owned()
    }
}
