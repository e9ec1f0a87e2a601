//! What a user of `pgs verify`, `pgs examine` and `pgs render` sees: for traces of a scripted workflow, of the reference
//! interpreter, and for files that are no traces.

mod answers;
mod examine;
mod folders;
mod forgeries;
mod lend;
mod reference;
mod render;
mod rubbish;
mod select;
mod suppressed;
mod verify;
