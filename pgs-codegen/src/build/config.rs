//! What is compiled, and where to.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pgs_protocol::snapshot::{self, SealedSettings};

use super::binaries::{Choice, PGS, meant};
use super::generate::{self, Folders};
use super::package::Package;
use super::pictures::Workshop;
use super::script::Script;
use super::{BuildError, inner, link, messages, watch};
use crate::emit::{Layout, Manifest};

/// What a build script compiles, and where to.
///
/// In the build script of a crate that embeds workflows:
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     pgs_codegen::build::Config::new().snapshot("protocol_snapshot").out_dir().run()
/// }
/// ```
///
/// and in its source, as a module of whatever name:
///
/// ```ignore
/// pub mod protocol {
///     include!(concat!(env!("OUT_DIR"), "/pgs.rs"));
/// }
/// ```
///
/// Cargo calls the script again when the snapshot or its `pgs.toml` changes, or when another snapshot comes into a folder of
/// such. Nothing is written outside `OUT_DIR`. What cargo can't see, as it looks at modification times, stands in
/// `docs/build.md`: files that were replaced by older ones, and a first `pgs.toml` in the package's own folder. After these,
/// touch `build.rs`.
#[derive(Clone, Debug, Default)]
pub struct Config {
    snapshots: Vec<PathBuf>,
    output: Output,
    features: Vec<String>,
    has_pictures: bool,
    /// Whether the tables that a command takes are among what is included.
    has_tables: bool,
    executable: Option<String>,
}

/// Where changes that somebody made to generated text are kept.
const EDITS: &str = "hand-edits";

/// Where generated text goes.
#[derive(Clone, Debug, Default)]
enum Output {
    /// `OUT_DIR`, for a file that the calling crate includes.
    #[default]
    OutDir,
    /// A folder for a package, whose binaries are built too.
    Package(PathBuf),
}

impl Config {
    /// Compiles the snapshots in `snapshots/` of the calling package to `OUT_DIR`, unless something else is said.
    pub fn new() -> Self {
        Self::default()
    }

    /// Compiles this snapshot, with others that are named: a `protocol_snapshot` folder, a folder that holds one, or a
    /// folder of such. The path is relative to the calling package.
    #[must_use]
    pub fn snapshot(mut self, path: impl Into<PathBuf>) -> Self {
        self.snapshots.push(path.into());
        self
    }

    /// Writes `OUT_DIR/pgs.rs`, which the calling crate includes, and what that needs.
    #[must_use]
    pub fn out_dir(mut self) -> Self {
        self.output = Output::OutDir;
        self
    }

    /// Draws the graphs of workflows, so that what is included can mark the path of a run in a picture. A package always
    /// has them.
    #[cfg(feature = "pictures")]
    #[must_use]
    pub fn pictures(mut self) -> Self {
        self.has_pictures = true;
        self
    }

    /// Adds the tables `stores` and `transforms` to what is included: with that of the workflows, they are what
    /// `pgs_transport::pgs_main` takes, so that the calling crate can be a command of its own. Every transform that the
    /// protocol declares is then linked, with the features of `pgs-capabilities` that it needs.
    #[must_use]
    pub fn tables(mut self) -> Self {
        self.has_tables = true;
        self
    }

    /// Writes a package to this folder of the calling package, and builds its binaries beside those of the caller: one
    /// for each workflow, and `pgs`. The path is relative to the calling package.
    ///
    /// This is for the project that the compiler belongs to: the package names the crates of the project by their paths
    /// in it. Elsewhere, use [`out_dir`](Self::out_dir).
    ///
    /// Here variables have a say: `PGS_SNAPSHOTS` (paths with `:` between them) and `PGS_GENERATED` replace what is said
    /// by [`snapshot`](Self::snapshot) and here, `PGS_BINARIES` names the workflow binaries to build (`all`, `links`, `none`, or
    /// names with `*`; one that names nothing is an error), and with `PGS_SKIP_BINARIES=1` there are none. A snapshot that `PGS_SNAPSHOTS` names and whose
    /// `pgs.toml` adds crates is refused unless it lies in the package's `snapshots/`, or `PGS_ADD_CRATES=1` is set.
    ///
    /// The script then runs at every build. Cargo compares modification times, and a snapshot that was unpacked over
    /// another one may bring older ones.
    #[doc(hidden)]
    #[must_use]
    pub fn package(mut self, folder: impl Into<PathBuf>) -> Self {
        self.output = Output::Package(folder.into());
        self
    }

    /// Turns this feature of the generated package on where the calling package has it on. It goes with
    /// [`package`](Self::package).
    #[doc(hidden)]
    #[must_use]
    pub fn feature(mut self, name: impl Into<String>) -> Self {
        self.features.push(name.into());
        self
    }

    /// Puts the executable of the build script beside the binaries, under this name: one that is a command as well, where
    /// it [is not called as a build script](super::is_running).
    #[must_use]
    pub fn link_executable(mut self, name: impl Into<String>) -> Self {
        self.executable = Some(name.into());
        self
    }

