//! Generated files that are not what the generator left, and generated files that are not what the snapshots give.

mod protocols;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use pgs_codegen::emit::{Content, Files};
use pgs_codegen::output::{self, Drift, Edit};
use protocols::{Protocol, files, folder, project};

/// `pgs-codegen generate` in this folder.
fn generate(project: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pgs-codegen"));
    command.arg("generate").args(arguments).current_dir(project).output().unwrap()
}

#[test]
fn the_committed_files_are_what_the_snapshots_give() {
    let output = generate(&project(), &["--check"]);
    let (names, found) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(
        output.status.success(),
        "generated/ is not what snapshots/ gives:\n{names}{found}\n`pgs-codegen generate` writes it anew; read \
         `git diff -- generated`, then commit it"
    );
    assert_eq!(names, "");
}

#[test]
fn files_that_are_not_what_the_snapshots_give_are_named() {
    let home = tempfile::tempdir().unwrap();
    let snapshot = home.path().join("snapshots/asked");
    let protocol = Protocol::new(Some(&folder("golden/routing")));
    protocol.add_capabilities();
    protocol.seal();
    for file in files(&protocol.snapshot()) {
        let to = snapshot.join("protocol_snapshot").join(file.strip_prefix(protocol.snapshot()).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(file, to).unwrap();
    }
    let names = |arguments: &[&str]| {
        let output = generate(home.path(), arguments);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    // Nothing is there.
    let (code, missing) = names(&["--check"]);
    assert_eq!(code, Some(1));
    assert!(missing.contains(&format!("generated/{EDITED}: is missing\n")), "{missing}");
    assert!(!home.path().join("generated").exists());
    // Written, edited, and written again.
    assert_eq!(names(&[]).0, Some(0));
    assert_eq!(names(&["--check"]), (Some(0), String::new()));
    let edited = home.path().join("generated").join(EDITED);
    let text = fs::read_to_string(&edited).unwrap();
    fs::write(&edited, format!("{text}// edited\n")).unwrap();
    assert_eq!(names(&["--check"]), (Some(1), format!("generated/{EDITED}: is not what the snapshots give\n")));
    let (code, said) = names(&[]);
    assert_eq!(code, Some(0));
    assert!(said.contains(&format!("generated/{EDITED}: what was found there is kept in")), "{said}");
    assert_eq!(fs::read_to_string(&edited).unwrap(), text);
    // Elsewhere there is nothing.
    assert_eq!(names(&["--check", "--output", "other"]).0, Some(1));
}

/// An output folder in which a build has written a question of the golden tests.
struct Site {
    folder: tempfile::TempDir,
    files: Files,
}

/// A file that these tests edit, and another one.
const EDITED: &str = "routing/workflows/wf_ask_v0.rs";
const OTHER: &str = "routing/mod.rs";

impl Site {
    fn built() -> Self {
        let protocol = Protocol::new(Some(&folder("golden/routing")));
        protocol.add_capabilities();
        protocol.seal();
        let site = Self { folder: tempfile::tempdir().unwrap(), files: protocol.compile().files.unwrap() };
        assert_eq!(site.build(), []);
        site
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("generated")
    }

    fn path(&self, file: &str) -> PathBuf {
        self.output().join(file)
    }

    /// Builds; what was found edited.
    #[track_caller]
    fn build(&self) -> Vec<Edit> {
        let written = output::write(&self.files, &self.output(), &self.folder.path().join("edits")).unwrap();
        assert_eq!(output::drift(&self.files, &self.output()).unwrap(), []);
        written.edits
    }

    fn edit(&self, file: &str) -> String {
        let text = format!("{}// edited\n", fs::read_to_string(self.path(file)).unwrap());
        fs::write(self.path(file), &text).unwrap();
        text
    }

    /// The protocol gives another text.
    fn change(&mut self, file: &str) {
        let content = self.files.get_mut(Path::new(file)).unwrap();
        *content = Content::Text(format!("{}// changed\n", content.text().unwrap()));
    }

    fn found(&self, file: &str, is_certain: bool) -> Edit {
        Edit { file: file.into(), kept: self.folder.path().join("edits").join(file), is_certain }
    }
}

#[test]
fn a_hand_edit_is_named_kept_and_overwritten() {
    let site = Site::built();
    let text = site.edit(EDITED);
    assert_eq!(output::drift(&site.files, &site.output()).unwrap(), [(EDITED.into(), Drift::Differs)]);
    let found = site.found(EDITED, true);
    assert_eq!(site.build(), std::slice::from_ref(&found));
    assert_eq!(fs::read_to_string(&found.kept).unwrap(), text);
    // The next build finds everything as it was left.
    assert_eq!(site.build(), []);
}

#[test]
fn a_change_of_the_protocol_is_no_edit() {
    let mut site = Site::built();
    site.change(EDITED);
    site.files.remove(Path::new(OTHER));
    assert_eq!(site.build(), []);
    assert!(!site.path(OTHER).exists());
}

#[test]
fn an_edit_is_told_from_a_change_of_the_protocol_beside_it() {
    let mut site = Site::built();
    site.change(EDITED);
    site.change(OTHER);
    site.edit(OTHER);
    assert_eq!(site.build(), [site.found(OTHER, true)]);
}

#[test]
fn an_edit_of_a_file_that_no_longer_belongs_is_kept() {
    let mut site = Site::built();
    site.edit(EDITED);
    site.files.remove(Path::new(EDITED));
    assert_eq!(site.build(), [site.found(EDITED, true)]);
    assert!(!site.path(EDITED).exists());
}

#[test]
fn without_a_record_nobody_knows_who_changed_a_file() {
    let site = Site::built();
    fs::remove_file(site.path(".pgs-written")).unwrap();
    assert_eq!(site.build(), []);
    fs::remove_file(site.path(".pgs-written")).unwrap();
    site.edit(EDITED);
    assert_eq!(site.build(), [site.found(EDITED, false)]);
    assert_eq!(site.build(), []);
}

/// A fresh clone, into which somebody puts a snapshot: what is committed is nobody's edit. What is not, may be.
#[test]
fn without_a_record_what_is_committed_is_no_edit() {
    let mut site = Site::built();
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(site.folder.path()).args(["-c", "user.name=a", "-c", "user.email=a@example.org"]);
        git.args(arguments).output().is_ok_and(|output| output.status.success())
    };
    fs::remove_file(site.path(".pgs-written")).unwrap();
    if !(git(&["init", "--quiet"]) && git(&["add", "."]) && git(&["commit", "--quiet", "--message=all"])) {
        eprintln!("passed over: there is no git");
        return;
    }
    site.change(EDITED);
    site.files.remove(Path::new(OTHER));
    assert_eq!(site.build(), []);
    fs::remove_file(site.path(".pgs-written")).unwrap();
    site.edit(EDITED);
    assert_eq!(site.build(), [site.found(EDITED, false)]);
}

#[test]
fn what_others_put_in_order_again_is_no_edit() {
    // As a checkout does, which brings both the snapshots and the files of another commit.
    let mut site = Site::built();
    site.change(EDITED);
    fs::write(site.path(EDITED), site.files[Path::new(EDITED)].bytes()).unwrap();
    assert_eq!(site.build(), []);
}

#[test]
fn a_file_that_is_gone_is_written_again() {
    let site = Site::built();
    fs::remove_file(site.path(EDITED)).unwrap();
    assert_eq!(output::drift(&site.files, &site.output()).unwrap(), [(EDITED.into(), Drift::Missing)]);
    assert_eq!(site.build(), []);
}

/// A checkout that nobody may write to, and that is up to date: there is nothing to write, the record of the last build
/// included.
#[cfg(unix)]
#[test]
fn nothing_has_to_be_writable_where_nothing_is_written() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    let home = tempfile::tempdir().unwrap();
    let protocol = Protocol::new(Some(&folder("golden/routing")));
    protocol.add_capabilities();
    protocol.seal();
    let snapshot = home.path().join("snapshots/asked/protocol_snapshot");
    for file in files(&protocol.snapshot()) {
        let to = snapshot.join(file.strip_prefix(protocol.snapshot()).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(file, to).unwrap();
    }
    assert!(generate(home.path(), &[]).status.success());
    let record = home.path().join("generated/.pgs-written");
    fs::remove_file(&record).unwrap();
    for folder in [home.path(), record.parent().unwrap()] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o555)).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_pgs-codegen"));
    command.arg("generate").current_dir(home.path());
    if fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0) {
        // Nothing is closed to root.
        command.uid(65_534).gid(65_534);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!record.exists());
    for folder in [home.path(), record.parent().unwrap()] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    }
}
