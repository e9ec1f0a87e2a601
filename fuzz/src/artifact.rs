//! One file of a sealed snapshot: an artifact, the index, a case, or the settings. The first line of an input says which.

use std::cell::OnceCell;
use std::fs;
use std::path::PathBuf;

use pgs_codegen::seal;
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::{report, snapshot};
use tempfile::TempDir;

use crate::place;

/// The files that an input can stand for.
pub const FILES: [&str; 4] = [
    "protocol_snapshot/artifacts/events/shop__EV_SOLD_V0.json",
    "protocol_snapshot/artifact_index/index.json",
    "protocol_snapshot/conformance/shop__CT_PURE_GREET_V0__ada.json",
    "pgs.toml",
];

thread_local! {
    static SEALED: OnceCell<Sealed> = const { OnceCell::new() };
}

/// A sealed snapshot of one event.
struct Sealed {
    folder: TempDir,
    originals: Vec<Option<Vec<u8>>>,
}

impl Sealed {
    fn new() -> Self {
        let folder = place::folder();
        let events = folder.path().join("protocol/events");
        fs::create_dir_all(&events).unwrap();
        fs::write(
            events.join("shop__EV_SOLD_V0.md"),
            "## Machine\n\n```yaml\nev_code: EV_SOLD_V0\ncore: {a: [1, x]}\n```\n",
        )
        .unwrap();
        let mut diagnostics = Diagnostics::default();
        assert!(seal::seal(folder.path(), &mut diagnostics).is_some(), "{}", report::render(&diagnostics, false));
        fs::remove_dir_all(folder.path().join("protocol")).unwrap();
        fs::create_dir_all(folder.path().join("protocol_snapshot/conformance")).unwrap();
        let originals = FILES.map(|file| fs::read(folder.path().join(file)).ok());
        Self { folder, originals: originals.into() }
    }

    fn path(&self, n: usize) -> PathBuf {
        self.folder.path().join(FILES[n])
    }

    fn restore(&self, n: usize) {
        match &self.originals[n] {
            Some(bytes) => fs::write(self.path(n), bytes).unwrap(),
            None => fs::remove_file(self.path(n)).unwrap(),
        }
    }
}

/// Reads the snapshot with the input in the place of one of its files.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    let split = data.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (name, text) = data.split_at(split);
    let text = text.strip_prefix(b"\n").unwrap_or(text);
    let n = FILES.iter().position(|file| file.as_bytes() == name).unwrap_or(0);
    SEALED.with(|sealed| {
        let sealed = sealed.get_or_init(Sealed::new);
        fs::write(sealed.path(n), text).unwrap();
        let mut diagnostics = Diagnostics::default();
        let read = snapshot::read(&sealed.folder.path().join("protocol_snapshot"), &mut diagnostics);
        let shown = report::render(&diagnostics, false);
        sealed.restore(n);
        assert!(read.is_some() || diagnostics.has_errors(), "nothing is read, and nothing is said");
        let sum = shown.lines().last().unwrap_or_default();
        assert_eq!(sum.starts_with("0 errors"), !diagnostics.has_errors(), "{shown}");
        if n == 0 && !diagnostics.has_errors() {
            let artifact = &read.unwrap().artifacts["shop::EV_SOLD_V0"];
            let sealed = pgs_value::from_slice::<pgs_value::Value>(sealed.originals[0].as_deref().unwrap()).unwrap();
            assert_eq!(Some(&artifact.frontmatter), sealed["frontmatter"].as_object(), "not what was sealed");
        }
    });
}
