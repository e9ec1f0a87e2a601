//! `pgs.toml` beside `protocol_snapshot/`: what the user adds to a snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::{SETTINGS, SealedSettings, Settings, UserTransform, WorkflowSettings, crates, file, waiver};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level, Levels, Severity, pointer};
use crate::near;

/// The settings as they are written.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    capabilities: BTreeMap<String, Value>,
    #[serde(default)]
    transforms: BTreeMap<String, UserTransform>,
    #[serde(default)]
    dependencies: BTreeMap<String, Value>,
    #[serde(default)]
    diagnostics: Table,
    #[serde(default)]
    admission: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    sealed: Option<SealedSettings>,
    #[serde(default)]
    workflows: Option<WorkflowSettings>,
}

/// Reads the settings; without a file they are empty.
pub fn read(path: &Path, diagnostics: &mut Diagnostics) -> Settings {
    if !path.exists() {
        return Settings::default();
    }
    let Some(text) = file::text(path, diagnostics) else { return Settings::default() };
    let written: Written = toml::from_str(&text).unwrap_or_else(|error| {
        let place = error.span().map(|span| line_and_column(&text, span.start)).unwrap_or_default();
        let message = format!("the settings can't be read: {}{place}", error.message().replace('\n', " "));
        let otherwise = "write only `[capabilities]` (my-crate = { path = \"my-crate\" }), `[transforms]` (FQDN = { module = \
                      \"my_crate::my_module\" }), `[dependencies]`, `[diagnostics]` (CODE = \"allow\", \"warn\" or \
                      \"deny\"), `[admission.\"INTENT\"]` (FIELD = [\"RULE\"]), and of a sealed snapshot `[sealed]` and `[workflows]`";
        let remedy = match unknown_field(error.message()) {
            Some((word, known)) => near::remedy(word, known, otherwise),
            None => otherwise.to_owned(),
        };
        diagnostics.push(file::unreadable(path, message, &remedy));
        Written::default()
    });
    for name in written.capabilities.keys().filter(|name| written.dependencies.contains_key(*name)) {
        let message = format!("the crate `{name}` stands in `[capabilities]` and in `[dependencies]`");
        let remedy = "remove it from `[dependencies]`";
        diagnostics.push(Diagnostic { code: Code::DuplicateName, ..file::unreadable(path, message, remedy) });
    }
    Settings {
        capabilities: crates::capabilities(path, written.capabilities, diagnostics),
        transforms: written.transforms,
        dependencies: crates::dependencies(path, written.dependencies, diagnostics),
        diagnostics: written.diagnostics,
        admission: written.admission,
        sealed: written.sealed.map(|it| it.below(path)),
        workflows: written.workflows,
        reasons: waiver::reasons(&text),
    }
}

/// The word that a message of the reader says to be unknown, and those that it says to be known.
fn unknown_field(message: &str) -> Option<(&str, impl Iterator<Item = &str>)> {
    let mut quoted = message.strip_prefix("unknown field ")?.split('`').skip(1).step_by(2);
    Some((quoted.next()?, quoted))
}

/// The files that a snapshot's settings lie in: `pgs.toml`, the descriptions of the crates that it names, and of a sealed
/// snapshot the folder of profiles and the trust anchor. Those that are not there are left out.
pub fn files(settings: &Path) -> Vec<PathBuf> {
    let text = file::text(settings, &mut Diagnostics::default());
    let written = text.and_then(|text| toml::from_str::<Written>(&text).ok());
    let Written { capabilities, sealed, .. } = written.unwrap_or_default();
    let described = capabilities.values().filter_map(|dependency| crates::described_in(settings, dependency));
    let SealedSettings { profiles, trust_anchor } = sealed.unwrap_or_default().below(settings);
    let all = [settings.to_path_buf()].into_iter().chain(described).chain(profiles).chain(trust_anchor);
    all.filter(|file| file.exists()).collect()
}

impl SealedSettings {
    /// The variable that counts where no folder of profiles is named. The reference has the same.
    pub const PROFILES: &str = "PGC_SNAPSHOT_PROFILES";

    /// The variable that counts where no trust anchor is named, in the same way.
    pub const TRUST_ANCHOR: &str = "PGC_TRUST_ROOT_PUBKEY";

    /// The same with paths from the folder of the settings on.
    fn below(self, settings: &Path) -> Self {
        let home = settings.parent().unwrap_or(Path::new(""));
        Self {
            profiles: self.profiles.map(|it| home.join(it)),
            trust_anchor: self.trust_anchor.map(|it| home.join(it)),
        }
    }
}

