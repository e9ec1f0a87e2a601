//! First stage: a folder of files becomes raw artifacts, each verified against its own hash.
//!
//! Source of every rule: `snapshots/README.md`. This stage knows files and JSON, not what an artifact means.

mod addresses;
mod artifact;
mod compare;
mod crates;
mod discover;
mod distinct;
pub mod file;
mod foreign;
pub mod identity;
mod index;
pub mod machine;
mod pgs_version;
mod read;
mod resolved;
mod settings;
mod unread;
mod waiver;

use std::collections::BTreeMap;
use std::path::PathBuf;

use pgs_description::Description;
use pgs_value::{Map, Value};

pub use pgs_value::snapshot::ArtifactKind;
/// The YAML of machine blocks.
pub use pgs_yaml as yaml;

pub use self::artifact::content_hash;
pub use self::discover::{MANIFEST, SNAPSHOTS, count, discover, is_sealed, named, none_in};
pub use self::foreign::not_built;
pub use self::index::read as read_index;
pub use self::pgs_version::PgsVersion;
pub use self::read::read;
pub use self::settings::{
    check_of_sealed as check_settings_of_sealed, crates as crates_of, files as settings_files, levels as levels_of,
    of as settings_of, read as read_settings,
};
pub use self::waiver::Waiver;

/// One artifact as it was read and verified.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// `namespace::CODE_Vn`
    pub fqdn: String,
    /// `CODE_Vn`
    pub code: String,
    /// What stands before `::`.
    pub namespace: String,
    /// What it declares.
    pub kind: ArtifactKind,
    /// The file, as it can be opened.
    pub file: PathBuf,
    /// SHA-256 of its Markdown source, in hex.
    pub hash: String,
    /// The machine block: what is executed. Equal to the fenced YAML of `content` but for `fqdn_id` in workflow nodes.
    pub frontmatter: Map<String, Value>,
}

/// The folder of the Markdown that a snapshot is sealed from, beside the snapshot's.
pub const SOURCE: &str = "protocol";

/// The file of a snapshot's settings, beside its folder.
pub const SETTINGS: &str = "pgs.toml";

/// The settings of one snapshot: [`SETTINGS`] beside `protocol_snapshot/`.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Crates that implement capabilities and describe them, by package.
    pub capabilities: BTreeMap<String, CapabilityCrate>,
    /// Transforms that the user implements in crates without a description, by FQDN.
    pub transforms: BTreeMap<String, UserTransform>,
    /// Crates that hold them, as in a `[dependencies]` table. Paths are relative to the folder of `pgs.toml`.
    pub dependencies: BTreeMap<String, toml::Value>,
    /// Rules of payloads that are not enforced: words of schemas, by intent and by the path of the field.
    pub admission: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Of a sealed snapshot, what it is held against.
    pub sealed: Option<SealedSettings>,
    /// Of a sealed snapshot, which workflows are compiled.
    pub workflows: Option<WorkflowSettings>,
    /// Levels of diagnostics, as they are written.
    pub diagnostics: toml::Table,
    /// Why they are set: the comments that stand with them, by the keys below `[diagnostics]`.
    pub reasons: BTreeMap<Vec<String>, String>,
}

/// What a sealed snapshot is held against from outside of it: `[sealed]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedSettings {
    /// The folder of profiles. It is written from the folder of `pgs.toml` on.
    pub profiles: Option<PathBuf>,
    /// The key that must have signed the snapshot: a PEM file, written in the same way.
    pub trust_anchor: Option<PathBuf>,
}

/// Which workflows of a sealed snapshot are compiled: `[workflows]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkflowSettings {
    /// Those that are not, by FQDN; `*` at the end stands for every name that begins so.
    #[serde(default)]
    pub leave_out: Vec<String>,
}

/// A crate of the user's that implements capabilities.
#[derive(Clone, Debug)]
pub struct CapabilityCrate {
    /// The crate, as in a `[dependencies]` table. A path is relative to the folder of `pgs.toml`.
    pub dependency: toml::Value,
    /// What it implements.
    pub description: Description,
}

/// Where a transform of the user's is implemented.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserTransform {
    /// The Rust module with `Inputs`, `Outputs` and `run`: `my_crate::my_module`.
    pub module: String,
}

/// A snapshot, read and verified.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The name of the folder that holds `protocol_snapshot/`.
    pub name: String,
    /// The `protocol_snapshot/` folder.
    pub root: PathBuf,
    /// The version of PGS that it was made for.
    pub version: PgsVersion,
    /// Artifacts by FQDN.
    pub artifacts: BTreeMap<String, Artifact>,
    /// FQDN to integer address per domain, from `artifact_index/index.json` or what stands in its place. It also names the
    /// governance artifacts, which are read and verified and not kept.
    pub addresses: BTreeMap<String, BTreeMap<String, i64>>,
    /// The documents with scenarios, by the name of their file: what workflows are tested by.
    pub scenarios: BTreeMap<String, Map<String, Value>>,
    /// The settings.
    pub settings: Settings,
}
