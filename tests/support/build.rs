//! Builds of this project with other snapshots, in a target folder of their own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use super::{command, profile_folder, project};

/// One build: which snapshots, and where everything goes.
pub struct Build {
    /// `CARGO_TARGET_DIR`.
    pub target: PathBuf,
    /// `PGS_SNAPSHOTS`.
    pub snapshots: PathBuf,
    /// `PGS_GENERATED`.
    pub generated: PathBuf,
}

impl Build {
    /// Everything below `<target>/NAME`, so that the next run of the tests finds the libraries built.
    pub fn below_target(name: &str, snapshots: PathBuf) -> Self {
        let target = profile_folder().parent().unwrap().join(name);
        Self { generated: target.join("generated"), snapshots, target }
    }

    /// `cargo build` of the project, with the text alone or also the binaries.
    pub fn command(&self, binaries: bool) -> Command {
        let mut cargo = self.telling(binaries);
        cargo.arg("--quiet");
        cargo
    }

    /// The same, with what cargo says: warnings are no errors, so that it says them only where it is not quiet.
    fn telling(&self, binaries: bool) -> Command {
        let mut cargo = cargo();
        cargo.args(["build", "--manifest-path"]).arg(project().join("Cargo.toml"));
        // Nobody debugs these builds.
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_PROFILE_DEV_BUILD_OVERRIDE_OPT_LEVEL", "0");
        cargo.env("CARGO_TARGET_DIR", &self.target).env("PGS_GENERATED", &self.generated);
        // The crates of the tests are their own.
        cargo.env("PGS_ADD_CRATES", "1");
        cargo.env("PGS_SNAPSHOTS", &self.snapshots).env("PGS_SKIP_BINARIES", if binaries { "" } else { "1" });
        cargo
    }

    /// Builds; fails the test where that fails.
    #[track_caller]
    pub fn succeeds(&self, binaries: bool) -> Output {
        let output = self.command(binaries).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output
    }

    /// Builds the text alone; what cargo warns of.
    #[track_caller]
    pub fn warnings(&self) -> Vec<String> {
        let output = self.telling(false).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{text}");
        text.lines().filter_map(|line| line.strip_prefix("warning: pgs@")).map(str::to_owned).collect()
    }

    /// Builds; what cargo says where that fails, as it must.
    #[track_caller]
    pub fn fails(&self) -> String {
        let output = self.command(false).output().unwrap();
        assert!(!output.status.success(), "the build succeeds");
        String::from_utf8(output.stderr).unwrap()
    }

    /// `<target>/debug`.
    pub fn profile_folder(&self) -> PathBuf {
        self.target.join("debug")
    }

    /// The names of the workflow binaries and `pgs` in the profile folder: executables without an extension.
    pub fn binaries(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.profile_folder())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file() && path.extension().is_none_or(|it| it == std::env::consts::EXE_EXTENSION))
            .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
            .filter(|name| !name.starts_with('.') && name != "pgs-codegen")
            .collect();
        names.sort();
        names
    }
}

/// Cargo, without what it sets for this test, which must not steer another build: there are libraries whose build scripts look
/// at it, which would then be compiled anew.
fn cargo() -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let own = |name: &str| name == "OUT_DIR" || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(own)) {
        cargo.env_remove(&name);
    }
    cargo
}

/// The folder with the binaries of the samples, each linked by itself: where the build of these tests has links to `pgs`,
/// they are built now, in the folder that the libraries were built in.
pub fn own_binaries() -> &'static Path {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let finished = profile_folder();
        if finished.file_name().is_none_or(|name| name != "debug") {
            return finished;
        }
        let inner = finished.parent().unwrap().join("workflows");
        let mut build = cargo();
        build.args(["build", "--quiet", "--manifest-path"]).arg(project().join("generated/Cargo.toml"));
        build.arg("--target-dir").arg(&inner).env("CARGO_BUILD_BUILD_DIR", &inner).env_remove("CARGO_TARGET_DIR");
        if cfg!(feature = "sqlite") {
            build.args(["--features", "sqlite"]);
        }
        let output = build.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        inner.join("debug")
    });
    &FOLDER
}

/// Copies a folder.
pub fn copy_folder(from: &Path, to: &Path) {
    for path in super::files_below(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(&path, target).unwrap();
    }
}
