//! What a user of the binaries sees: standard output, standard error, exit status and files, for a tiny snapshot.

mod conformance;
mod coverage;
mod decisions;
mod errors;
mod help;
mod list;
mod runs;
mod scenarios;
mod shelf;
mod tiny;
