//! The word that a misspelt one was likely meant to be.

/// The known word that is nearest to this one, if one is near: at most two changes, and one for every three letters.
/// Two words are also near if they differ in case, `_`, `-` and white space alone.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = plain(word);
    let near = |known: &'a str| {
        let changes = strsim::osa_distance(&plain, &self::plain(known));
        let least = known.chars().count().max(plain.chars().count());
        (changes <= 2 && changes * 3 <= least).then_some((changes, known))
    };
    known.into_iter().filter_map(near).min_by_key(|(changes, _)| *changes).map(|(_, known)| known)
}

/// A remedy that begins with the near word, where there is one.
pub fn remedy<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    match nearest(word, known) {
        Some(near) => format!("write `{near}`, if that is meant; otherwise {otherwise}"),
        None => otherwise.to_owned(),
    }
}

fn plain(word: &str) -> String {
    let letters = word.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
    letters.flat_map(char::to_lowercase).collect()
}
