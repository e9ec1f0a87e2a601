//! What a user of the binaries sees: standard output, standard error, exit status and files, for a tiny snapshot.

mod conformance;
mod errors;
mod help;
mod list;
mod runs;
mod scenarios;
mod tiny;
