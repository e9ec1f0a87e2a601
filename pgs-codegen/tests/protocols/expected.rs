//! Texts that tests compare with committed files.
//!
//! `PGS_UPDATE_EXPECTED=1 cargo test -p pgs-codegen` writes what was found over what was expected. Read the difference
//! before it is committed.

use std::fs;
use std::path::Path;

/// Whether files are written instead of compared.
pub fn updates() -> bool {
    std::env::var_os("PGS_UPDATE_EXPECTED").is_some_and(|value| value == "1")
}

/// Texts that were not what was expected.
#[derive(Default)]
pub struct Differences(Vec<String>);

impl Differences {
    /// Compares a text with a file, or writes it there.
    pub fn compare(&mut self, file: &Path, found: &str) {
        let expected = fs::read_to_string(file).unwrap_or_default();
        if expected == found {
            return;
        }
        if updates() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, found).unwrap();
            return;
        }
        let line = expected.lines().zip(found.lines()).take_while(|(expected, found)| expected == found).count();
        let at = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
        self.say(format!(
            "{}:{}: expected\n    {}\n  found\n    {}",
            file.display(),
            line + 1,
            at(&expected),
            at(found)
        ));
    }

    /// Adds something that is wrong.
    pub fn say(&mut self, what: String) {
        self.0.push(what);
    }

    /// Fails if anything was wrong.
    pub fn finish(self) {
        assert!(
            self.0.is_empty(),
            "{}\n\nPGS_UPDATE_EXPECTED=1 writes what was found over what was expected.",
            self.0.join("\n")
        );
    }
}

/// A page with this text between two marks; without them the test fails.
pub fn with_block(page: &str, begin: &str, end: &str, text: &str) -> String {
    let (before, rest) = page.split_once(begin).unwrap_or_else(|| panic!("the page has no {begin:?}"));
    let (_, after) = rest.split_once(end).unwrap_or_else(|| panic!("the page has no {end:?}"));
    format!("{before}{begin}{text}{end}{after}")
}
