//! Why the generated crate does not compile, said of artifacts: most often a crate of the user's is wrong, or the Rust module
//! of a transform is not what its artifact declares.

use std::fs;
use std::path::Path;

use pgs_description::Transform;
use thiserror::Error;

use super::rustc::RustcError;

/// Something that keeps the generated crate from being compiled.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{summary}\n{shown}")]
pub struct Misfit {
    /// What is wrong, and of which artifact, in a line.
    pub summary: String,
    /// Where it is, or the error as rustc shows it.
    pub shown: String,
}

/// What these errors say of artifacts, the same once.
pub(super) fn explain(errors: &[RustcError], generated: &Path, transforms: &[(String, Transform)]) -> Vec<Misfit> {
    // Where a crate does not compile, those that stand on it are not tried.
    let explained = errors.iter().map(|error| {
        if error.package == generated { in_generated(error, transforms) } else { in_crate(error, transforms) }
    });
    let mut found: Vec<Misfit> = Vec::new();
    for misfit in explained {
        match found.iter_mut().find(|other| other.summary == misfit.summary) {
            Some(other) if other.shown != misfit.shown => other.shown.extend(["\n", &misfit.shown]),
            Some(_) => {}
            None => found.push(misfit),
        }
    }
    found
}

/// An error in a crate that somebody wrote: with the transforms that stand in the module.
fn in_crate(error: &RustcError, transforms: &[(String, Transform)]) -> Misfit {
    let place = error.place.as_ref();
    let stem = place.and_then(|place| place.file.file_stem()).map(|it| it.to_string_lossy()).unwrap_or_default();
    let of_crate = transforms.iter().filter(|(_, it)| it.module.split("::").next() == Some(&error.krate));
    let (of_module, others): (Vec<_>, Vec<_>) = of_crate.partition(|(_, it)| it.module.ends_with(&format!("::{stem}")));
    let implemented = if of_module.is_empty() { others } else { of_module };
    let implemented: Vec<&str> = implemented.into_iter().map(|(fqdn, _)| fqdn.as_str()).collect();
    let of = if implemented.is_empty() { String::new() } else { format!(", for {},", implemented.join(", ")) };
    let at = place.map(|place| format!(" ({}:{})", place.file.display(), place.line)).unwrap_or_default();
    Misfit {
        summary: format!("the crate `{}`{of} does not compile: {}{at}", error.krate, error.message),
        shown: error.shown.trim_end().to_owned(),
    }
}

/// An error in generated text: of the step around it, or of the table of transforms.
fn in_generated(error: &RustcError, transforms: &[(String, Transform)]) -> Misfit {
    let text = error.file().and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    let place = error.place.as_ref();
    let line = place.map_or(0, |place| place.line);
    let called = Called::around(&text, line).or_else(|| Called::imported(place.map(|it| &*it.text)?, transforms));
    let Some(called) = called else {
        return Misfit {
            summary: format!("generated code does not compile: {}", error.message),
            shown: error.shown.trim_end().to_owned(),
        };
    };
    let transform = transforms.iter().find(|(fqdn, _)| *fqdn == called.fqdn).map(|(_, it)| it);
    // The table names no fields.
    let field = place.filter(|_| called.by.is_some()).and_then(|place| Field::of_line(&place.text));
    let module = transform.map_or("its implementation", |it| it.module.as_str());
    let at = place.map(|place| format!("{}:{}", place.file.display(), place.line)).unwrap_or_default();
    let by = called.by.map(|by| format!("{by}, ")).unwrap_or_default();
    Misfit {
        summary: match &field {
            Some(field) => {
                format!("{}, {}: {}", called.fqdn, field.title(), field.wrong(&error.message, module, transform))
            }
            None => format!("{}, implemented by `{module}`: {}", called.fqdn, plain(&error.message)),
        },
        shown: format!("  called by {by}{at}"),
    }
}

/// What generated text calls in a line.
struct Called {
    fqdn: String,
    /// The step and the contract; none in the table of transforms.
    by: Option<String>,
}

impl Called {
    /// What the lines before this one name last: the step, or the entry of a table.
    fn around(text: &str, line: usize) -> Option<Self> {
        let before = text.lines().take(line).collect::<Vec<_>>().join("\n");
        let (step, entry) = (before.rfind("StepId::"), before.rfind("fqdn: \""));
        if let Some(at) = entry.filter(|_| entry > step) {
            return Some(Self { fqdn: before[at..].split('"').nth(1)?.to_owned(), by: None });
        }
        // The step, for a side effect its operation, and what it calls.
        let (words, _) = before[step?..].split_once(')')?;
        let words: Vec<&str> = words.split('"').skip(1).step_by(2).collect();
        let (step, fqdn) = (words.first()?, words.last()?);
        let contract = text.lines().find_map(|line| line.strip_prefix("//! `")?.split('`').next());
        let by = format!("step `{step}` of {}", contract.unwrap_or("a contract"));
        Some(Self { fqdn: (*fqdn).to_owned(), by: Some(by) })
    }

