//! Files of evidence below a folder, and when what they hold was closed.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use jiff::{SignedDuration, Span};
use pgs_folder::{Access, FilePath, Folder, Kind};
use pgs_rt::json;

use crate::pgc::transforms::truthy_text;
use crate::transforms::iso_date;

/// How much of a file is read: what is longer is not read to its end, and does not say when it was closed.
const MAX_CHARACTERS: usize = 65_536;

/// The fields that say when a record was closed; the first that says it counts.
const CLOSED: [&str; 3] = ["closed_at", "trace_closed_at", "completed_at"];

/// A time with its offset from UTC.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instant {
    local: DateTime,
    /// In seconds; none where the text has none, which is then UTC.
    offset: i32,
}

impl Instant {
    /// The time that a text says, ISO 8601.
    pub fn read(text: &str) -> Option<Self> {
        let (local, offset) = iso_date::written(&text.replace('Z', "+00:00"))?;
        Some(Self { local, offset })
    }

    /// So many days before; none before the year 1.
    pub fn days_before(self, days: i64) -> Option<Self> {
        let local = self.local.checked_sub(Span::new().try_days(days).ok()?).ok()?;
        (local.year() >= 1).then_some(Self { local, ..self })
    }

    /// Microseconds since some time, UTC.
    pub fn micros(self) -> i128 {
        let since = self.local.duration_since(DateTime::constant(1, 1, 1, 0, 0, 0, 0));
        (since - SignedDuration::from_secs(self.offset.into())).as_micros()
    }

    /// As Python writes it, with `Z` for UTC.
    pub fn text(self) -> String {
        let fraction = if self.local.microsecond() == 0 && self.local.millisecond() == 0 { "" } else { "%.6f" };
        let local = self.local.strftime(&format!("%Y-%m-%dT%H:%M:%S{fraction}")).to_string();
        let seconds = self.offset.unsigned_abs();
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match (self.offset, rest) {
            (0, _) => format!("{local}Z"),
            (offset, 0) => format!("{local}{}{hours:02}:{minutes:02}", sign(offset)),
            (offset, rest) => format!("{local}{}{hours:02}:{minutes:02}:{rest:02}", sign(offset)),
        }
    }
}

fn sign(offset: i32) -> char {
    if offset < 0 { '-' } else { '+' }
}

/// A file that says when it was closed.
pub(super) struct Evidence {
    pub file: FilePath,
    pub closed: Instant,
}

/// Every file below a folder that says when it was closed, by path. Links are passed over.
pub(super) fn all(folder: &Path) -> io::Result<Vec<Evidence>> {
    let root = Folder::new(folder).file("");
    let (mut found, mut folders) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(at) = folders.pop() {
        for (name, kind) in root.file(&at).list()? {
            let path = at.join(&name);
            match kind {
                Kind::Folder => folders.push(path),
                Kind::File => {
                    let file = root.file(&path);
                    if let Some(closed) = closed(&file) {
                        found.push(Evidence { file, closed });
                    }
                }
                Kind::Link | Kind::Other => {}
            }
        }
    }
    found.sort_by(|one, other| one.file.whole().cmp(other.file.whole()));
    Ok(found)
}

/// When the record in a file was closed, if the file says so.
fn closed(file: &FilePath) -> Option<Instant> {
    let head = head(&file.open(Access::Read).ok()?).ok()??;
    let record = json::parse(&head).ok()?;
    let record = record.as_object()?;
    let said = CLOSED.iter().find_map(|key| record.get(*key).and_then(truthy_text))?;
    Instant::read(&said)
}

/// The text of a file; none where it is not UTF-8, or longer than is read.
fn head(file: &File) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_CHARACTERS * 4 + 1).unwrap_or(u64::MAX);
    file.take(most).read_to_end(&mut bytes)?;
    Ok(String::from_utf8(bytes).ok().filter(|text| text.chars().count() <= MAX_CHARACTERS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_python_writes_them() {
        for (text, written) in [
            ("2026-01-02", "2026-01-02T00:00:00Z"),
            ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
            ("2026-01-02T03:04:05.000007+05:30", "2026-01-02T03:04:05.000007+05:30"),
            ("2026-01-02T03:04-00:30:15", "2026-01-02T03:04:00-00:30:15"),
        ] {
            assert_eq!(Instant::read(text).unwrap().text(), written);
        }
        let days = |text: &str, days| Instant::read(text).unwrap().days_before(days).map(Instant::text);
        assert_eq!(days("2026-01-02", 2).as_deref(), Some("2025-12-31T00:00:00Z"));
        assert_eq!(days("0001-01-02", 2), None);
        assert_eq!(days("2026-01-02", i64::MAX), None);
        let micros = |text: &str| Instant::read(text).unwrap().micros();
        assert_eq!(micros("2026-01-02T05:30:00+05:30"), micros("2026-01-02"));
    }
}
