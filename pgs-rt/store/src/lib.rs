//! State: where stores lie, and what keeps them.
//!
//! ```text
//! location a store's path below the data root
//! state    opened state: which backend, and what is waited for
//! backend  what a store needs of a backend
//! lock     locks that outlive no process
//! moving   state that moves between backends
//! files    state as the reference interpreter's files
//! sqlite   state as one SQLite database
//! ```
//!
//! What an operation means (arguments, statuses, the form of an entry) is not known here: that stands in `pgs-rt`.

mod backend;
mod files;
mod location;
mod lock;
mod moving;
mod new_folder;
mod sqlite;
mod state;

pub use backend::{Answer, Backend, Object, Session};
pub use location::Location;
pub use moving::{Kept, Kind, Moved, export, import};
pub use state::{Backing, Durability, State};
