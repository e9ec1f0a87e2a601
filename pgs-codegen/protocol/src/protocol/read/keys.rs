//! E100, W070, W110: keys of a machine block that nothing reads, which are misspelt ones more often than not, and the
//! version that the code states too.
//!
//! The keys are those of the table of [`crate::keys`]: what this compiler or the reference reads, and what published
//! snapshots carry for people.

use pgs_value::Value;

use super::super::parts::Part;
use super::super::place::say;
use super::reader::front;
use crate::diagnostic::{Code, Diagnostics};
use crate::keys::{self, Form, Key, Variant, When};
use crate::near;
use crate::snapshot::{Artifact, ArtifactKind};

/// Warns of the keys of this artifact.
pub fn check(artifact: &Artifact, diagnostics: &mut Diagnostics) {
    let front = front(artifact);
    one(&front, &keys::of_block(artifact.kind).collect::<Vec<_>>(), diagnostics);
    version(artifact, &front, diagnostics);
    let Some(core) = front.below("core") else { return };
    one(&core, &keys::of_core(artifact.kind).collect::<Vec<_>>(), diagnostics);
    if artifact.kind == ArtifactKind::Contract {
        error_codes(&core, diagnostics);
    }
}

/// The version is that of the code: `v0` or `V0` for `_V0`. Ingress intents and assertions may have the number alone.
fn version(artifact: &Artifact, front: &Part<'_>, diagnostics: &mut Diagnostics) {
    let Some((_, number)) = artifact.code.rsplit_once("_V").filter(|(_, it)| it.parse::<u32>().is_ok()) else { return };
    let wanted = format!("v{number}");
    let is_number_alone = matches!(artifact.kind, ArtifactKind::IngressIntent | ArtifactKind::Assertion);
    let (is_right, written) = match front.fields.get("version") {
        None | Some(Value::Null) => return,
        Some(Value::String(text)) => (text.eq_ignore_ascii_case(&wanted), text.clone()),
        Some(other) => {
            let written = other.to_string();
            (is_number_alone && written == number, written)
        }
    };
    if !is_right {
        let message = format!("`version` is {written}, and the code `{}` ends with `_V{number}`", artifact.code);
        let remedy = format!("write `{wanted}`, or give the artifact a new code and a file of that name");
        say(diagnostics, Code::VersionMismatch, &front.place.at(["version"]), message, remedy);
    }
}

/// A code is that of a status with which the contract ends, where it lists them.
fn error_codes(core: &Part<'_>, diagnostics: &mut Diagnostics) {
    let allowed = core.below("result_status_contract").and_then(|part| part.fields.get("allowed")?.as_array());
    let (Some(allowed), Some(codes)) = (allowed, core.below("error_codes")) else { return };
    let words = || allowed.iter().filter_map(Value::as_str);
    for status in codes.fields.keys().filter(|status| !words().any(|word| word == status.as_str())) {
        let message = format!("the contract does not end with `{status}`");
        let remedy = near::remedy(status, words(), "remove it, or list the status in `allowed`");
        say(diagnostics, Code::UnknownKey, &codes.place.at([status.as_str()]), message, remedy);
    }
}

/// The keys of this object, and what stands at those that are known.
fn one(part: &Part<'_>, known: &[&Key], diagnostics: &mut Diagnostics) {
    for name in part.fields.keys() {
        if let Some(key) = known.iter().find(|key| key.name == name) {
            below(part, key, diagnostics);
            continue;
        }
        let place = part.place.at([name.as_str()]);
        if diagnostics.has(Code::UnknownSchemaWord, &place.file, &place.pointer) {
            continue;
        }
        let message = format!("nothing reads `{name}` here");
        // What is nearly a key that is not there is that key.
        let absent = known.iter().map(|key| key.name).filter(|word| !part.fields.contains_key(*word));
        if let Some(near) = near::nearest(name, absent.clone()).or_else(|| longer(name, absent)) {
            diagnostics.misspell(&place.file, &part.place.at([near]).pointer);
            say(diagnostics, Code::MisspeltKey, &place, message, format!("write `{near}`"));
        } else {
            let words = known.iter().map(|key| key.name);
            let remedy = near::remedy(name, words, "remove it, or keep it below `extensions` of the frontmatter");
            say(diagnostics, Code::UnknownKey, &place, message, remedy);
        }
    }
}

