//! W090, E091: texts and names with characters that nobody sees.
//!
//! What is shown is escaped wherever it is shown. A reviewer of the Markdown sees it as an editor shows it.

use pgs_escape::{comment, is_invisible};
use pgs_value::Value;

use super::super::place::{Place, say};
use super::reader::{Reader, front};
use crate::diagnostic::{Code, Diagnostics};
use crate::snapshot::Artifact;

impl Reader<'_> {
    /// Says which texts and keys of an artifact do not show what they are.
    pub fn hidden_characters(&mut self, artifact: &Artifact) {
        let front = front(artifact);
        for (key, value) in front.fields {
            name(key, &front.place.at([key.as_str()]), self.diagnostics);
            walk(value, &front.place.at([key.as_str()]), self.diagnostics);
        }
    }
}

fn walk(value: &Value, place: &Place, diagnostics: &mut Diagnostics) {
    match value {
        Value::String(text) => {
            let last = place.pointer.rsplit('/').next().unwrap_or_default();
            if is_name(&place.pointer) && text.contains(char::is_control) {
                name(text, place, diagnostics);
            } else if let Some(it) = hidden(text) {
                let message = format!("the text of `{}` holds U+{:04X}, which is not shown", seen(last), u32::from(it));
                say(diagnostics, Code::HiddenCharacter, place, message, REMEDY);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &place.at([index.to_string().as_str()]), diagnostics);
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                let place = place.at([key.as_str()]);
                name(key, &place, diagnostics);
                walk(value, &place, diagnostics);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether the text at this pointer is a name: of a step, of an artifact, or a status that a contract lists.
fn is_name(pointer: &str) -> bool {
    let last = pointer.rsplit('/').next().unwrap_or_default();
    ["step", "code", "start_node", "transform", "side_effect", "operation"].contains(&last)
        || pointer.contains("/result_status_contract/")
}

const REMEDY: &str = "remove the character, or write what it stands for";

/// A key names a field, a node, a step or a status: it becomes a word of generated code, of a trace and of a path.
fn name(key: &str, place: &Place, diagnostics: &mut Diagnostics) {
    let shown = seen(key);
    if let Some(it) = key.chars().find(|it| it.is_control()) {
        let message = format!("the name `{shown}` holds the control character U+{:04X}", u32::from(it));
        say(diagnostics, Code::ControlInName, place, message, "write the name without it");
    } else if let Some(it) = hidden(key) {
        let message = format!("the name `{shown}` holds U+{:04X}, which is not shown", u32::from(it));
        say(diagnostics, Code::HiddenCharacter, place, message, REMEDY);
    }
}

/// A name, in which line breaks and tabs are to be seen as well.
fn seen(name: &str) -> String {
    comment(&name.replace('\n', "\\n").replace('\t', "\\t"))
}

/// Whether a character has several forms: emoji and other signs, letters of East Asia, and the digits of keycaps.
fn has_forms(it: char, next: Option<&char>) -> bool {
    let is_sign = !it.is_ascii() && !it.is_alphabetic() && !is_invisible(it);
    let is_keycap = (it.is_ascii_digit() || matches!(it, '#' | '*')) && next == Some(&'\u{20e3}');
    is_sign || is_keycap || (it >= '\u{1000}' && it.is_alphabetic())
}

/// The first character of a text that is not shown, or that changes how others are shown.
///
/// A joiner between two letters of a script that needs it, or within an emoji, is how these are written, and so is what
/// selects a form of the character before it.
fn hidden(text: &str) -> Option<char> {
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(it) = rest.next() {
        let is_beyond_ascii = |it: Option<char>| it.is_some_and(|it| !it.is_ascii() && !is_invisible(it));
        let joins =
            matches!(it, '\u{200c}' | '\u{200d}') && is_beyond_ascii(before) && is_beyond_ascii(rest.peek().copied());
        let selects =
            matches!(it, '\u{fe00}'..='\u{fe0f}') && before.is_some_and(|before| has_forms(before, rest.peek()));
        if is_invisible(it) && !joins && !selects && !matches!(it, '\n' | '\t') {
            return Some(it);
        }
        before = Some(it);
    }
    None
}
