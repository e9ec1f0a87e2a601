//! Compiles every protocol snapshot under `snapshots/` to `generated/`, and that to binaries beside this package's own.
//!
//! Cargo fixes its list of binaries before a build script runs, so the generated crate is built by a cargo call of its
//! own, with its own target folder (`<target>/workflows`), and the binaries are linked into `<target>/<profile>/`.
//!
//! `PGS_SNAPSHOTS` replaces `snapshots/`, `PGS_GENERATED` replaces `generated/`, and `PGS_SKIP_BINARIES=1` stops after
//! the text, for editors. `PGS_BINARIES` names the workflow binaries to build: `all`, `none`, or patterns such as
//! `library-*,parcels-*`; `pgs` is always built.
//!
//! A generated file that somebody edited is written anew, and named in a warning; the edit is kept in
//! `<target>/hand-edits/`.
//!
//! The script runs at every build and does nothing where nothing changed: Cargo compares modification times, and a
//! snapshot unpacked over another one may bring older ones.

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use pgs_codegen::Compiled;
use pgs_codegen::binaries::Choice;
use pgs_codegen::emit::Manifest;
use pgs_codegen::output::{self, Edit};
use pgs_protocol::diagnostic::Severity;
use pgs_protocol::{report, snapshot};

/// Variables that Cargo sets for this script and that must not steer the inner call.
const OWN_VARIABLES: [&str; 9] = [
    "OUT_DIR",
    "TARGET",
    "HOST",
    "PROFILE",
    "OPT_LEVEL",
    "DEBUG",
    "NUM_JOBS",
    "RUSTC_WORKSPACE_WRAPPER",
    "CARGO_TARGET_DIR",
];

fn main() -> ExitCode {
    // A file that is never there makes Cargo run the script every time.
    println!("cargo::rerun-if-changed=.always");
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("cargo::error={}", message.lines().next().unwrap_or_default());
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), String> {
    let project = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let generated = match env::var_os("PGS_GENERATED").filter(|value| !value.is_empty()) {
        Some(folder) => std::path::absolute(project.join(folder)).map_err(|error| error.to_string())?,
        None => project.join("generated"),
    };
    let binaries = generate(&project, &generated)?;
    if env::var_os("PGS_SKIP_BINARIES").is_some_and(|value| !value.is_empty() && value != "0") {
        return Ok(());
    }
    let chosen = chosen(&binaries);
    let all = chosen.len() == binaries.len();
    let built = build_binaries(&project, &generated, if all { &[] } else { &chosen })?;
    let (folder, binaries) = (profile_folder()?, chosen);
    link_binaries(&built, &folder, &binaries)?;
    forget_others(&folder, &binaries)
}

/// The binaries that `PGS_BINARIES` names.
fn chosen(binaries: &[String]) -> Vec<String> {
    let choice = Choice::of(&env::var("PGS_BINARIES").unwrap_or_default());
    for pattern in choice.idle(binaries) {
        println!("cargo::warning=PGS_BINARIES names `{pattern}`, which is no workflow binary");
    }
    binaries.iter().filter(|binary| choice.takes(binary)).cloned().collect()
}

/// Writes what the snapshots give; the names of the binaries.
fn generate(project: &Path, generated: &Path) -> Result<Vec<String>, String> {
    let snapshots = env::var_os("PGS_SNAPSHOTS");
    let found =
        snapshot::discover(project, snapshots.as_deref()).map_err(|diagnostics| report::render(&diagnostics, false))?;
    let manifest = Manifest { output: generated.to_owned(), project: project.to_owned() };
    let Compiled { files, binaries, diagnostics } = pgs_codegen::compile(&found, &manifest);
    let text = report::render(&diagnostics, false);
    let shown = profile_folder()?.join("pgs-diagnostics.txt");
    fs::write(&shown, &text).map_err(|error| format!("{}: {error}", shown.display()))?;
    let Some(files) = files else {
        for diagnostic in diagnostics.sorted() {
            if diagnostics.severity(diagnostic) == Some(Severity::Error) {
                println!("cargo::error={}", report::one_line(diagnostic));
            }
        }
        return Err(text);
    };
    for diagnostic in diagnostics.sorted() {
        println!("cargo::warning={}", report::one_line(diagnostic));
    }
    if let Some(allowed) = report::allowed(&diagnostics) {
        println!("cargo::warning={allowed}");
    }
    let written = output::write(&files, generated, &target_folder()?.join("hand-edits"))?;
    name_edits(&written.edits, generated);
    Ok(binaries)
}

/// How many edited files are named one by one. In a fresh clone after a change of the compiler, all files are.
const NAMED_EDITS: usize = 10;

/// Says which generated files somebody changed, and where the change is kept.
fn name_edits(edits: &[Edit], generated: &Path) {
    for edit in edits.iter().take(NAMED_EDITS) {
        let (file, kept) = (generated.join(&edit.file), edit.kept.display());
        let found = if edit.is_certain {
            "was changed since the last build, and not by the generator"
        } else {
            "was not what the snapshots give, and no record says whether somebody changed it"
        };
        let (done, shows) = if file.exists() {
            ("written anew", format!("`diff -u {} {kept}` shows the change", file.display()))
        } else {
            ("removed, because it no longer belongs", format!("what it said is in {kept}"))
        };
        println!("cargo::warning={} {found}. It was {done}; {shows}. Change the protocol instead", file.display());
    }
    let others = edits.iter().skip(NAMED_EDITS).count();
    if let Some(first) = edits.get(NAMED_EDITS) {
        let kept = first.kept.display();
        println!(
            "cargo::warning={others} more generated files were not as the last build left them; the next is kept in {kept}"
        );
    }
}

