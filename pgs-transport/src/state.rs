//! What `pgs state` moves and prints.

use std::fmt::Write as _;
use std::path::Path;

use pgs_evidence::text::{plain, plural};
use pgs_rt::store::moving::{MoveReport, Source, Target, move_state};
use pgs_rt::store::{Constructors, DeclaredStore, FILES, StoreError};

use crate::backends::SQLITE;

use crate::cli::Direction;
use crate::text::{columns, lines};
use crate::{Answer, Process, settings};

/// Moves the state of these stores. Without the database in this build that is wrong usage.
pub(crate) fn state(direction: &Direction, process: &Process<'_>, stores: &[DeclaredStore]) -> Answer {
    match (FILES.constructors(), SQLITE.constructors()) {
        (Ok(files), Ok(database)) => moved(direction, process, stores, files, database).unwrap_or_else(Answer::error),
        (Err(error), _) | (_, Err(error)) => Answer { status: 2, ..Answer::error(error.to_string()) },
    }
}

fn moved(
    direction: &Direction,
    process: &Process<'_>,
    stores: &[DeclaredStore],
    files: Constructors,
    database: Constructors,
) -> Result<Answer, String> {
    let said = |error: StoreError| error.to_string();
    let (mut source, target, made): (Box<dyn Source>, Box<dyn Target>, _) = match direction {
        Direction::Export { data_root, to } => {
            let root = settings::data_root(data_root.as_deref(), process)?;
            settings::absolute("--to", to)?;
            let target = (files.target)(to).map_err(said)?;
            ((database.source)(&root).map_err(said)?, target, to.clone())
        }
        Direction::Import { data_root, from } => {
            let root = settings::data_root(data_root.as_deref(), process)?;
            let from = from.as_ref().unwrap_or(&root);
            settings::absolute("--from", from)?;
            let source = (files.source)(from).map_err(said)?;
            (source, (database.target)(&root).map_err(said)?, root.join(SQLITE.marker.unwrap_or_default()))
        }
    };
    let moved = move_state(&mut *source, &*target, stores).map_err(said)?;
    let stderr = lines(moved.notes.iter().map(|note| format!("note: {}", plain(note))));
    Ok(Answer { stdout: text(&moved, &made), stderr, ..Answer::default() })
}

fn text(moved: &MoveReport, made: &Path) -> String {
    let rows = moved.stores.iter().map(|(at, count)| vec![at.kind.as_str().into(), plain(&at.path), count.to_string()]);
    let head = ["STORE", "PATH", "ENTRIES"].map(str::to_owned).to_vec();
    let count = moved.stores.len();
    let mut out =
        if count > 0 { columns(&std::iter::once(head).chain(rows).collect::<Vec<_>>()) } else { String::new() };
    let _ = writeln!(out, "{count} store{} in {}", plural(count), made.display());
    for left in &moved.left {
        let _ = writeln!(out, "left alone, as no workflow of this binary names it: {}", plain(left));
    }
    out
}
