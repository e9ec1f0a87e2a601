//! Options that are one of a few words.

/// One word of an option.
pub(crate) struct Word<T: 'static> {
    /// As it is written.
    pub text: &'static str,
    /// What it stands for.
    pub value: T,
    /// What that means, in a phrase.
    pub about: &'static str,
}

/// The word for it.
pub(crate) fn text<T: PartialEq>(words: &[Word<T>], value: T) -> &'static str {
    words.iter().find(|word| word.value == value).map_or("", |word| word.text)
}

/// What this word stands for.
pub(crate) fn find<T: Copy>(words: &[Word<T>], text: &str) -> Option<T> {
    words.iter().find(|word| word.text == text).map(|word| word.value)
}
