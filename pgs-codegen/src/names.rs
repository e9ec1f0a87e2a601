//! Names of the protocol as names of Rust.

use std::collections::HashSet;

/// Words that can't be raw identifiers either.
const NEVER_RAW: [&str; 4] = ["self", "Self", "super", "crate"];

const KEYWORDS: [&str; 49] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "raw",
];

/// A snake case identifier: a field, a function, a module.
pub fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('_') && !out.is_empty() {
            out.push('_');
        }
    }
    let trimmed = out.trim_end_matches('_');
    guard(trimmed, "n")
}

/// A camel case identifier: a type, a variant.
pub fn camel(name: &str) -> String {
    let mut out = String::new();
    for word in name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let shouting = word.chars().all(|c| !c.is_ascii_lowercase());
        let (first, rest) = word.split_at(1);
        out.push_str(&first.to_ascii_uppercase());
        out.push_str(&if shouting { rest.to_ascii_lowercase() } else { rest.to_owned() });
    }
    guard(&out, "N")
}

/// A constant's identifier.
pub fn shout(name: &str) -> String {
    snake(name).trim_start_matches("r#").to_ascii_uppercase()
}

fn guard(name: &str, prefix: &str) -> String {
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("{prefix}{name}");
    }
    if NEVER_RAW.contains(&name) {
        return format!("{name}_");
    }
    if KEYWORDS.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}

/// Identifiers of one scope; a name that is taken gets a number.
#[derive(Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which these identifiers are taken.
    pub fn with(taken: &[&str]) -> Self {
        Self { taken: taken.iter().map(ToString::to_string).collect() }
    }

    /// A scope of methods in which these are taken: where `self` is a reference, a method of the prelude that takes it by
    /// value is found before ours.
    pub fn of_methods(taken: &[&str]) -> Self {
        Self::with(&[taken, &["into", "try_into"]].concat())
    }

    /// A scope of modules: no module may have the name of the file that declares it.
    pub fn of_modules() -> Self {
        Self::with(&["r#mod"])
    }

    /// This snake case identifier, or the next free one after it.
    pub fn claim(&mut self, ident: String) -> String {
        self.free(ident, "_")
    }

    /// This camel case identifier, or the next free one after it.
    pub fn claim_camel(&mut self, ident: String) -> String {
        self.free(ident, "")
    }

    fn free(&mut self, ident: String, joint: &str) -> String {
        if self.taken.insert(ident.clone()) {
            return ident;
        }
        let plain = ident.trim_start_matches("r#").trim_end_matches('_').to_owned();
        let mut n = 2;
        loop {
            let candidate = format!("{plain}{joint}{n}");
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
            n += 1;
        }
    }
}

/// The name of a workflow's binary: lower case, with `::`, `.` and `_` as `-`.
pub fn binary(fqdn: &str) -> String {
    fqdn.to_ascii_lowercase().replace("::", "-").replace(['.', '_'], "-")
}

/// A module's name as its file has it: without what marks a keyword.
pub fn plain(module: &str) -> &str {
    module.trim_start_matches("r#")
}