    /// Compiles, and tells Cargo what there is to tell. Returned from `main`, it stops the build where that failed.
    pub fn run(&self) -> ExitCode {
        match self.build() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                messages::failed(&error);
                ExitCode::FAILURE
            }
        }
    }

    /// The same as [`run`](Self::run), but for errors: they are returned, and not told.
    pub fn build(&self) -> Result<(), BuildError> {
        let script = Script::of_environment()?;
        match &self.output {
            Output::OutDir => self.include(&script),
            Output::Package(folder) => self.binaries(&script.with_workspace(), folder),
        }
    }

    /// Writes what the calling crate includes.
    fn include(&self, script: &Script) -> Result<(), BuildError> {
        let snapshots = self.discover(script)?;
        for path in watch::paths(script, &self.entries(), &snapshots) {
            messages::rerun_if_changed(&path);
        }
        [SealedSettings::PROFILES, SealedSettings::TRUST_ANCHOR].into_iter().for_each(messages::rerun_if_variable);
        let edits = script.out_dir.join(EDITS);
        let workshop = Workshop { workspace: &script.package, target: &script.out_dir };
        let folders = Folders { generated: &script.out_dir, edits: &edits, workshop };
        let layout = Layout::Include { has_graphs: self.has_pictures, has_tables: self.has_tables };
        let mut generated = generate::compile(&snapshots, &layout, &script.out_dir)?;
        messages::found(&generated.diagnostics, &script.out_dir.join(generate::DIAGNOSTICS));
        generated.write(&folders)
    }

    /// Writes a package, and builds its binaries.
    fn binaries(&self, script: &Script, folder: &Path) -> Result<(), BuildError> {
        messages::always_rerun();
        self.link_own(script)?;
        let package = Package::of(script, folder, variable("PGS_GENERATED"))?;
        let snapshots = match variable("PGS_SNAPSHOTS") {
            Some(named) => {
                let found = snapshot::discover(&script.package, Some(&named)).map_err(BuildError::protocol)?;
                check_crates(&script.package, &found)?;
                found
            }
            None => self.discover(script)?,
        };
        let layout = Layout::Package(Manifest { output: package.folder.clone(), project: script.package.clone() });
        let target = script.target_folder()?;
        let (edits, workflows) = (target.join(EDITS), script.workflows_folder()?);
        let workshop = Workshop { workspace: &script.package, target: &workflows };
        let finished = script.binaries_folder()?;
        let folders = Folders { generated: &package.folder, edits: &edits, workshop };
        let mut generated = generate::compile(&snapshots, &layout, &finished)?;
        let shown = finished.join(generate::DIAGNOSTICS);
        if variable("PGS_SKIP_BINARIES").is_some_and(|value| value != "0") {
            messages::found(&generated.diagnostics, &shown);
            return generated.write(&folders);
        }
        let choice = choice(&generated.binaries, &script.profile()?)?;
        generated.write(&folders)?;
        let chosen: Vec<String> = generated.binaries.iter().filter(|it| choice.takes(it)).cloned().collect();
        let (links, own): (Vec<String>, Vec<String>) = chosen.iter().cloned().partition(|it| choice.is_link(it));
        let only = if own.len() == generated.binaries.len() { &[][..] } else { &own };
        let built = inner::build(script, &package, only, &self.features, &generated.transforms);
        match &built {
            Ok(_) => messages::found(&generated.diagnostics, &shown),
            // Where a script fails cargo shows what it said twice, and the error would be lost among it.
            Err(_) => messages::count(&generated.diagnostics, &shown),
        }
        let built = built?;
        link::link(&built, &finished, &own)?;
        link::alias(&built, PGS, &finished, &links)?;
        link::forget_others(&finished, &chosen)
    }

    /// Puts the executable of this script beside the binaries.
    fn link_own(&self, script: &Script) -> Result<(), BuildError> {
        let Some(name) = &self.executable else { return Ok(()) };
        let own = env::current_exe().map_err(BuildError::at(Path::new(name)))?;
        link::link_file(&own, &script.binaries_folder()?.join(link::executable(name)))
    }

    /// What was named as snapshots, or the folder of all.
    fn entries(&self) -> Vec<PathBuf> {
        if self.snapshots.is_empty() { vec![PathBuf::from(snapshot::SNAPSHOTS)] } else { self.snapshots.clone() }
    }

    /// The snapshots that were named, or those in `snapshots/`.
    fn discover(&self, script: &Script) -> Result<Vec<PathBuf>, BuildError> {
        let found = if self.snapshots.is_empty() {
            snapshot::discover(&script.package, None)
        } else {
            snapshot::named(&script.package, &self.snapshots, "the build script")
        };
        found.map_err(BuildError::protocol)
    }
}

/// Stops where a snapshot that a variable names brings crates, unless a variable says that it may: they would be compiled
/// and run. Those of the project's own folder are part of the project.
fn check_crates(project: &Path, snapshots: &[PathBuf]) -> Result<(), BuildError> {
    if variable(ADD_CRATES).is_some_and(|value| value != "0") {
        return Ok(());
    }
    let own = std::fs::canonicalize(project.join(snapshot::SNAPSHOTS)).ok();
    for dir in snapshots {
        let is_own = || Some(std::fs::canonicalize(dir).ok()?.starts_with(own.as_ref()?));
        let settings = snapshot::settings_of(dir);
        let crates = snapshot::crates_of(&settings);
        if !crates.is_empty() && is_own() != Some(true) {
            return Err(BuildError::ForeignCrates { settings, crates: crates.join(", ") });
        }
    }
    Ok(())
}

/// The variable that lets the snapshots of `PGS_SNAPSHOTS` add crates.
const ADD_CRATES: &str = "PGS_ADD_CRATES";

/// What `PGS_BINARIES` says, or the profile where it says nothing.
fn choice(binaries: &[String], profile: &str) -> Result<Choice, BuildError> {
    let choice = Choice::of(&env::var("PGS_BINARIES").unwrap_or_default(), profile);
    if let Some(pattern) = choice.idle(binaries).first() {
        let known = match meant(pattern, binaries) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("There are: {}", binaries.join(", ")),
        };
        return Err(BuildError::IdlePattern { pattern: (*pattern).to_owned(), known });
    }
    Ok(choice)
}

/// A variable that somebody set.
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}
