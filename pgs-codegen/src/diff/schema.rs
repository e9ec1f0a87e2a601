//! Two schemas: what the one lets through and the other does not.

use pgs_protocol::protocol::{Format, Schema, Type};
use pgs_value::Value;

use super::traces::Probe;
use super::words;

/// Whose schemas are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// An intent's: they are enforced.
    Payload,
    /// A contract's or a transform's inputs.
    Inputs,
    /// A contract's or a transform's outputs.
    Outputs,
}

impl Of {
    fn whole(self) -> &'static str {
        match self {
            Self::Payload => "a payload",
            Self::Inputs => "a call",
            Self::Outputs => "a result",
        }
    }
}

/// How what may pass has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// These values no longer pass.
    Narrower(String),
    /// These values now pass.
    Wider(String),
    /// Some no longer pass, and others now do.
    Both(String, String),
    /// A field is declared that was not, and may be left out.
    Declared,
    /// A field is no longer declared.
    Undeclared,
    /// Another value stands for a missing field.
    Default,
}

/// One rule that differs.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The field's path: `member.email`, `books[].title`.
    pub path: String,
    /// The rule: `required`, `type`, `enum` …; empty where the field itself came or went.
    pub rule: &'static str,
    /// How it differs.
    pub turn: Turn,
    /// The rule before.
    pub old: Option<String>,
    /// The rule after.
    pub new: Option<String>,
    /// Which values pass otherwise.
    pub probe: Probe,
}

/// Everything that differs, field by field.
pub fn compare(old: &[(String, Schema)], new: &[(String, Schema)], of: Of) -> Vec<Difference> {
    let mut diff = SchemaDiff { of, path: Vec::new(), found: Vec::new() };
    diff.fields(old, new);
    diff.found
}

struct SchemaDiff {
    of: Of,
    path: Vec<String>,
    found: Vec<Difference>,
}

impl SchemaDiff {
    fn fields(&mut self, old: &[(String, Schema)], new: &[(String, Schema)]) {
        for key in words::keys(old, new) {
            self.path.push(key.to_owned());
            match (words::find(old, key), words::find(new, key)) {
                (Some(old), Some(new)) => self.both(old, new),
                (Some(old), None) => self.removed(old),
                (None, Some(new)) => self.added(new),
                (None, None) => {}
            }
            self.path.pop();
        }
    }

    /// The path in words: items stand as `[]` behind their list.
    fn name(&self) -> String {
        self.path.iter().fold(String::new(), |name, key| match key.as_str() {
            "[]" => name + "[]",
            key if name.is_empty() => key.to_owned(),
            key => format!("{name}.{key}"),
        })
    }

    fn is_field_of_payload(&self) -> bool {
        self.path.len() == 1 && self.of == Of::Payload
    }

    fn say(&mut self, rule: &'static str, turn: Turn, texts: (Option<String>, Option<String>), probe: Probe) {
        let (old, new) = texts;
        let probe = probe.at(self.path.clone());
        self.found.push(Difference { path: self.name(), rule, turn, old, new, probe });
    }

    fn missing(&self) -> String {
        format!("{} without `{}`", self.of.whole(), self.name())
    }

    fn added(&mut self, new: &Schema) {
        let texts = (None, Some(summary(new)));
        if new.is_required() && self.of != Of::Outputs {
            self.say("", Turn::Narrower(self.missing()), texts, Probe::either(None, Some(new)));
        } else if self.is_field_of_payload() && new.default.is_some() {
            self.say("", Turn::Default, texts, Probe::either(None, Some(new)));
        } else {
            self.say("", Turn::Declared, texts, Probe::values(Schema::default(), new.clone()));
        }
    }

    fn removed(&mut self, old: &Schema) {
        let texts = (Some(summary(old)), None);
        if old.is_required() && self.of == Of::Payload {
            self.say("", Turn::Wider(self.missing()), texts, Probe::either(Some(old), None));
        } else if self.is_field_of_payload() && old.default.is_some() {
            self.say("", Turn::Default, texts, Probe::either(Some(old), None));
        } else {
            self.say("", Turn::Undeclared, texts, Probe::values(old.clone(), Schema::default()));
        }
    }

    fn both(&mut self, old: &Schema, new: &Schema) {
        if self.of != Of::Outputs {
            self.presence(old, new);
        }
        self.rules(old, new);
    }