    /// What stands in the module that this line imports.
    fn imported(line: &str, transforms: &[(String, Transform)]) -> Option<Self> {
        let path = line.trim().strip_prefix("use ")?;
        let is_named = |module: &str| {
            let (parent, name) = module.rsplit_once("::").unwrap_or((module, ""));
            path.starts_with(module) || (path.starts_with(parent) && path.contains(name))
        };
        let (fqdn, _) = transforms.iter().find(|(_, it)| is_named(&it.module))?;
        Some(Self { fqdn: fqdn.clone(), by: None })
    }
}

/// A field of `Inputs` or of `Outputs`.
enum Field {
    Input(String),
    Output(String),
}

impl Field {
    /// The field that a line of a step sets or takes.
    fn of_line(line: &str) -> Option<Self> {
        let is_name = |name: &str| !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || it == '_');
        if let Some((_, taken)) = line.split_once("it.") {
            let name: String = taken.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
            return is_name(&name).then_some(Self::Output(name));
        }
        let (name, _) = line.trim_start().split_once(": ")?;
        let name = name.strip_prefix("r#").unwrap_or(name);
        is_name(name).then(|| Self::Input(name.to_owned()))
    }

    fn title(&self) -> String {
        match self {
            Self::Input(name) => format!("input `{name}`"),
            Self::Output(name) => format!("output `{name}`"),
        }
    }

    /// What is wrong with it, as rustc says it of Rust, said of the artifact.
    fn wrong(&self, message: &str, module: &str, transform: Option<&Transform>) -> String {
        let (name, of, declared) = match self {
            Self::Input(name) => {
                let declared = transform.and_then(|it| Some(it.inputs.iter().find(|it| it.name == *name)?.ty));
                (name, "Inputs", declared)
            }
            Self::Output(name) => {
                let declared = transform.and_then(|it| Some(it.outputs.iter().find(|it| it.name == *name)?.ty));
                (name, "Outputs", declared)
            }
        };
        let declared = declared.map(|ty| format!(" as {}", ty.word())).unwrap_or_default();
        let message = plain(message);
        if message.contains("no field") {
            return format!("the artifact declares it{declared}, and `{module}::{of}` has no field of this name");
        }
        match conversion(&message) {
            Some((to, from)) => {
                format!("the artifact declares it{declared} (`{to}`), and in `{module}::{of}` `{name}` is `{from}`")
            }
            None => format!("the artifact declares it{declared}, and `{module}::{of}` does not fit: {message}"),
        }
    }
}

/// The types of a conversion that is missing: `Field<i64>: From<Option<String>>`.
fn conversion(message: &str) -> Option<(&str, &str)> {
    let (_, bound) = message.split_once("`Field<")?;
    let (to, from) = bound.split_once(">: From<Option<")?;
    Some((to, from.split_once(">>`")?.0))
}

/// A message with types by their names alone: `Option` for `std::option::Option`.
fn plain(message: &str) -> String {
    let mut out = String::new();
    for part in message.split_inclusive(|it: char| !(it.is_alphanumeric() || it == '_' || it == ':')) {
        let (path, end) = part.split_at(part.trim_end_matches(|it: char| !(it.is_alphanumeric() || it == '_')).len());
        let is_type = |name: &str| name.starts_with(char::is_uppercase);
        match path.rsplit_once("::") {
            Some((_, name)) if is_type(name) => out.push_str(name),
            _ => out.push_str(path),
        }
        out.push_str(end);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{conversion, explain, plain};
    use crate::build::rustc::{Location, RustcError};

    #[test]
    fn types_are_named_without_their_paths() {
        let message =
            "the trait bound `pgs_rt::Field<i64>: From<std::option::Option<std::string::String>>` is not satisfied";
        let short = plain(message);
        assert_eq!(short, "the trait bound `Field<i64>: From<Option<String>>` is not satisfied");
        assert_eq!(conversion(&short), Some(("i64", "String")));
    }

    #[test]
    fn an_error_of_a_crate_is_shown_once() {
        let place = Location { file: "src/price_parcel.rs".into(), line: 3, text: String::new() };
        let error = RustcError {
            message: "mismatched types".into(),
            shown: "error: shown\n\n".into(),
            krate: "own".into(),
            package: PathBuf::from("/own"),
            place: Some(place),
        };
        let [misfit] = &explain(&[error.clone(), error], Path::new("/generated"), &[])[..] else { panic!("one") };
        assert_eq!(misfit.summary, "the crate `own` does not compile: mismatched types (src/price_parcel.rs:3)");
        assert_eq!(misfit.shown, "error: shown");
    }
}
