//! Fully qualified names: `namespace::CODE_Vn`.

/// Splits a name. A namespace is made of letters, digits, `_`, `-` and `.`, a code of letters, digits and `_`.
pub fn split(fqdn: &str) -> Option<(&str, &str)> {
    let (namespace, code) = fqdn.split_once("::")?;
    let is_word = |text: &str, extra: &[char]| {
        !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_' || extra.contains(&it))
    };
    (is_word(namespace, &['.', '-']) && is_word(code, &[])).then_some((namespace, code))
}

/// What stands after `::`; the whole name if there is no `::`.
pub fn code(fqdn: &str) -> &str {
    fqdn.rsplit("::").next().unwrap_or(fqdn)
}

/// What stands before `::`; the whole name if there is no `::`.
pub fn namespace(fqdn: &str) -> &str {
    fqdn.split_once("::").map_or(fqdn, |(namespace, _)| namespace)
}