    fn presence(&mut self, old: &Schema, new: &Schema) {
        let default = |schema: &Schema| schema.default.as_ref().map(words::literal);
        let word = |schema: &Schema| {
            let presence = if schema.required { "required" } else { "optional" };
            default(schema).map_or(presence.to_owned(), |value| format!("{presence}, default {value}"))
        };
        let texts = (Some(word(old)), Some(word(new)));
        match (old.is_required(), new.is_required()) {
            (false, true) => self.say("required", Turn::Narrower(self.missing()), texts, Probe::Absent(Vec::new())),
            (true, false) => self.say("required", Turn::Wider(self.missing()), texts, Probe::Absent(Vec::new())),
            // A default is filled in for the payload's own fields only.
            _ if self.is_field_of_payload() && default(old) != default(new) => {
                self.say("default", Turn::Default, (default(old), default(new)), Probe::Absent(Vec::new()));
            }
            _ => {}
        }
    }

    fn rules(&mut self, old: &Schema, new: &Schema) {
        self.null(old, new);
        self.types(old, new);
        self.values(old, new);
        self.minimum(old, new);
        self.min_items(old, new);
        self.format(old, new);
        if old.items.is_some() || new.items.is_some() {
            let any = Schema::default();
            self.path.push("[]".to_owned());
            self.rules(old.items.as_deref().unwrap_or(&any), new.items.as_deref().unwrap_or(&any));
            self.path.pop();
        }
        self.fields(&old.fields, &new.fields);
    }

    /// Null counts as absent in the payload's own fields, so it makes no difference there.
    fn null(&mut self, old: &Schema, new: &Schema) {
        if old.nullable == new.nullable || self.is_field_of_payload() {
            return;
        }
        let what = format!("a null `{}`", self.name());
        let turn = if new.nullable { Turn::Wider(what) } else { Turn::Narrower(what) };
        let word = |schema: &Schema| Some(if schema.nullable { "nullable" } else { "not nullable" }.to_owned());
        self.say("nullable", turn, (word(old), word(new)), Probe::null(old.clone(), new.clone()));
    }

    fn types(&mut self, old: &Schema, new: &Schema) {
        let (lost, gained) = (uncovered(old, new), uncovered(new, old));
        let name = self.name();
        let phrase = |types: &[&str]| format!("`{name}` of type {}", types.join(" or "));
        let of = |schema: &Schema| Schema { types: schema.types.clone(), ..only_null(schema) };
        if let Some(turn) = turn(&lost, &gained, phrase) {
            self.say("type", turn, (Some(words::types(old)), Some(words::types(new))), Probe::values(of(old), of(new)));
        }
    }

    fn values(&mut self, old: &Schema, new: &Schema) {
        let of = |schema: &Schema| Schema { one_of: schema.one_of.clone(), ..only_null(schema) };
        let probe = Probe::values(of(old), of(new));
        let declared = |schema: &Schema| schema.one_of.clone().filter(|values| !values.is_empty());
        let (old, new) = (declared(old), declared(new));
        let text =
            |values: &Option<Vec<Value>>| values.as_ref().map(|values| words::list(values.iter().map(words::literal)));
        let name = self.name();
        let found = match (&old, &new) {
            (Some(old), Some(new)) => {
                let minus = |a: &[Value], b: &[Value]| -> Vec<String> {
                    a.iter()
                        .map(words::literal)
                        .filter(|it| !b.iter().any(|other| words::literal(other) == *it))
                        .collect()
                };
                turn(&minus(old, new), &minus(new, old), |values| format!("`{name}` of {}", values.join(" or ")))
            }
            (None, Some(_)) => Some(Turn::Narrower(format!("any other `{name}`"))),
            (Some(_), None) => Some(Turn::Wider(format!("any other `{name}`"))),
            (None, None) => None,
        };
        if let Some(turn) = found {
            self.say("enum", turn, (text(&old), text(&new)), probe);
        }
    }

