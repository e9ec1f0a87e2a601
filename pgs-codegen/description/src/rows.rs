//! `capabilities.toml` as it is written.

use serde::Deserialize;
use toml::Spanned;

use crate::{Access, Generation, Starts, StoreKind, Type};

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    #[serde(rename = "crate")]
    pub crate_name: Spanned<String>,
    #[serde(default)]
    pub generation: Generation,
    #[serde(default)]
    pub transform: Vec<Transform>,
    #[serde(default)]
    pub side_effect: Vec<SideEffect>,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a key of the file, and says one thing")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transform {
    pub fqdn: Spanned<String>,
    pub module: Spanned<String>,
    pub feature: Option<Spanned<String>>,
    #[serde(default)]
    pub inputs: Vec<Input>,
    #[serde(default)]
    pub outputs: Vec<Output>,
    #[serde(default)]
    pub draws: bool,
    #[serde(default = "yes")]
    pub fallible: bool,
    #[serde(default)]
    pub others: bool,
    #[serde(default)]
    pub gate: bool,
    #[serde(default)]
    pub hands_on: bool,
    #[serde(default)]
    pub bare: bool,
    #[serde(default)]
    pub earlier: bool,
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub example: Vec<TransformExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransformExample {
    pub inputs: Spanned<String>,
    pub outputs: Option<Spanned<String>>,
    pub violation: Option<Spanned<String>>,
    pub fault: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideEffect {
    pub fqdn: Spanned<String>,
    pub module: Spanned<String>,
    pub feature: Option<Spanned<String>>,
    pub store: Option<StoreKind>,
    pub workflows: Option<Starts>,
    #[serde(default)]
    pub switch: bool,
    #[serde(default)]
    pub policy: Vec<Input>,
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub operation: Vec<Operation>,
    #[serde(default)]
    pub example: Vec<OperationExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationExample {
    pub op: Spanned<String>,
    #[serde(default)]
    pub inputs: Option<Spanned<String>>,
    pub status: Option<Spanned<String>>,
    pub outputs: Option<Spanned<String>>,
    pub step: Option<Spanned<String>>,
    pub contract: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    pub name: Spanned<String>,
    pub function: Option<Spanned<String>>,
    pub call: Option<Spanned<String>>,
    pub status: Option<Spanned<String>>,
    #[serde(default)]
    pub inputs: Vec<Input>,
    #[serde(default)]
    pub outputs: Vec<Output>,
    pub statuses: Vec<Spanned<String>>,
    pub access: Option<Access>,
    #[serde(default)]
    pub summary: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    pub name: Spanned<String>,
    #[serde(rename = "type")]
    pub ty: Type,
    #[serde(default = "yes")]
    pub required: bool,
    #[serde(default)]
    pub description: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    pub name: Spanned<String>,
    #[serde(rename = "type")]
    pub ty: Type,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub description: String,
}

fn yes() -> bool {
    true
}
