//! State on files, where the files and what lies beside them are what counts: torn ends, stale indexes, large objects.

#[path = "../support/mod.rs"]
mod support;

mod cut_off_changes;
mod damage;
mod index;
mod large_objects;
mod random_damage;
mod state_file;
mod torn_ends;
