//! Bindings: where a value comes from (`docs/reference/bindings.md`).

use std::fmt;

use pgs_value::Value;
use thiserror::Error;

use super::schema::{Type, type_of};
use crate::near;

/// Where the value of one input, argument or output comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Binding {
    /// The value itself.
    Literal(Value),
    /// What a path finds.
    Path(Path),
    /// `{{timestamp}}`
    Timestamp,
    /// The outcome of the step that maps it (`$.result_status` of PGC).
    Outcome,
    /// `{{$.path + n}}`, `{{$.path - n}}`
    Plus {
        /// The path.
        path: Path,
        /// What is added; negative for `-`.
        n: i64,
        /// The template as written.
        text: String,
    },
    /// An object with bindings inside.
    Object(Vec<(String, Binding)>),
    /// A list with bindings inside.
    List(Vec<Binding>),
}

impl Binding {
    /// Visits this binding and every one inside, from the outside in.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::Object(fields) => fields.iter().for_each(|(_, inner)| inner.visit(visit)),
            Self::List(items) => items.iter().for_each(|inner| inner.visit(visit)),
            Self::Literal(_) | Self::Path(_) | Self::Timestamp | Self::Outcome | Self::Plus { .. } => {}
        }
    }

    /// The paths in it, in order.
    pub fn paths(&self) -> Vec<&Path> {
        let mut paths = Vec::new();
        self.visit(&mut |binding| match binding {
            Self::Path(path) | Self::Plus { path, .. } => paths.push(path),
            Self::Literal(_) | Self::Timestamp | Self::Outcome | Self::Object(_) | Self::List(_) => {}
        });
        paths
    }

    /// The texts that stand in it literally, in order.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        self.visit(&mut |binding| {
            if let Self::Literal(value) = binding {
                texts_of(value, &mut texts);
            }
        });
        texts
    }

    /// The static type of its value; `of_path` says that of what a path finds.
    pub fn ty(&self, of_path: impl FnOnce(&Path) -> Type) -> Type {
        match self {
            Self::Literal(value) => type_of(value),
            Self::Timestamp | Self::Outcome => Type::Text,
            Self::Plus { .. } => Type::Integer,
            Self::Object(_) => Type::Object,
            Self::List(_) => Type::Array,
            Self::Path(path) => of_path(path),
        }
    }

    /// The member of this name, if it is an object, whether a literal or with bindings inside.
    pub fn member(&self, key: &str) -> Option<Self> {
        match self {
            Self::Object(fields) => fields.iter().find(|(name, _)| name == key).map(|(_, inner)| inner.clone()),
            Self::Literal(value) => value.as_object()?.get(key).cloned().map(Self::Literal),
            Self::Path(_) | Self::Timestamp | Self::Outcome | Self::Plus { .. } | Self::List(_) => None,
        }
    }

    /// The value, if it is a literal.
    pub fn literal(&self) -> Option<&Value> {
        match self {
            Self::Literal(value) => Some(value),
            Self::Path(_) | Self::Timestamp | Self::Outcome | Self::Plus { .. } | Self::Object(_) | Self::List(_) => {
                None
            }
        }
    }
}

fn texts_of<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts_of(item, texts)),
        Value::Object(object) => object.values().for_each(|item| texts_of(item, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A binding path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// What it starts from.
    pub root: Root,
    /// The keys to follow from there.
    pub keys: Vec<String>,
}

/// What a path starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// `$.payload`, or `$.inputs` on workflow level
    Payload,
    /// `$.results.<node key>` on workflow level
    Node(String),
    /// `$.inputs` on step level: the contract's inputs
    Input,
    /// `$.results.<step>` on step level: the step's mapped outputs
    Step(String),
    /// `$.results.<step>.capability_result`: the step's raw result
    StepRaw(String),
    /// `$.capability_result` and bare `$.f` in outputs: this step's raw result
    Raw,
}

/// As it is written.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.root {
            Root::Payload => f.write_str("$.payload")?,
            Root::Input => f.write_str("$.inputs")?,
            Root::Node(name) | Root::Step(name) => write!(f, "$.results.{name}")?,
            Root::StepRaw(step) => write!(f, "$.results.{step}.capability_result")?,
            Root::Raw => f.write_str("$.capability_result")?,
        }
        self.keys.iter().try_for_each(|key| write!(f, ".{key}"))
    }
}

impl Path {
    /// The template that a sum without braces was meant to be: `{{$.inputs.used + 1}}` of `$.inputs.used + 1`.
    pub fn sum_meant(&self) -> Option<String> {
        let (last, above) = self.keys.split_last()?;
        let (at, sign) = last.char_indices().rev().find(|(_, c)| ['+', '-'].contains(c))?;
        let (key, digits) = (last[..at].trim_end(), last[at + 1..].trim());
        let n: i64 = digits.parse().ok()?;
        let keys = above.iter().cloned().chain([key.to_owned()]).collect();
        is_key(key).then(|| format!("{{{{{} {sign} {n}}}}}", Self { root: self.root.clone(), keys }))
    }
}

