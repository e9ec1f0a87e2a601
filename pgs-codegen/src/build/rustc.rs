//! What rustc says of the inner build: errors, as cargo hands them on (`--message-format=json`).

use std::path::{Path, PathBuf};

use pgs_value::Value;

/// An error of rustc.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RustcError {
    /// What is wrong, in a sentence.
    pub message: String,
    /// The error as rustc shows it.
    pub shown: String,
    /// The crate, as Rust names it.
    pub krate: String,
    /// The folder of its package.
    pub package: PathBuf,
    /// Where it is; none of an error of the linker.
    pub place: Option<Location>,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Location {
    /// The file, relative to some folder above the package.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

impl RustcError {
    /// The errors among the messages of cargo, one a line.
    pub fn read(messages: &str) -> Vec<Self> {
        messages.lines().filter_map(Self::read_one).collect()
    }

    fn read_one(line: &str) -> Option<Self> {
        // All others, of which there are hundreds, need not be read.
        if !line.contains("\"compiler-message\"") {
            return None;
        }
        let said: Value = pgs_value::from_str(line).ok()?;
        let message = said.get("message")?;
        let text = |value: &Value, key: &str| Some(value.get(key)?.as_str()?.to_owned());
        let what = text(message, "message")?;
        // The sum at the end: `aborting due to 2 previous errors`.
        if text(message, "level")? != "error" || what.starts_with("aborting due to") {
            return None;
        }
        let spans = message.get("spans").and_then(Value::as_array);
        let primary =
            spans.into_iter().flatten().find(|span| span.get("is_primary").and_then(Value::as_bool) == Some(true));
        let place = primary.and_then(|span| {
            let line = span.get("line_start")?.as_u64()?;
            let first = span.get("text").and_then(Value::as_array).and_then(|lines| text(lines.first()?, "text"));
            Some(Location {
                file: PathBuf::from(text(span, "file_name")?),
                line: usize::try_from(line).ok()?,
                text: first.unwrap_or_default(),
            })
        });
        let manifest = PathBuf::from(text(&said, "manifest_path")?);
        Some(Self {
            message: what,
            shown: text(message, "rendered").unwrap_or_default(),
            krate: text(said.get("target")?, "name")?.replace('-', "_"),
            package: manifest.parent().map(Path::to_owned).unwrap_or_default(),
            place,
        })
    }

    /// The file that the error is in, as it can be opened.
    pub fn file(&self) -> Option<PathBuf> {
        let place = self.place.as_ref()?;
        self.package.ancestors().map(|folder| folder.join(&place.file)).find(|path| path.is_file())
    }
}

#[cfg(test)]
mod tests {
    use super::RustcError;

    #[test]
    fn errors_are_read_and_nothing_else() {
        let message = |level: &str, what: &str| {
            format!(
                r#"{{"reason":"compiler-message","manifest_path":"/p/own/Cargo.toml","target":{{"name":"own-crate"}},"message":{{"level":"{level}","message":"{what}","rendered":"shown","spans":[{{"is_primary":true,"file_name":"src/lib.rs","line_start":7,"text":[{{"text":" x: 1"}}]}}]}}}}"#
            )
        };
        let lines = [
            message("warning", "unused"),
            message("error", "mismatched types"),
            message("error", "aborting due to 1 previous error"),
            r#"{"reason":"build-finished","success":false}"#.to_owned(),
        ];
        let [error] = &RustcError::read(&lines.join("\n"))[..] else { panic!("one error") };
        assert_eq!((error.message.as_str(), error.krate.as_str()), ("mismatched types", "own_crate"));
        let place = error.place.as_ref().unwrap();
        assert_eq!((place.line, place.text.as_str()), (7, " x: 1"));
    }
}
