//! Fully qualified names: `namespace::CODE_Vn`.

/// Splits a name. A namespace is words with `.` between them, each of letters, digits, `_` and, but for its beginning,
/// `-`; a code is of letters, digits and `_`. So the names of files and binaries never begin with `.` or `-`.
pub fn split(fqdn: &str) -> Option<(&str, &str)> {
    let (namespace, code) = fqdn.split_once("::")?;
    let is_of = |text: &str, extra: &[char]| {
        !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_' || extra.contains(&it))
    };
    let is_namespace = namespace.split('.').all(|word| is_of(word, &['-']) && !word.starts_with('-'));
    (is_namespace && is_of(code, &[])).then_some((namespace, code))
}

/// What stands after `::`; the whole name if there is no `::`.
pub fn code(fqdn: &str) -> &str {
    fqdn.rsplit("::").next().unwrap_or(fqdn)
}

/// What stands before `::`; the whole name if there is no `::`.
pub fn namespace(fqdn: &str) -> &str {
    fqdn.split_once("::").map_or(fqdn, |(namespace, _)| namespace)
}
