//! The YAML of a machine block as JSON, read as PyYAML's `safe_load` reads it, since that is what sealed the snapshot.
//!
//! Differences, all deliberate: anchors and aliases are refused, since a few lines of them are gigabytes of values (but see
//! [`parse_python`]), and so are the characters of [`chars`]; a date stays the text that it was written as (JSON has none), `.inf`, `.nan`, binary
//! and application tags are refused (JSON can't hold them), and so is what JSON has no key for. One is the parser's: it
//! wants white space before a comment also where a quote or a bracket has just closed.

mod chars;
pub mod markdown;
mod places;
mod scalar;
mod time;

use std::collections::BTreeMap;
use std::fmt;

use pgs_value::{Map, Number, Value};
use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};

pub use self::places::places;

/// How deep collections may nest: as deep as `serde_json` reads them.
const DEPTH: usize = 120;

/// How many bytes a document may have. The largest published one has 60 kB.
const LIMIT: usize = 16 << 20;

/// How many keys that stand twice are said.
const DUPLICATES: usize = 20;

/// A document and what `safe_load` would pass over in silence.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The document; of a key that stands twice in one mapping, the last value.
    pub value: Value,
    /// Keys that stand twice in one mapping.
    pub duplicates: Vec<Duplicate>,
    /// Whether a mapping has a key that is a number, a truth value or null. `safe_load` keeps it so; here it is the text that
    /// `json.dumps` makes of it, which may sort elsewhere.
    pub has_other_keys: bool,
}

/// A key that stands twice in one mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The key.
    pub key: String,
    /// The line of its second appearance, from 1.
    pub line: usize,
}

/// Text that is no YAML, or YAML that JSON can't hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// What is wrong.
    pub message: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {}, column {}", self.message, self.line, self.column)
    }
}

/// Reads one document; empty text is null.
pub fn parse(text: &str) -> Result<Document, Malformed> {
    read(text, Form::Plain)
}

/// The same as Python has it that reads with `safe_load` and writes with `json.dumps` and `default=str`: a plain scalar that
/// is a time of day on a date is what `str` makes of it, and an alias is the value that it names, up to a limit.
///
/// ```
/// let document = pgs_yaml::parse_python("at: 2026-01-05T9:30:00.5Z")?;
/// assert_eq!(document.value["at"], "2026-01-05 09:30:00.500000+00:00");
/// assert_eq!(pgs_yaml::parse_python("a: &it [1]\nb: *it")?.value["b"][0], 1);
/// # Ok::<(), pgs_yaml::Malformed>(())
/// ```
pub fn parse_python(text: &str) -> Result<Document, Malformed> {
    read(text, Form::Python)
}

/// How a document is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A time is the text that it was written as, and there are no aliases.
    Plain,
    /// A time is the text that Python has for it, and aliases are what they name.
    Python,
}

fn read(text: &str, form: Form) -> Result<Document, Malformed> {
    if text.len() > LIMIT {
        return Err(Malformed { message: format!("it has more than {LIMIT} bytes"), line: 1, column: 1 });
    }
    chars::check(text)?;
    check_head(text)?;
    let mut composer = Composer {
        parser: Parser::new_from_str(text),
        open_end: if text.ends_with('\n') { usize::MAX } else { text.chars().count() },
        openings: openings(text),
        flow: 0,
        form,
        anchors: BTreeMap::new(),
        copied: 0,
        duplicates: Vec::new(),
        has_other_keys: false,
    };
    let value = composer.document()?;
    Ok(Document { value, duplicates: composer.duplicates, has_other_keys: composer.has_other_keys })
}

/// How many values anchors may keep, and aliases stand for.
const COPIED: usize = 1_000_000;

/// Why an anchor or an alias is refused.
const ANCHOR: &str = "anchors and aliases are not read: write the value out";

/// Turns the parser's events into one value.
struct Composer<'text> {
    parser: Parser<'text, StrInput<'text>>,
    /// Where the text ends, in characters, if no line break ends it.
    open_end: usize,
    /// Where a bracket stands that may open a collection, in characters, sorted.
    openings: Vec<usize>,
    /// How many collections in brackets are open.
    flow: usize,
    form: Form,
    /// What anchors name, by their number.
    anchors: BTreeMap<usize, Value>,
    /// How many values anchors keep and aliases stand for.
    copied: usize,
    duplicates: Vec<Duplicate>,
    has_other_keys: bool,
}