    fn minimum(&mut self, old: &Schema, new: &Schema) {
        let number = |schema: &Schema| schema.minimum.as_ref().and_then(Value::as_f64);
        let text = |schema: &Schema| schema.minimum.as_ref().map(words::literal);
        let below = |schema: &Schema| format!("`{}` below {}", self.name(), text(schema).unwrap_or_default());
        let turn = match (number(old), number(new)) {
            (None, Some(_)) => Turn::Narrower(below(new)),
            (Some(_), None) => Turn::Wider(below(old)),
            (Some(least), Some(now)) if now > least => Turn::Narrower(below(new)),
            (Some(least), Some(now)) if now < least => Turn::Wider(below(old)),
            _ => return,
        };
        let of = |schema: &Schema| Schema { minimum: schema.minimum.clone(), ..only_null(schema) };
        self.say("minimum", turn, (text(old), text(new)), Probe::values(of(old), of(new)));
    }

    fn min_items(&mut self, old: &Schema, new: &Schema) {
        let (least, now) = (old.min_items.unwrap_or(0), new.min_items.unwrap_or(0));
        let fewer = |n: u64| format!("`{}` of fewer than {n} items", self.name());
        let turn = match now.cmp(&least) {
            std::cmp::Ordering::Greater => Turn::Narrower(fewer(now)),
            std::cmp::Ordering::Less => Turn::Wider(fewer(least)),
            std::cmp::Ordering::Equal => return,
        };
        let text = |schema: &Schema| schema.min_items.map(|n| n.to_string());
        let of = |schema: &Schema| Schema { min_items: schema.min_items, ..only_null(schema) };
        self.say("minItems", turn, (text(old), text(new)), Probe::values(of(old), of(new)));
    }

    fn format(&mut self, old: &Schema, new: &Schema) {
        let name = self.name();
        let other = |format: &Format| format!("`{name}` that is not {}", words::format(format));
        let turn = match (&old.format, &new.format) {
            (a, b) if a == b => return,
            (Some(Format::Hex { prefix: a, optional: false }), Some(Format::Hex { prefix: b, optional: true }))
                if a == b =>
            {
                Turn::Wider(format!("`{name}` without the prefix {a}"))
            }
            (Some(Format::Hex { prefix: a, optional: true }), Some(Format::Hex { prefix: b, optional: false }))
                if a == b =>
            {
                Turn::Narrower(format!("`{name}` without the prefix {a}"))
            }
            (_, Some(format)) => Turn::Narrower(other(format)),
            (Some(format), None) => Turn::Wider(other(format)),
            (None, None) => return,
        };
        let text = |schema: &Schema| schema.format.as_ref().map(words::format);
        let of = |schema: &Schema| Schema { format: schema.format.clone(), ..only_null(schema) };
        self.say("format", turn, (text(old), text(new)), Probe::values(of(old), of(new)));
    }
}

/// Of a schema, whether null is a value: no other rule is asked of it then.
fn only_null(schema: &Schema) -> Schema {
    Schema { nullable: schema.nullable, ..Schema::default() }
}

/// The types that the first schema lets through and the second does not.
fn uncovered(of: &Schema, by: &Schema) -> Vec<&'static str> {
    const ALL: [Type; 6] = [Type::Text, Type::Integer, Type::Number, Type::Boolean, Type::Object, Type::Array];
    let holds = |schema: &Schema, ty: Type| {
        schema.types.is_empty()
            || schema.types.contains(&ty)
            || (ty == Type::Integer && schema.types.contains(&Type::Number))
    };
    if of.types.is_empty() && !by.types.is_empty() {
        return vec!["any other"];
    }
    let lost = ALL.into_iter().filter(|ty| holds(of, *ty) && !holds(by, *ty));
    let words: Vec<&str> = lost.map(Type::word).collect();
    // Who says number says integer.
    words.iter().copied().filter(|word| *word != "integer" || !words.contains(&"number")).collect()
}

/// How a set changed: what it lost, what it gained.
fn turn<T: AsRef<str>>(lost: &[T], gained: &[T], phrase: impl Fn(&[&str]) -> String) -> Option<Turn> {
    let phrase = |words: &[T]| phrase(&words.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    match (lost.is_empty(), gained.is_empty()) {
        (true, true) => None,
        (false, true) => Some(Turn::Narrower(phrase(lost))),
        (true, false) => Some(Turn::Wider(phrase(gained))),
        (false, false) => Some(Turn::Both(phrase(lost), phrase(gained))),
    }
}

/// A schema in a few words.
fn summary(schema: &Schema) -> String {
    let presence = if schema.required { "required" } else { "optional" };
    let default = schema.default.as_ref().map(|value| format!(", default {}", words::literal(value)));
    format!("{}, {presence}{}", words::types(schema), default.unwrap_or_default())
}
