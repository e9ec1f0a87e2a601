//! The words of a description: which names, paths and statuses have the right form. What passes can be written into
//! Rust and into a manifest as it is.

/// What a word should be.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// Whether a word is that.
    pub is: fn(&str) -> bool,
    /// For messages.
    pub words: &'static str,
}

/// `namespace::CT_CODE_Vn`
pub const TRANSFORM: Wanted =
    Wanted { is: |it| is_fqdn(it, "CT_"), words: "FQDN of a transform (`namespace::CT_CODE_Vn`)" };

/// `namespace::CS_CODE_Vn`
pub const SIDE_EFFECT: Wanted =
    Wanted { is: |it| is_fqdn(it, "CS_"), words: "FQDN of a side effect (`namespace::CS_CODE_Vn`)" };

/// A crate as Rust paths name it.
pub const CRATE: Wanted = Wanted { is: is_snake, words: "name of a crate in Rust paths (`my_crate`)" };

/// A module below the crate.
pub const MODULE: Wanted =
    Wanted { is: |it| it.split("::").all(is_snake), words: "path of a module below the crate (`a::b`)" };

/// A feature of cargo.
pub const FEATURE: Wanted = Wanted { is: is_feature, words: "feature of cargo" };

/// A field or a function.
pub const FIELD: Wanted = Wanted { is: is_snake, words: "name in small letters, digits and `_`" };

/// A type.
pub const TYPE: Wanted = Wanted { is: is_camel, words: "name of a Rust type" };

/// An operation.
pub const OPERATION: Wanted =
    Wanted { is: is_shout, words: "name of an operation, in capital letters, digits and `_`" };

/// A status.
pub const STATUS: Wanted = Wanted { is: is_shout, words: "status, in capital letters, digits and `_`" };

/// `DELETE_MANY` as `DeleteMany`.
pub fn camel(shout: &str) -> String {
    let mut out = String::new();
    for word in shout.split('_') {
        let mut letters = word.chars();
        out.extend(letters.next());
        out.extend(letters.map(|letter| letter.to_ascii_lowercase()));
    }
    out
}

fn is_fqdn(word: &str, prefix: &str) -> bool {
    let of = |text: &str, extra: &[char]| {
        !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_' || extra.contains(&it))
    };
    word.split_once("::").is_some_and(|(namespace, code)| {
        of(namespace, &['.', '-']) && code.strip_prefix(prefix).is_some_and(|rest| of(rest, &[]))
    })
}

fn is_snake(word: &str) -> bool {
    starts(word, |first| first.is_ascii_lowercase())
        && word.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
}

fn is_camel(word: &str) -> bool {
    starts(word, |first| first.is_ascii_uppercase()) && word.chars().all(|it| it.is_ascii_alphanumeric())
}

fn is_shout(word: &str) -> bool {
    starts(word, |first| first.is_ascii_uppercase())
        && word.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_')
}

fn is_feature(word: &str) -> bool {
    starts(word, |first| first.is_ascii_alphanumeric() || first == '_')
        && word.chars().all(|it| it.is_ascii_alphanumeric() || "_-+.".contains(it))
}

fn starts(word: &str, is: impl Fn(char) -> bool) -> bool {
    word.chars().next().is_some_and(is)
}
