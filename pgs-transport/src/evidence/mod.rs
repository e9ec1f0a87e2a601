//! What `pgs verify`, `pgs examine`, `pgs replay` and `pgs render` print.

pub(crate) mod examine;
pub(crate) mod render;
pub(crate) mod replay;
pub(crate) mod select;
pub(crate) mod verify;
