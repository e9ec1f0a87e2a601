//! How the detail of an event is written, and how each value of it is written and read.

use std::borrow::Cow;
use std::fmt;

use pgs_value::{AnyField, ReasonCode, Value, View, json};

use crate::hidden::enter;
use crate::{Admission, Marks, Redaction};

/// What was repaired since the event before.
pub const NOTES: &str = "notes";
/// Where values are suppressed, as JSON pointers into the detail. The first event of a trace whose workflow suppresses
/// something has it, also where it is empty: older traces say it in the values alone.
pub const MARKS: &str = "suppressed";

/// What an event may not show.
#[derive(Debug, Default)]
pub struct Secrets {
    /// Where secrets stand in its detail, as JSON pointers.
    pub at: Vec<String>,
    /// What its sentences may not repeat.
    pub texts: Vec<String>,
    /// Whether they may not repeat what is suppressed anywhere in the run either.
    pub of_run: bool,
    /// Whether the event says what is suppressed, also where nothing is.
    pub says: bool,
}

/// The `detail` of an event while it is appended to the text of its line. Values of the run are masked, words of the
/// protocol are not.
pub struct DetailWriter<'a> {
    redaction: &'a Redaction,
    text: &'a mut String,
    secrets: &'a Secrets,
    marks: Marks,
    empty: bool,
}

impl<'a> DetailWriter<'a> {
    /// Begins a detail at the end of a text.
    pub fn new(redaction: &'a Redaction, text: &'a mut String) -> Self {
        const NONE: &Secrets = &Secrets { at: Vec::new(), texts: Vec::new(), of_run: false, says: false };
        text.push('{');
        Self { redaction, text, secrets: NONE, marks: Marks::default(), empty: true }
    }

    /// Leaves these secrets out.
    pub fn without(self, secrets: &'a Secrets) -> Self {
        Self { secrets, marks: Marks::of(secrets.at.clone()), ..self }
    }

    /// What of the event was suppressed.
    pub fn marks(&mut self) {
        let written = std::mem::take(&mut self.marks.written);
        if self.secrets.says || !written.is_empty() {
            json::write_list(self.key(MARKS), &written, |text, pointer| json::write_text(text, pointer));
        }
    }

    /// What was repaired since the event before.
    pub fn notes(&mut self, notes: &[String]) {
        if !notes.is_empty() {
            json::write_list(self.key(NOTES), notes, |text, note| json::write_text(text, note));
        }
    }

    /// Closes it.
    pub fn end(self) {
        self.text.push('}');
    }

    /// Begins a value. A key of the trace needs no escapes.
    pub(crate) fn key(&mut self, key: &str) -> &mut String {
        self.text.push_str(if self.empty { "\"" } else { ",\"" });
        self.empty = false;
        self.text.push_str(key);
        self.text.push_str("\":");
        self.text
    }
}

/// A value of a detail, which may not be there.
pub(crate) trait DetailField<'a> {
    /// Writes it, if it is there.
    fn write(&self, key: &str, detail: &mut DetailWriter<'_>);

    /// Reads what stands at its key. What is of another form is not there.
    fn read(value: Option<&'a Value>) -> Self;
}

/// A word of the protocol or of the trace.
impl<'a> DetailField<'a> for Option<&'a str> {
    fn write(&self, key: &str, detail: &mut DetailWriter<'_>) {
        if let Some(word) = self {
            json::write_text(detail.key(key), word);
        }
    }

    fn read(value: Option<&'a Value>) -> Self {
        value?.as_str()
    }
}

impl DetailField<'_> for Option<Admission> {
    fn write(&self, key: &str, detail: &mut DetailWriter<'_>) {
        self.map(Admission::as_str).write(key, detail);
    }

    fn read(value: Option<&Value>) -> Self {
        Admission::of_word(value?.as_str()?)
    }
}

impl DetailField<'_> for Option<ReasonCode> {
    fn write(&self, key: &str, detail: &mut DetailWriter<'_>) {
        self.map(ReasonCode::as_str).write(key, detail);
    }

    fn read(value: Option<&Value>) -> Self {
        ReasonCode::of_word(value?.as_str()?)
    }
}

/// A value of the run. What it holds at suppressed keys is a secret from then on.
#[derive(Clone, Copy, Debug)]
pub struct Data<'a>(pub View<'a>);

impl<'a> DetailField<'a> for Option<Data<'a>> {
    fn write(&self, key: &str, detail: &mut DetailWriter<'_>) {
        if let Some(Data(value)) = *self {
            detail.redaction.learn(value);
            detail.key(key);
            let mut at = format!("/{key}");
            detail.redaction.write(detail.text, value, &mut at, &mut detail.marks);
        }
    }

    fn read(value: Option<&'a Value>) -> Self {
        value.filter(|value| !value.is_null()).map(|value| Data(value.into()))
    }
}

/// A sentence that was made in the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence<'a>(pub &'a str);

