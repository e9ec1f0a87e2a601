//! What a row of the table of keys says.

use crate::snapshot::ArtifactKind;

/// One key of a machine block.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// The form of its value.
    pub form: Form,
    /// Whether its absence is an error.
    pub required: bool,
    /// Who reads it.
    pub role: Role,
    /// What it means, in Markdown.
    pub meaning: &'static str,
    /// A value, as YAML on one line; empty where the keys below it show what it is like.
    pub example: &'static str,
}

impl Key {
    /// A key that the compiler reads and that may be absent.
    pub(super) const fn new(name: &'static str, form: Form, meaning: &'static str, example: &'static str) -> Self {
        Self { name, form, required: false, role: Role::Executed, meaning, example }
    }

    /// The same, whose absence is an error.
    pub(super) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same, which is compared with other parts of the protocol.
    pub(super) const fn checked(self) -> Self {
        Self { role: Role::Checked, ..self }
    }

    /// The same, which is for people.
    pub(super) const fn for_people(self) -> Self {
        Self { role: Role::ForPeople, ..self }
    }
}

/// What becomes of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Generated code or its documentation is made of it.
    Executed,
    /// Other parts of the protocol are held against it.
    Checked,
    /// It is for people, and for other systems: nothing is made of it.
    ForPeople,
}

/// The form of a value.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// A text.
    Text,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A truth value.
    Truth,
    /// A list of texts.
    Texts,
    /// The code or FQDN of an artifact of this kind.
    Reference(ArtifactKind),
    /// A list of such.
    References(ArtifactKind),
    /// A condition of an evaluation.
    Condition,
    /// Values by name: literals, paths and templates.
    Bindings,
    /// Fields by name, each with its schema.
    Schemas,
    /// Texts by name; what the names are.
    TextsByName(&'static str),
    /// An object with these keys.
    Object(&'static [Key]),
    /// Objects by name, with these keys; what the names are.
    Objects(&'static str, &'static [Key]),
    /// Objects by name that differ by what one of their keys says; what the names are, the keys of all, the variants.
    Variants(&'static str, &'static [Key], &'static [Variant]),
    /// A list of objects that differ by which keys they have: the keys of all, the variants.
    List(&'static [Key], &'static [Variant]),
    /// Any value: nothing below it is looked at.
    Value,
}

/// What objects of one sort hold besides.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Which objects these are.
    pub when: When,
    /// What they are, in a word or two.
    pub title: &'static str,
    /// The keys that they may have besides.
    pub keys: &'static [Key],
    /// Of these keys one must be there; none: nothing is asked.
    pub any_of: &'static [&'static str],
}

/// Which objects a variant is for.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// Those with this text at this key.
    Is(&'static str, &'static str),
    /// Those with this key.
    Has(&'static str),
}