/// Says which settings hold for sealed snapshots alone, of one that is not sealed.
pub fn foreign(path: &Path, settings: &Settings, diagnostics: &mut Diagnostics) {
    let tables = [("sealed", settings.sealed.is_some()), ("workflows", settings.workflows.is_some())];
    for (table, _) in tables.into_iter().filter(|(_, is_set)| *is_set) {
        let message = format!("`[{table}]` is about sealed snapshots, and the one beside it is not sealed");
        let remedy = "remove the table: it has no effect".to_owned();
        let (code, pointer) = (Code::UnknownSetting, pointer([table]));
        diagnostics.push(Diagnostic { code, pointer, remedy, ..file::unreadable(path, message, "") });
    }
}

/// Says which settings hold for snapshots of PGS alone, of one that is sealed.
pub fn check_of_sealed(path: &Path, settings: &Settings, diagnostics: &mut Diagnostics) {
    for fqdn in settings.admission.keys() {
        let message =
            format!("`{fqdn}`: admission of a sealed snapshot asks for presence and type, which can't be waived");
        let remedy = "remove the table: it has no effect".to_owned();
        let (code, pointer) = (Code::UnknownSetting, pointer(["admission", fqdn]));
        diagnostics.push(Diagnostic { code, pointer, remedy, ..file::unreadable(path, message, "") });
    }
}

/// The names of the crates that a snapshot's settings add; none if they can't be read.
pub fn crates(settings: &Path) -> Vec<String> {
    let text = if settings.exists() { file::text(settings, &mut Diagnostics::default()) } else { None };
    let written = text.and_then(|text| toml::from_str::<Written>(&text).ok()).unwrap_or_default();
    written.capabilities.into_keys().chain(written.dependencies.into_keys()).collect()
}

/// Where the settings of a snapshot lie.
pub fn of(snapshot: &Path) -> PathBuf {
    file::home(snapshot).join(SETTINGS)
}

fn line_and_column(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!(" at line {line}, column {column}")
}

/// The levels that the settings of this file set: `CODE = "LEVEL"` for all artifacts, a table of these under an FQDN for
/// one artifact. What can't be set is said, and not set.
pub fn levels(path: &Path, settings: &Settings, artifacts: &BTreeSet<&str>, diagnostics: &mut Diagnostics) -> Levels {
    let mut reader = Reader { path, diagnostics };
    let mut levels = Levels::default();
    for (key, value) in &settings.diagnostics {
        match value {
            Value::Table(table) if artifacts.contains(key.as_str()) => {
                let set = reader.table(table, key);
                levels.artifacts.insert(key.clone(), set);
            }
            Value::Table(_) if reader.diagnostics.is_lost(key) => {}
            Value::Table(_) => {
                let known = artifacts.iter().copied();
                let remedy = near::remedy(key, known, "write the FQDN of an artifact of the snapshot");
                let message = format!("`{key}` is no artifact of the snapshot; its levels hold for nothing");
                reader.say(&[key], message, &remedy);
            }
            _ => levels.all.extend(reader.level(&[], key, value)),
        }
    }
    levels
}

struct Reader<'a> {
    path: &'a Path,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn table(&mut self, table: &Table, artifact: &str) -> BTreeMap<Code, Level> {
        table.iter().filter_map(|(key, value)| self.level(&[artifact], key, value)).collect()
    }

    /// One `CODE = "LEVEL"` below these keys.
    fn level(&mut self, above: &[&str], key: &str, value: &Value) -> Option<(Code, Level)> {
        let keys = [above, &[key]].concat();
        let Some(code) = Code::ALL.iter().copied().find(|code| code.id() == key) else {
            let remedy = near::remedy(key, Code::ALL.iter().map(|it| it.id()), "`pgs-codegen explain` lists the codes");
            self.say(&keys, format!("there is no code `{key}`"), &remedy);
            return None;
        };
        let Some(level) = value.as_str().and_then(Level::find) else {
            let message = format!("`{}` is no level", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            let words = Level::WORDS.iter().map(|(word, _)| *word);
            let otherwise = "write \"allow\", \"warn\" or \"deny\"";
            self.say(&keys, message, &near::remedy(value.as_str().unwrap_or_default(), words, otherwise));
            return None;
        };
        if code.severity() == Severity::Error && level != Level::Deny {
            let message = format!("{code} is an error and can't be lowered: {}", code.title());
            self.say(&keys, message, "correct what it says of the protocol, and remove the level");
            return None;
        }
        if code == Code::AddedCrate && level == Level::Allow {
            // Who adds a crate to a snapshot can't say that nobody need know.
            let message = format!("{code} can't be hidden: {}", code.title());
            self.say(&keys, message, "remove the level, or write \"warn\" or \"deny\"");
            return None;
        }
        Some((code, level))
    }

    fn say(&mut self, keys: &[&str], message: String, remedy: &str) {
        self.diagnostics.push(Diagnostic {
            code: Code::UnknownLevel,
            artifact: file::file_name(self.path),
            file: self.path.to_path_buf(),
            pointer: pointer(["diagnostics"].into_iter().chain(keys.iter().copied())),
            message,
            remedy: remedy.to_owned(),
        });
    }
}