/// The only key that this one is a beginning of, as `on_fail` is of `on_failure`; that of the code, of another such key.
fn longer<'a>(name: &str, absent: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    const LEAST: usize = 5;
    let mut longer = absent.clone().filter(|key| name.len() >= LEAST && key.starts_with(name));
    let code = || absent.clone().find(|key| name.ends_with("_code") && key.ends_with("_code"));
    match (longer.next(), longer.next()) {
        (Some(one), None) => Some(one),
        (Some(_), Some(_)) => None,
        (None, _) => code(),
    }
}

/// The keys below a key.
fn below(part: &Part<'_>, key: &Key, diagnostics: &mut Diagnostics) {
    match key.form {
        Form::Object(keys) => {
            if let Some(part) = part.below(key.name) {
                one(&part, &keys.iter().collect::<Vec<_>>(), diagnostics);
            }
        }
        Form::Objects(_, keys) => {
            let keys: Vec<&Key> = keys.iter().collect();
            for part in named(part, key.name) {
                one(&part, &keys, diagnostics);
            }
        }
        Form::Variants(_, keys, variants) => {
            for part in named(part, key.name) {
                variant(&part, keys, variants, diagnostics);
            }
        }
        Form::List(keys, variants) => {
            for part in listed(part, key.name) {
                variant(&part, keys, variants, diagnostics);
            }
        }
        Form::Text
        | Form::OneOf(_)
        | Form::Truth
        | Form::Texts
        | Form::Reference(_)
        | Form::References(_)
        | Form::Condition
        | Form::Bindings
        | Form::Schemas
        | Form::TextsByName(_)
        | Form::Value => {}
    }
}

/// The keys of an object that is one of these. One that does not say which may have the keys of all; one that says another
/// word is an error of its own.
fn variant(part: &Part<'_>, keys: &[Key], variants: &[Variant], diagnostics: &mut Diagnostics) {
    let is = |variant: &&Variant| match variant.when {
        When::Is(key, word) => part.text(key) == Some(word),
        When::Has(key) => part.text(key).is_some(),
    };
    let is_open = |variant: &Variant| match variant.when {
        When::Is(key, _) | When::Has(key) => part.text(key).is_none(),
    };
    if variants.iter().filter(is).count() > 1 {
        // One that is two things at once is an error of its own.
        return;
    }
    if let Some(variant) = variants.iter().find(is) {
        one(part, &keys.iter().chain(variant.keys).collect::<Vec<_>>(), diagnostics);
    } else if variants.iter().all(is_open) {
        let all = variants.iter().flat_map(|variant| variant.keys);
        one(part, &keys.iter().chain(all).collect::<Vec<_>>(), diagnostics);
    }
}

/// The objects below `key`.
fn named<'a>(part: &Part<'a>, key: &str) -> Vec<Part<'a>> {
    let Some(part) = part.below(key) else { return Vec::new() };
    part.fields.keys().filter_map(|name| part.below(name)).collect()
}

/// The objects in the list at `key`.
fn listed<'a>(part: &Part<'a>, key: &str) -> Vec<Part<'a>> {
    let items = part.fields.get(key).and_then(Value::as_array).into_iter().flatten();
    let object = |(n, item): (usize, &'a Value)| {
        let Value::Object(fields) = item else { return None };
        Some(Part { fields, place: part.place.at([key, &n.to_string()]) })
    };
    items.enumerate().filter_map(object).collect()
}
