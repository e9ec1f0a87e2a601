//! What is fuzzed: one module a target, each with a `run` that takes any bytes and panics where something is wrong.
//!
//! libFuzzer calls them through `fuzz_targets/`; `tests/random.rs` calls them with what [`mutator`] makes of the corpus,
//! the same with every seed. Beyond panics, each target states what must hold of what it read.
//!
//! ```text
//! artifact       one file of a sealed snapshot
//! machine_block  Markdown, and the YAML in it
//! protocol       whole small protocols: read, analysed, judged, and emitted
//! binding, condition, template, pattern
//!                the small languages in artifacts
//! schema         a schema and a value
//! admission      a payload
//! trace          a trace file: read, verified, examined, rendered, run again
//! state_line, object
//!                state files
//! index, redo    what lies beside them
//! json           JSON in and out
//! ```

pub mod admission;
pub mod artifact;
pub mod binding;
pub mod condition;
pub mod corpus;
pub mod index;
pub mod json;
pub mod machine_block;
pub mod mutator;
pub mod object;
pub mod pattern;
pub mod place;
pub mod protocol;
pub mod redo;
pub mod schema;
pub mod snapshot;
pub mod state_line;
pub mod template;
pub mod trace;

/// One target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is also that of its corpus.
    pub name: &'static str,
    /// What it does with an input.
    pub run: fn(&[u8]),
    /// How many inputs a short run takes.
    pub executions: u64,
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "admission", run: admission::run, executions: 20_000 },
    Target { name: "artifact", run: artifact::run, executions: 5_000 },
    Target { name: "binding", run: binding::run, executions: 100_000 },
    Target { name: "condition", run: condition::run, executions: 100_000 },
    Target { name: "index", run: index::run, executions: 5_000 },
    Target { name: "json", run: json::run, executions: 50_000 },
    Target { name: "machine_block", run: machine_block::run, executions: 20_000 },
    Target { name: "object", run: object::run, executions: 5_000 },
    Target { name: "pattern", run: pattern::run, executions: 50_000 },
    Target { name: "protocol", run: protocol::run, executions: 2_000 },
    Target { name: "redo", run: redo::run, executions: 5_000 },
    Target { name: "schema", run: schema::run, executions: 50_000 },
    Target { name: "state_line", run: state_line::run, executions: 5_000 },
    Target { name: "template", run: template::run, executions: 100_000 },
    Target { name: "trace", run: trace::run, executions: 10_000 },
];