/// On which level a binding is written; the levels know different roots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// A node's inputs.
    Node,
    /// A step's inputs.
    Arguments,
    /// A step's outputs.
    Outputs,
}

impl Level {
    /// With what a path on this level begins.
    pub fn first_keys(self) -> &'static [&'static str] {
        match self {
            Self::Node => &["payload", "results", "inputs"],
            Self::Arguments => &["inputs", "results"],
            Self::Outputs => &["capability_result", "results"],
        }
    }

    /// The paths that can be written on this level, for remedies.
    pub fn roots(self) -> &'static str {
        match self {
            Self::Node => "`$.payload.FIELD` or `$.results.NODE.FIELD`",
            Self::Arguments => "`$.inputs.FIELD`, `$.results.STEP.OUTPUT` or `$.results.STEP.capability_result.FIELD`",
            Self::Outputs => {
                "`$.capability_result.FIELD`, `$.results.STEP.OUTPUT` or `$.results.STEP.capability_result.FIELD`"
            }
        }
    }
}

/// Why a binding can't be read, with the text in it that can't.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BindingError {
    /// A template that begins with a path and is no sum.
    #[error("`{text}` is not of the form {{{{$.path + 1}}}} or {{{{$.path - 1}}}}")]
    Template {
        /// The template.
        text: String,
    },
    /// Two dots of a path follow each other, or one is its end.
    #[error("`{text}` has an empty part")]
    EmptyPart {
        /// The path.
        text: String,
    },
    /// An output is bound to all of a step.
    #[error("`{text}` names a step and no field of it")]
    WholeStep {
        /// The path.
        text: String,
    },
    /// The level does not know the root of a path.
    #[error("`{text}` starts from nothing that is known here")]
    UnknownRoot {
        /// The path.
        text: String,
    },
}

impl BindingError {
    /// What the text was likely meant to be: the same path from a root that the level knows, or without braces.
    pub fn near(&self, level: Level) -> Option<String> {
        let text = match self {
            Self::UnknownRoot { text } => text,
            // A path in braces.
            Self::Template { text } => return path_meant(text.trim_matches(['{', '}', ' '])),
            Self::EmptyPart { .. } | Self::WholeStep { .. } => return None,
        };
        let path = text.strip_prefix("$.")?;
        let (root, rest) = path.split_once('.').unwrap_or((path, ""));
        let near =
            near::nearest(root, level.first_keys().iter().copied()).filter(|near| *near != root && !rest.is_empty());
        // The payload is what nodes see: a contract sees what they hand over.
        let handed = || (root == "payload" && level == Level::Arguments && !rest.is_empty()).then_some("inputs");
        Some(format!("$.{}.{rest}", near.or_else(handed)?))
    }
}

/// Reads a binding.
pub fn parse(value: &Value, level: Level) -> Result<Binding, BindingError> {
    match value {
        Value::String(text) => parse_text(text, level),
        Value::Array(items) => Ok(fold_list(items.iter().map(|item| parse(item, level)).collect::<Result<_, _>>()?)),
        Value::Object(object) => {
            let fields = object.iter().map(|(key, value)| Ok((key.clone(), parse(value, level)?)));
            Ok(fold_object(fields.collect::<Result<_, BindingError>>()?))
        }
        scalar => Ok(Binding::Literal(scalar.clone())),
    }
}

/// A list of literals is a literal.
pub fn fold_list(items: Vec<Binding>) -> Binding {
    let literals: Option<Vec<Value>> = items.iter().map(|item| item.literal().cloned()).collect();
    literals.map_or(Binding::List(items), |items| Binding::Literal(Value::Array(items)))
}

/// An object of literals is a literal.
pub fn fold_object(fields: Vec<(String, Binding)>) -> Binding {
    let literals: Option<pgs_value::Map<String, Value>> =
        fields.iter().map(|(key, binding)| Some((key.clone(), binding.literal()?.clone()))).collect();
    literals.map_or(Binding::Object(fields), |object| Binding::Literal(Value::Object(object)))
}

fn parse_text(text: &str, level: Level) -> Result<Binding, BindingError> {
    if let Some(inside) = text.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) {
        let inside = inside.trim();
        if inside == "timestamp" {
            return Ok(Binding::Timestamp);
        }
        if inside.starts_with("$.") {
            return parse_arithmetic(inside, text, level);
        }
    }
    if text.starts_with("$.") {
        return parse_path(text, level).map(Binding::Path);
    }
    Ok(Binding::Literal(Value::from(text)))
}

fn parse_arithmetic(inside: &str, text: &str, level: Level) -> Result<Binding, BindingError> {
    let unreadable = || BindingError::Template { text: text.to_owned() };
    let (path, rest) = inside.split_once(char::is_whitespace).ok_or_else(unreadable)?;
    let rest = rest.trim();
    let (sign, digits) = rest.split_at_checked(1).ok_or_else(unreadable)?;
    let n: i64 = digits.trim().parse().map_err(|_| unreadable())?;
    let n = match sign {
        "+" => n,
        "-" => n.checked_neg().ok_or_else(unreadable)?,
        _ => return Err(unreadable()),
    };
    Ok(Binding::Plus { path: parse_path(path, level)?, n, text: text.to_owned() })
}

