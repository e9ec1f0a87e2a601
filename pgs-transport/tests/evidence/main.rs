//! What a user of `pgs verify`, `pgs examine` and `pgs render` sees: for traces of a scripted workflow, of the reference
//! interpreter, of a workflow of PGC, and for files that are no traces.

mod answers;
mod examine;
mod folders;
mod forgeries;
#[cfg(feature = "pgc")]
mod harbour;
mod lend;
#[cfg(feature = "pgc")]
mod pgc;
mod reference;
mod render;
mod rubbish;
mod select;
mod suppressed;
mod verify;
