//! Generated files that are not what the generator left, and generated files that are not what the snapshots give.

mod protocols;

use std::fs;
use std::path::{Path, PathBuf};

use pgs_codegen::emit::{Content, Files};
use pgs_codegen::output::{self, Drift, Edit};
use pgs_protocol::{report, snapshot};
use protocols::{Protocol, compile, folder, project};

/// What writes `generated/` anew.
const MEND: &str = "PGS_SKIP_BINARIES=1 cargo build";

#[test]
fn the_committed_files_are_what_the_snapshots_give() {
    let snapshots = snapshot::discover(&project(), None).unwrap();
    let generated = project().join("generated");
    let compiled = compile(&snapshots, &generated);
    let files = compiled.files.unwrap_or_else(|| panic!("{}", report::render(&compiled.diagnostics, false)));
    let drift = output::drift(&files, &generated).unwrap();
    let lines: Vec<String> =
        drift.iter().map(|(file, drift)| format!("    {drift:?}: generated/{}", file.display())).collect();
    assert!(
        lines.is_empty(),
        "generated/ is not what snapshots/ gives:\n{}\n`{MEND}` writes it anew; read `git diff -- generated`, then commit it",
        lines.join("\n")
    );
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
        assert_eq!(output::drift(&self.files, &self.output()), Ok(Vec::new()));
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
    assert_eq!(output::drift(&site.files, &site.output()), Ok(vec![(EDITED.into(), Drift::Differs)]));
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
    assert_eq!(output::drift(&site.files, &site.output()), Ok(vec![(EDITED.into(), Drift::Missing)]));
    assert_eq!(site.build(), []);
}