/// Builds the generated crate with the same profile and target, with these binaries or with all; their folder.
fn build_binaries(project: &Path, generated: &Path, only: &[String]) -> Result<PathBuf, String> {
    let (profile, target) = (profile()?, target_folder()?.join("workflows"));
    keep_versions(project, generated)?;
    let mut cargo = Command::new(variable("CARGO")?);
    cargo.arg("build").arg("--quiet").arg("--manifest-path").arg(generated.join("Cargo.toml"));
    cargo.arg("--target-dir").arg(&target).arg("--profile").arg(&profile);
    if env::var_os("CARGO_FEATURE_SQLITE").is_some() {
        cargo.args(["--features", "sqlite"]);
    }
    cargo.args(only.iter().flat_map(|name| ["--bin", name]));
    let triple = cross_target()?;
    if let Some(triple) = &triple {
        cargo.arg("--target").arg(triple);
    }
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let is_own = ["CARGO_PKG_", "CARGO_CFG_", "CARGO_FEATURE_", "CARGO_MANIFEST_", "DEP_"];
        if is_own.iter().any(|head| name.starts_with(head)) || OWN_VARIABLES.contains(&&*name) {
            cargo.env_remove(&*name);
        }
    }
    let outcome = cargo.output().map_err(|error| format!("can't call cargo for the generated crate: {error}"))?;
    if !outcome.status.success() {
        let text = String::from_utf8_lossy(&outcome.stderr);
        return Err(format!("the generated crate in {} does not build\n{text}", generated.display()));
    }
    let folder = if profile == "dev" || profile == "test" { "debug" } else { profile.as_str() };
    Ok(triple.map_or(target.clone(), |triple| target.join(triple)).join(folder))
}

/// Outside the workspace, the generated crate starts from the workspace's versions.
fn keep_versions(project: &Path, generated: &Path) -> Result<(), String> {
    let lock = generated.join("Cargo.lock");
    if generated == project.join("generated") || lock.exists() {
        return Ok(());
    }
    fs::copy(project.join("Cargo.lock"), &lock).map(|_| ()).map_err(|error| format!("{}: {error}", lock.display()))
}

/// Puts the binaries beside this package's own.
fn link_binaries(from: &Path, to: &Path, binaries: &[String]) -> Result<(), String> {
    for name in binaries {
        let name = format!("{name}{}", env::consts::EXE_SUFFIX);
        let (source, link) = (from.join(&name), to.join(&name));
        link_one(&source, &link).map_err(|error| format!("can't put {} in place: {error}", link.display()))?;
    }
    Ok(())
}

fn link_one(source: &Path, link: &Path) -> std::io::Result<()> {
    let stamp = |path: &Path| fs::metadata(path).and_then(|it| Ok((it.len(), it.modified()?)));
    if stamp(link).ok() == Some(stamp(source)?) {
        return Ok(());
    }
    match fs::remove_file(link) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // Folders on two file systems have no hard links between them.
    fs::hard_link(source, link).or_else(|_| fs::copy(source, link).map(|_| ()))
}

/// Removes the binaries of workflows that are no longer there.
fn forget_others(folder: &Path, binaries: &[String]) -> Result<(), String> {
    let list = folder.join("pgs-binaries.txt");
    let message = |error: std::io::Error| format!("{}: {error}", list.display());
    let before = fs::read_to_string(&list).unwrap_or_default();
    for name in before.lines().filter(|name| !binaries.iter().any(|binary| binary == name)) {
        match fs::remove_file(folder.join(format!("{name}{}", env::consts::EXE_SUFFIX))) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(message(error)),
            _ => {}
        }
    }
    let after = binaries.join("\n");
    if before == after { Ok(()) } else { fs::write(&list, after).map_err(message) }
}

/// `<target>/<profile>`, or with `--target` `<target>/<triple>/<profile>`: three folders above this script's own.
fn profile_folder() -> Result<PathBuf, String> {
    let out = PathBuf::from(variable("OUT_DIR")?);
    out.ancestors().nth(3).map(Path::to_owned).ok_or_else(|| format!("{} is no output folder", out.display()))
}

/// The target folder.
fn target_folder() -> Result<PathBuf, String> {
    let above = if cross_target()?.is_some() { 2 } else { 1 };
    let profile = profile_folder()?;
    profile
        .ancestors()
        .nth(above)
        .map(Path::to_owned)
        .ok_or_else(|| format!("{} has no target folder", profile.display()))
}

/// The profile: the name of its folder, but for `dev`.
fn profile() -> Result<String, String> {
    let folder = profile_folder()?;
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(if name == "debug" { "dev".to_owned() } else { name })
}

/// The triple that was asked for with `--target`: its folder then stands above the profile's.
fn cross_target() -> Result<Option<String>, String> {
    let triple = variable("TARGET")?;
    let profile = profile_folder()?;
    let above = profile.parent().and_then(Path::file_name);
    Ok(above.is_some_and(|name| *name == *triple).then_some(triple))
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("cargo sets no {name}"))
}