/// What to write in the outputs of a step in the place of what comes in.
pub const NO_ANSWER: &str = "name a field of what the step answers (`$.capability_result.FIELD`): `$.inputs` is no part of it; a step of \
                             CT_PURE_PASSTHROUGH_V0 hands on what comes in";

/// Whether a part of a path can be meant as a key. `a[0]`, `*` and `a | upper` could be keys of a payload, and hardly ever
/// are: who writes them believes that they select or compute something.
pub fn is_key(part: &str) -> bool {
    let selects = |c: char| "[]*()?@'\"|$#{}<>=+!&,`".contains(c) || c.is_control();
    !part.is_empty() && part.trim() == part && !part.contains(selects)
}

/// Why a text that is taken literally looks as if it were not; none if it does not.
///
/// A text with words around a template is never a template, and one that a side effect fills in (`Dear {{name}}`) is none
/// of ours: only what would be a template or a path by itself is meant.
pub fn looks_bound(text: &str) -> Option<&'static str> {
    let trimmed = text.trim();
    let inside = |text: &str| text.contains("{{$") || text.contains("{{ $") || text.contains("{{timestamp}}");
    if trimmed.starts_with("{{") && trimmed.ends_with("}}") && trimmed.matches("{{").count() == 1 {
        Some("is no template that exists")
    } else if in_other_braces(trimmed).is_some_and(|inside| inside == TIMESTAMP || path_meant(inside).is_some()) {
        Some("has the braces of another language, and is no template")
    } else if inside(text) {
        Some("holds a template, and is more than a template")
    } else if trimmed == "$" || ["$.", "$[", "$payload", "$inputs", "$results"].iter().any(|it| trimmed.starts_with(it))
    {
        Some("looks like a path, and is none")
    } else if path_meant(trimmed).is_some() {
        Some("would be a path with `$.` before it")
    } else {
        None
    }
}

/// What stands within braces that are no template's: `{a}`, `${a}`, `{{a`, `a}}`.
fn in_other_braces(text: &str) -> Option<&str> {
    let inside = text.trim_start_matches('$').trim_start_matches('{').trim_end_matches('}');
    let is_braced = text.contains(['{', '}']) && !(text.starts_with("{{") && text.ends_with("}}"));
    is_braced.then_some(inside.trim())
}

/// The path that a text seems to be, which lacks its `$.`: a root, and keys behind it that are words.
///
/// `results` and `steps` have the name of a node or step behind them. A name of a file is no path.
pub fn path_meant(text: &str) -> Option<String> {
    let path = text.strip_prefix("$.").unwrap_or(text);
    let parts: Vec<&str> = path.split('.').collect();
    let least = match parts.first() {
        Some(&("payload" | "inputs" | "capability_result")) => 2,
        Some(&("results" | "steps")) => 3,
        Some(_) | None => return None,
    };
    let is_word = |part: &&str| {
        part.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
    };
    let is_file = parts.last().is_some_and(|last| EXTENSIONS.contains(last));
    (parts.len() >= least && !is_file && parts.iter().all(is_word)).then(|| format!("$.{path}"))
}

/// The one template without a path.
const TIMESTAMP: &str = "timestamp";

/// Ends of names of files.
const EXTENSIONS: [&str; 16] = [
    "json", "jsonl", "csv", "tsv", "txt", "md", "yaml", "yml", "toml", "xml", "html", "pdf", "png", "log", "zip", "gz",
];

/// Reads a path on this level.
pub fn parse_path(text: &str, level: Level) -> Result<Path, BindingError> {
    let written = || text.to_owned();
    let parts: Vec<&str> = text.strip_prefix("$.").unwrap_or(text).split('.').collect();
    if parts.iter().any(|part| part.is_empty()) {
        return Err(BindingError::EmptyPart { text: written() });
    }
    let keys = |from: usize| parts[from..].iter().map(ToString::to_string).collect::<Vec<_>>();
    let path = |root, from| Ok(Path { root, keys: keys(from) });
    match (level, parts.as_slice()) {
        (Level::Node, ["payload" | "inputs", _, ..]) => path(Root::Payload, 1),
        (Level::Node, ["results", node, _, ..]) => path(Root::Node((*node).to_owned()), 2),
        (Level::Arguments, ["inputs", _, ..]) => path(Root::Input, 1),
        (Level::Arguments | Level::Outputs, ["results", step, "capability_result", ..]) => {
            path(Root::StepRaw((*step).to_owned()), 3)
        }
        (Level::Arguments | Level::Outputs, ["results", step, _, ..]) => path(Root::Step((*step).to_owned()), 2),
        (Level::Outputs, ["capability_result", _, ..]) => path(Root::Raw, 1),
        (Level::Outputs, ["results", ..]) => Err(BindingError::WholeStep { text: written() }),
        (Level::Outputs, [_, ..]) => path(Root::Raw, 0),
        _ => Err(BindingError::UnknownRoot { text: written() }),
    }
}
