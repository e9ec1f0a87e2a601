//! Which word may have been meant by one that is not known.

/// How alike texts must be for one to be taken for the other.
pub const ALIKE: f64 = 0.85;

/// The one of these words that is most like this one, if one is.
///
/// ```
/// use pgs_scenario::near;
///
/// assert_eq!(near::nearest("NOTFOUND", ["SUCCESS", "NOT_FOUND"]), Some("NOT_FOUND"));
/// assert_eq!(near::nearest("NOTFOUND", ["SUCCESS"]), None);
/// ```
pub fn nearest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let scored = words.into_iter().map(|it| (alike(word, it), it)).filter(|(alike, _)| *alike >= ALIKE);
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, word)| word)
}

/// How alike two texts are, from 0 to 1; not at all where there is none.
pub fn alike(one: &str, other: &str) -> f64 {
    if one.is_empty() || other.is_empty() { 0.0 } else { strsim::jaro_winkler(one, other) }
}