impl<'text> Composer<'text> {
    fn document(&mut self) -> Result<Value, Malformed> {
        let mut value = Value::Null;
        let mut seen = false;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(value),
                Event::DocumentStart(_) if seen => return Err(malformed("a second document", span)),
                Event::DocumentStart(_) => {
                    seen = true;
                    let (event, span) = self.next()?;
                    value = self.node(event, span, 0)?;
                }
                _ => {}
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'text>, Span), Malformed> {
        match self.parser.next() {
            Some(Ok(pair)) => Ok(pair),
            Some(Err(error)) => Err(Malformed {
                message: error.info().to_owned(),
                line: error.marker().line(),
                column: error.marker().col() + 1,
            }),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'text>, span: Span, depth: usize) -> Result<Value, Malformed> {
        if depth > DEPTH {
            return Err(malformed("collections nest too deep", span));
        }
        let anchor = match &event {
            Event::Scalar(_, _, anchor, _) | Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                *anchor
            }
            _ => 0,
        };
        if anchor == 0 {
            return self.value(event, span, depth);
        }
        if self.form == Form::Plain {
            return Err(malformed(ANCHOR, span));
        }
        let value = self.value(event, span, depth)?;
        self.copy(extent(&value).0, span)?;
        self.anchors.insert(anchor, value.clone());
        Ok(value)
    }

    fn value(&mut self, event: Event<'text>, span: Span, depth: usize) -> Result<Value, Malformed> {
        match event {
            Event::Alias(anchor) => self.alias(anchor, span, depth),
            Event::Scalar(text, style, _, tag) => {
                check_plain(&text, style, self.flow > 0, span)?;
                let text = self.trimmed(&text, style, span);
                let is_plain = style == ScalarStyle::Plain && tag.is_none() && self.form == Form::Python;
                match time::python(text).filter(|_| is_plain) {
                    Some(time) => Ok(Value::from(time)),
                    None => scalar(text, style, tag.as_deref(), span),
                }
            }
            Event::SequenceStart(_, tag) => {
                check_tag(tag.as_deref(), "seq", span)?;
                let is_flow = self.opens(span);
                let sequence = self.sequence(depth);
                self.flow -= usize::from(is_flow);
                sequence
            }
            Event::MappingStart(_, tag) => {
                check_tag(tag.as_deref(), "map", span)?;
                let is_flow = self.opens(span);
                let mapping = self.mapping(span, depth);
                self.flow -= usize::from(is_flow);
                mapping
            }
            _ => Err(malformed("a value is missing", span)),
        }
    }

    /// The value that an alias names, which is whole: one within itself is refused.
    fn alias(&mut self, anchor: usize, span: Span, depth: usize) -> Result<Value, Malformed> {
        if self.form == Form::Plain {
            return Err(malformed(ANCHOR, span));
        }
        let value = self.anchors.get(&anchor).ok_or_else(|| malformed("an alias for what is not whole yet", span))?;
        let value = value.clone();
        let (size, levels) = extent(&value);
        self.copy(size, span)?;
        if depth + levels > DEPTH { Err(malformed("collections nest too deep", span)) } else { Ok(value) }
    }

    /// Counts values that stand twice.
    fn copy(&mut self, values: usize, span: Span) -> Result<(), Malformed> {
        self.copied = self.copied.saturating_add(values);
        if self.copied > COPIED { Err(malformed("aliases stand for too many values", span)) } else { Ok(()) }
    }

    /// Whether the collection that begins here stands in brackets, which is counted.
    fn opens(&mut self, span: Span) -> bool {
        let is_flow = self.openings.binary_search(&span.start.index()).is_ok();
        self.flow += usize::from(is_flow);
        is_flow
    }

    /// A block scalar that the text ends in has no last line break if the text has none; the parser adds one.
    fn trimmed<'scalar>(&self, text: &'scalar str, style: ScalarStyle, span: Span) -> &'scalar str {
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let trimmed = if is_block && span.end.index() >= self.open_end { text.strip_suffix('\n') } else { None };
        trimmed.unwrap_or(text)
    }

    fn sequence(&mut self, depth: usize) -> Result<Value, Malformed> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Value::Array(items));
            }
            items.push(self.node(event, span, depth + 1)?);
        }
    }

    fn mapping(&mut self, start: Span, depth: usize) -> Result<Value, Malformed> {
        let mut map = Map::new();
        let mut merges = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                break;
            }
            let is_merge = matches!(&event, Event::Scalar(text, ScalarStyle::Plain, _, None) if text == "<<");
            check_key(&event, span)?;
            let key = self.node(event, span, depth + 1)?;
            let (event, value_span) = self.next()?;
            let value = self.node(event, value_span, depth + 1)?;
            if is_merge {
                merges.push(value);
                continue;
            }
            self.has_other_keys |= !key.is_string();
            let key = key_text(key).ok_or_else(|| malformed("a collection can't be a key", span))?;
            if map.insert(key.clone(), value).is_some() && self.duplicates.len() < DUPLICATES {
                self.duplicates.push(Duplicate { key, line: span.start.line() });
            }
        }
        for value in merges {
            merge(&mut map, value).ok_or_else(|| malformed("`<<` takes a mapping or a list of mappings", start))?;
        }
        Ok(Value::Object(map))
    }
}

