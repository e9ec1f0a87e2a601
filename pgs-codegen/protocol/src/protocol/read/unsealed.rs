//! W091: Markdown that is not what was sealed.

use std::collections::BTreeSet;

use super::super::place::{Place, say};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostics};
use crate::snapshot::{ArtifactKind, SOURCE, content_hash, file};

/// How many files are named.
const NAMED: usize = 3;

impl Reader<'_> {
    /// Says which Markdown beside the snapshot was changed, added or removed since it was sealed: once, as one call seals
    /// all of it.
    pub fn unsealed(&mut self) {
        let source = file::home(&self.snapshot.root).join(SOURCE);
        if !source.is_dir() {
            return;
        }
        // What can't be read is said where it is sealed.
        let mut ignored = Diagnostics::default();
        let mut written = BTreeSet::new();
        let mut found = Vec::new();
        for kind in ArtifactKind::ALL {
            for path in file::files(&source.join(kind.folder()), "md", &mut ignored) {
                let fqdn = path.file_stem().map(|it| it.to_string_lossy().replacen("__", "::", 1)).unwrap_or_default();
                let sealed = self.snapshot.artifacts.get(&fqdn).map(|it| it.hash.as_str());
                let hash = file::text(&path, &mut ignored).map(|text| content_hash(&text));
                let is_said = self.diagnostics.is_lost(&fqdn)
                    || self
                        .snapshot
                        .artifacts
                        .get(&fqdn)
                        .is_some_and(|it| self.diagnostics.has(Code::HashMismatch, &it.file, "/content_hash"));
                if !is_said && hash.is_none_or(|hash| sealed.is_none_or(|sealed| !sealed.eq_ignore_ascii_case(&hash))) {
                    found.push((path.clone(), if sealed.is_some() { "was changed" } else { "was added" }));
                }
                written.insert(fqdn);
            }
        }
        let removed = self.snapshot.artifacts.values().filter(|it| !written.contains(&it.fqdn));
        found.extend(removed.map(|it| (it.file.clone(), "has no source any more")));
        let Some((first, _)) = found.first() else { return };
        let named: Vec<String> =
            found.iter().take(NAMED).map(|(path, what)| format!("{} {what}", file::file_name(path))).collect();
        let others = found.len().saturating_sub(NAMED);
        let others = if others > 0 { format!(", and {others} more") } else { String::new() };
        let message = format!("what is compiled is not what `{SOURCE}/` says: {}{others}", named.join(", "));
        let place = Place { artifact: file::file_name(first), file: first.clone(), pointer: String::new() };
        let home = file::home(&self.snapshot.root);
        let here = std::env::current_dir().unwrap_or_default();
        let home = match home.strip_prefix(&here) {
            Ok(own) if own.as_os_str().is_empty() => ".".to_owned(),
            below => below.unwrap_or(&home).display().to_string(),
        };
        say(
            self.diagnostics,
            Code::NotSealed,
            &place,
            message,
            format!("seal the snapshot: `pgs-codegen seal {home}`"),
        );
    }
}