impl<'a> DetailField<'a> for Option<Sentence<'a>> {
    fn write(&self, key: &str, detail: &mut DetailWriter<'_>) {
        if let Some(Sentence(text)) = self {
            let Secrets { texts, of_run, .. } = detail.secrets;
            let (text, lacks) = detail.redaction.sentence(text, texts, *of_run);
            if lacks {
                detail.marks.written.push(format!("/{key}"));
            }
            json::write_text(detail.key(key), &text);
        }
    }

    fn read(value: Option<&'a Value>) -> Self {
        value?.as_str().map(Sentence)
    }
}

/// A value that no payload or state can influence.
#[derive(Clone, Copy, Debug)]
pub struct Plain<'a>(pub View<'a>);

impl<'a> DetailField<'a> for Option<Plain<'a>> {
    fn write(&self, key: &str, detail: &mut DetailWriter<'_>) {
        if let Some(Plain(value)) = *self {
            json::write_compact(detail.key(key), value);
        }
    }

    fn read(value: Option<&'a Value>) -> Self {
        value.filter(|value| !value.is_null()).map(|value| Plain(value.into()))
    }
}

/// A list of keys.
#[derive(Clone, Copy)]
pub enum Keys<'a> {
    /// Those of an object.
    Of(View<'a>),
    /// Those of declared outputs, also where they are unset.
    Declared(&'a [(&'a str, &'a dyn AnyField)]),
    /// Those that were recorded.
    Recorded(&'a [Value]),
}

impl<'a> DetailField<'a> for Option<Keys<'a>> {
    fn write(&self, key: &str, detail: &mut DetailWriter<'_>) {
        match *self {
            None => {}
            Some(Keys::Of(object)) => {
                let mut shown: Vec<Cow<'_, str>> = Vec::new();
                let is_declared = matches!(object, View::Fields(_));
                for own in object.keys() {
                    let own = if is_declared { Cow::Borrowed(own) } else { detail.redaction.key(own) };
                    // Keys that are suppressed become one, also with one of a payload that is written so.
                    if own == detail.redaction.marker() && shown.contains(&own) {
                        continue;
                    }
                    if let Cow::Owned(_) = own {
                        let mut at = format!("/{key}");
                        enter(&mut at, &shown.len().to_string());
                        detail.marks.written.push(at);
                    }
                    shown.push(own);
                }
                json::write_list(detail.key(key), &shown, |text, key| json::write_text(text, key));
            }
            Some(Keys::Declared(outputs)) => {
                json::write_list(detail.key(key), outputs, |text, (key, _)| json::write_text(text, key));
            }
            Some(Keys::Recorded(keys)) => json::write_compact(detail.key(key), View::Array(keys)),
        }
    }

    fn read(value: Option<&'a Value>) -> Self {
        value?.as_array().map(|keys| Keys::Recorded(keys))
    }
}

impl fmt::Debug for Keys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(object) => f.debug_list().entries(object.keys()).finish(),
            Self::Declared(outputs) => f.debug_list().entries(outputs.iter().map(|(key, _)| key)).finish(),
            Self::Recorded(keys) => f.debug_list().entries(*keys).finish(),
        }
    }
}

/// What may be null, which says something else than that it is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nullable<T> {
    /// It is not there.
    #[default]
    Absent,
    /// It is null.
    Null,
    /// It is this.
    Is(T),
}

impl<T> Nullable<T> {
    /// What it is.
    pub fn get(self) -> Option<T> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Is(value) => Some(value),
        }
    }
}

/// Null for nothing.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Is)
    }
}

impl<'a, T: NotNull<'a>> DetailField<'a> for Nullable<T> {
    fn write(&self, key: &str, detail: &mut DetailWriter<'_>) {
        match self {
            Self::Absent => {}
            Self::Null => json::write_compact(detail.key(key), View::Null),
            Self::Is(value) => value.write(detail.key(key)),
        }
    }

    fn read(value: Option<&'a Value>) -> Self {
        match value {
            None => Self::Absent,
            Some(Value::Null) => Self::Null,
            Some(value) => T::read(value).map_or(Self::Absent, Self::Is),
        }
    }
}

/// What a value is that is not null.
pub(crate) trait NotNull<'a>: Sized {
    fn write(&self, text: &mut String);

    fn read(value: &'a Value) -> Option<Self>;
}

impl<'a> NotNull<'a> for &'a str {
    fn write(&self, text: &mut String) {
        json::write_text(text, self);
    }

    fn read(value: &'a Value) -> Option<Self> {
        value.as_str()
    }
}

/// The EXIT node that a workflow reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExitNode<'a> {
    /// The node's key.
    pub node: &'a str,
    /// The declared reason, if any.
    pub reason: Option<&'a str>,
    /// The declared event, if any.
    pub emit: Option<&'a str>,
}

impl ExitNode<'_> {
    const KEYS: [&'static str; 3] = ["node", "reason", "emit"];
}

impl<'a> NotNull<'a> for ExitNode<'a> {
    fn write(&self, text: &mut String) {
        let [node, reason, emit] = Self::KEYS;
        json::write_compact(text, View::fields(&[(node, &self.node), (reason, &self.reason), (emit, &self.emit)]));
    }

    fn read(value: &'a Value) -> Option<Self> {
        let [node, reason, emit] = Self::KEYS.map(|key| value.get(key).and_then(Value::as_str));
        Some(Self { node: node?, reason, emit })
    }
}
