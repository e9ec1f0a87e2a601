//! The engine, by a protocol of its own: what a run does, step by step, and what its trace says of it.

mod admission;
mod bindings;
mod molecules;
mod runs;
mod steps;
mod support;
mod town;
mod traces;
