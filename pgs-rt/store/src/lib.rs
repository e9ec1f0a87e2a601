//! State: where stores lie, and what keeps them.
//!
//! ```text
//! declared    stores as the protocol declares them
//! data_root   where all of it lies
//! state       opened state: which backend, and what is waited for
//! backends    the table of backends, by the word for each
//! backend     what a store needs of a backend
//! moving      state that moves from one backend to another
//! form        in which form state lies
//! files       state as the reference interpreter's files
//! lock        locks that outlive no process
//! isolation   what runs at the same time see of each other
//! options     how state is worked on
//! boot        which boot of the machine this is
//! durability  what is waited for
//! layout      names below a data root that are no store's
//! error       why state can't be read or kept
//! ```
//!
//! What an operation means (arguments, statuses, the form of an entry) is not known here: that stands in `pgs-rt`.

mod backend;
mod backends;
mod boot;
mod data_root;
mod declared;
mod durability;
mod error;
mod files;
mod form;
mod isolation;
pub mod layout;
pub mod lock;
pub mod moving;
mod options;
mod state;

pub use backend::{Backend, Object, Session, check_depth};
pub use backends::{BACKENDS, BackendEntry, Constructors, Driver, FILES, WITHOUT_SQLITE};
pub use boot::{UNKNOWN_BOOT, boot};
pub use data_root::DataRoot;
pub use declared::{DeclaredStore, Location, StoreKind, normal_path};
pub use durability::Durability;
pub use error::{DamagePlace, StoreError, StoreResult};
pub use isolation::{Isolation, Scope, StoreUse};
pub use options::{Deadline, StoreOptions, Wait};
pub use pgs_folder::Links;
pub use state::State;