/// How many values a value is made of, and how deep they nest.
fn extent(value: &Value) -> (usize, usize) {
    let below = |values: &mut dyn Iterator<Item = &Value>| {
        values.map(extent).fold((1, 1), |(size, levels), (more, deep)| (size + more, levels.max(deep + 1)))
    };
    match value {
        Value::Array(items) => below(&mut items.iter()),
        Value::Object(fields) => below(&mut fields.values()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (1, 0),
    }
}

/// Where a `[` or `{` stands, in characters.
fn openings(text: &str) -> Vec<usize> {
    text.chars().enumerate().filter(|(_, it)| matches!(it, '[' | '{')).map(|(index, _)| index).collect()
}

/// The first line that says something is neither a directive nor the end of a document: PyYAML knows other ones.
fn check_head(text: &str) -> Result<(), Malformed> {
    let says = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let Some((index, line)) = text.lines().enumerate().find(|(_, line)| says(line)) else { return Ok(()) };
    if line.starts_with('%') || line.starts_with("...") {
        let message = "a machine block begins with its first key".to_owned();
        return Err(Malformed { message, line: index + 1, column: 1 });
    }
    Ok(())
}

/// What PyYAML does not take for a plain scalar, and the parser does.
fn check_plain(text: &str, style: ScalarStyle, is_flow: bool, span: Span) -> Result<(), Malformed> {
    let is_other = text == "=" || (is_flow && (text.contains('?') || text.starts_with(['|', '>', ':'])));
    if style == ScalarStyle::Plain && is_other {
        return Err(malformed("this must stand in quotes", span));
    }
    Ok(())
}

/// A key that is there, and in one line.
fn check_key(event: &Event<'_>, span: Span) -> Result<(), Malformed> {
    match event {
        Event::Scalar(text, ScalarStyle::Plain, _, None) if text.is_empty() => Err(malformed("a key is missing", span)),
        Event::Scalar(..) if span.start.line() != span.end.line() => {
            Err(malformed("a key stands in one line, and this one does not", span))
        }
        _ => Ok(()),
    }
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Result<Value, Malformed> {
    let Some(tag) = tag else {
        return match style {
            ScalarStyle::Plain => scalar::resolve(text).map_err(|error| malformed(&error.to_string(), span)),
            _ => Ok(Value::from(text)),
        };
    };
    if tag.is_yaml_core_schema() && tag.suffix == "str" {
        return Ok(Value::from(text));
    }
    let is_float = tag.is_yaml_core_schema() && tag.suffix == "float";
    let value = match scalar::tagged_float(text).filter(|_| is_float) {
        Some(float) => float,
        None => scalar::resolve(text).map_err(|error| malformed(&error.to_string(), span))?,
    };
    let fits = tag.is_yaml_core_schema()
        && match tag.suffix.as_str() {
            "bool" => value.is_boolean(),
            "null" => value.is_null(),
            "int" => value.as_number().is_some_and(is_integer),
            "float" => value.as_number().is_some_and(|it| !is_integer(it)),
            _ => false,
        };
    if fits { Ok(value) } else { Err(malformed(&format!("tag {} does not fit `{text}`", tag_text(tag)), span)) }
}

fn check_tag(tag: Option<&Tag>, suffix: &str, span: Span) -> Result<(), Malformed> {
    match tag {
        Some(tag) if !tag.is_yaml_core_schema() || tag.suffix != suffix => {
            Err(malformed(&format!("tag {} has no meaning in JSON", tag_text(tag)), span))
        }
        _ => Ok(()),
    }
}

/// A tag as it is written.
fn tag_text(tag: &Tag) -> String {
    let handle = if tag.is_yaml_core_schema() { "!!" } else { tag.handle.as_str() };
    format!("{handle}{}", tag.suffix)
}

/// A key as `json.dumps` writes it.
fn key_text(key: Value) -> Option<String> {
    match key {
        Value::String(text) => Some(text),
        Value::Array(_) | Value::Object(_) => None,
        other => Some(other.to_string()),
    }
}

/// Whether a number was written as an integer.
pub fn is_integer(number: &Number) -> bool {
    !number.to_string().contains(['.', 'e', 'E'])
}

/// Adds what is not there yet; `None` if `value` is neither a mapping nor a list of mappings.
fn merge(map: &mut Map<String, Value>, value: Value) -> Option<()> {
    match value {
        Value::Object(other) => {
            for (key, value) in other {
                map.entry(key).or_insert(value);
            }
            Some(())
        }
        Value::Array(items) => {
            items.into_iter().try_for_each(|item| if item.is_object() { merge(map, item) } else { None })
        }
        _ => None,
    }
}

fn malformed(message: &str, span: Span) -> Malformed {
    Malformed { message: message.to_owned(), line: span.start.line(), column: span.start.col() + 1 }
}
