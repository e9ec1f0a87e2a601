//! Scenarios of compiled workflows: what a workflow does, written down and run in memory.
//!
//! A scenario has state, steps that run workflows, and what is expected of each of them and of the state at the end. It runs
//! against the workflows that a build holds, on state in memory, at a time and with random bytes of its own; side effects
//! that reach out of state do not take place. `docs/scenarios.md` has the format.
//!
//! ```text
//! scenario  a scenario as data
//! file      files with scenarios, found and read
//! read      what a document says, key by key
//! pattern   what may stand for many values in what is expected
//! compare   what is expected against what is there
//! event     the events of a trace, as scenarios speak of them
//! stand_in  who answers in the place of side effects, and where time and random bytes come from
//! state     state before and after
//! run       a scenario run
//! report    what became of it
//! junit     reports as JUnit has them
//! record    a scenario made of recorded runs
//! write     a scenario as a text
//! ```

mod compare;
mod event;
mod file;
mod junit;
pub mod near;
mod pattern;
mod read;
mod record;
mod report;
mod run;
mod scenario;
mod snapshot;
mod stand_in;
mod state;
mod write;

pub use compare::Difference;
pub use file::{FileError, FoundScenario, Problem, find, read_file};
pub use junit::junit;
pub use record::{RecordError, Recorded, record};
pub use report::{Finding, Place, Report, StepRun, What};
pub use run::{Build, run, run_all};
pub use scenario::{Answers, Expected, Given, Scenario, Step, StoreAfter, TraceOrder};
pub use snapshot::about;
pub use write::yaml;
