//! How generation and compilation grow with the protocol: synthetic protocols of 10, 100 and 1,000 workflows.
//!
//! ```sh
//! cargo run --release --manifest-path benches/scale/Cargo.toml -- generate
//! cargo run --release --manifest-path benches/scale/Cargo.toml -- compile
//! ```
//!
//! `generate` takes a minute, `compile` many. Numbers after the word replace 10, 100 and 1,000; `--nodes K` the 4 nodes
//! of each workflow. `write HOME` leaves such protocols in a folder.

mod compile;
mod generate;
mod protocol;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use protocol::Shape;

const SIZES: [usize; 3] = [10, 100, 1_000];
const NODES: usize = 4;

fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    match arguments {
        [word, snapshot, output] if word == "one" => generate::one(Path::new(snapshot), Path::new(output)),
        [word, home, rest @ ..] if word == "write" => {
            shapes(rest)?.into_iter().try_for_each(|shape| shape.write(Path::new(home), &project()))
        }
        [word, rest @ ..] if word == "generate" => generate::table(&shapes(rest)?),
        [word, rest @ ..] if word == "compile" => compile::table(&shapes(rest)?),
        _ => Err("usage: pgs-scale generate|compile|write HOME [--nodes K] [N…]".to_owned()),
    }
}

fn shapes(arguments: &[String]) -> Result<Vec<Shape>, String> {
    let number = |text: &String| text.parse().map_err(|_| format!("{text} is no number"));
    let (nodes, sizes) = match arguments {
        [word, nodes, rest @ ..] if word == "--nodes" => (number(nodes)?, rest),
        rest => (NODES, rest),
    };
    let sizes: Vec<usize> = sizes.iter().map(number).collect::<Result<_, _>>()?;
    let sizes = if sizes.is_empty() { SIZES.to_vec() } else { sizes };
    Ok(sizes.into_iter().map(|workflows| Shape { workflows, nodes }).collect())
}

/// The project's root.
fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap_or_default()
}
