//! What `pgs state` moves and prints.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pgs_evidence::text::{plain, plural};
use pgs_rt::RUNS;
use pgs_rt::store::moving::{MoveReport, Source, Target, move_state};
use pgs_rt::store::{Constructors, DataRoot, DeclaredStore, FILES, Links, StoreError, Wait};

use crate::backends::SQLITE;
use crate::output::Output;
use crate::process::Process;
use crate::resolve::{OptionError, absolute, data_root, links, wait};
use crate::success::{NO_SUCCESS, USAGE};
use crate::text::{columns, lines};

/// From where to where state is moved.
pub(crate) enum Direction {
    /// From the database to files.
    Export {
        /// The folder that holds the database.
        data_root: Option<PathBuf>,
        /// The folder to write.
        to: PathBuf,
        /// How long to wait for processes that have the database open.
        wait: Option<Wait>,
    },
    /// From files to a database.
    Import {
        /// The folder that will hold the database.
        data_root: Option<PathBuf>,
        /// The folder that holds the files; the data root where it is not given.
        from: Option<PathBuf>,
        /// What happens to links in the place of state files.
        links: Option<Links>,
        /// How long to wait for processes that work on the files.
        wait: Option<Wait>,
    },
}

/// Why state is not moved.
#[derive(Debug, thiserror::Error)]
enum MoveError {
    #[error(transparent)]
    Option(#[from] OptionError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Moves the state of these stores. Without the database in this build that is wrong usage.
pub(crate) fn state(direction: &Direction, process: &Process<'_>, stores: &[DeclaredStore]) -> Output {
    match (FILES.constructors(), SQLITE.constructors()) {
        (Ok(files), Ok(database)) => moved(direction, process, stores, files, database).unwrap_or_else(|error| {
            let status = if let MoveError::Option(error) = &error { error.exit_status() } else { NO_SUCCESS };
            Output { status, ..Output::error(error) }
        }),
        (Err(error), _) | (_, Err(error)) => Output { status: USAGE, ..Output::error(error) },
    }
}

fn moved(
    direction: &Direction,
    process: &Process<'_>,
    stores: &[DeclaredStore],
    files: Constructors,
    database: Constructors,
) -> Result<Output, MoveError> {
    let (Direction::Export { wait: given, .. } | Direction::Import { wait: given, .. }) = direction;
    let wait = wait(*given, process)?;
    let (mut source, target, made): (Box<dyn Source>, Box<dyn Target>, _) = match direction {
        Direction::Export { data_root: root, to, .. } => {
            let root = data_root(root.as_deref(), process)?.path;
            let to = absolute("--to", to)?;
            let target = (files.target)(&(&to).into())?;
            ((database.source)(&root.into())?, target, to)
        }
        Direction::Import { data_root: root, from, links: given, .. } => {
            let root = data_root(root.as_deref(), process)?.path;
            let from = from.as_deref().map_or_else(|| Ok(root.clone()), |from| absolute("--from", from))?;
            let source = (files.source)(&DataRoot::new(&from).with_links(links(*given, process)?))?;
            let target = (database.target)(&DataRoot::new(&root))?;
            (source, target, root.join(SQLITE.marker.unwrap_or_default()))
        }
    };
    let stores: Vec<DeclaredStore> = stores.iter().copied().chain([RUNS]).collect();
    let moved = move_state(&mut *source, &*target, &stores, wait)?;
    let stderr = lines(moved.notes.iter().map(|note| format!("note: {}", plain(note))));
    Ok(Output { stdout: text(&moved, &made), stderr, ..Output::default() })
}

fn text(moved: &MoveReport, made: &Path) -> String {
    let rows = moved.stores.iter().map(|(at, count)| vec![at.kind.as_str().into(), plain(&at.path), count.to_string()]);
    let head = ["STORE", "PATH", "ENTRIES"].map(str::to_owned).to_vec();
    let count = moved.stores.len();
    let mut out =
        if count > 0 { columns(&std::iter::once(head).chain(rows).collect::<Vec<_>>()) } else { String::new() };
    let _ = writeln!(out, "{count} store{} in {}", plural(count), plain(&made.display().to_string()));
    for left in &moved.left {
        let _ = writeln!(out, "left alone, as no workflow of this binary names it: {}", plain(left));
    }
    out
}
