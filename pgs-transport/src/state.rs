//! What `pgs state` moves and prints.

use std::fmt::Write as _;
use std::path::Path;

use pgs_evidence::text::{plain, plural};
use pgs_rt::store::{Kept, Moved, export, import};

use crate::cli::Direction;
use crate::text::{columns, lines};
use crate::{Answer, Process, settings};

/// Moves the state of these stores.
pub(crate) fn state(direction: &Direction, process: &Process<'_>, stores: &[Kept]) -> Answer {
    moved(direction, process, stores).unwrap_or_else(Answer::error)
}

fn moved(direction: &Direction, process: &Process<'_>, stores: &[Kept]) -> Result<Answer, String> {
    let (moved, target) = match direction {
        Direction::Export { data_root, to } => {
            let root = settings::data_root(data_root.as_deref(), process)?;
            settings::absolute("--to", to)?;
            (export(&root, to, stores)?, to.clone())
        }
        Direction::Import { data_root, from } => {
            let root = settings::data_root(data_root.as_deref(), process)?;
            let from = from.as_ref().unwrap_or(&root);
            settings::absolute("--from", from)?;
            (import(from, &root, stores)?, root.join("pgs.db"))
        }
    };
    let stderr = lines(moved.notes.iter().map(|note| format!("note: {}", plain(note))));
    Ok(Answer { stdout: text(&moved, &target), stderr, ..Answer::default() })
}

fn text(moved: &Moved, target: &Path) -> String {
    let rows =
        moved.stores.iter().map(|(kind, path, count)| vec![kind.as_str().into(), plain(path), count.to_string()]);
    let head = ["STORE", "PATH", "ENTRIES"].map(str::to_owned).to_vec();
    let count = moved.stores.len();
    let mut out =
        if count > 0 { columns(&std::iter::once(head).chain(rows).collect::<Vec<_>>()) } else { String::new() };
    let _ = writeln!(out, "{count} store{} in {}", plural(count), target.display());
    for left in &moved.left {
        let _ = writeln!(out, "left alone, as no workflow of this binary names it: {}", plain(left));
    }
    out
}
