//! Every target on inputs that a seeded mutator makes of its corpus: on the stable toolchain, the same with every run.
//!
//! `PGS_FUZZ_EXECUTIONS` says how many for each target, `PGS_FUZZ_SEED` from which on. An input that makes a target panic
//! is kept in `artifacts/<target>/`, and is repeated by `PGS_FUZZ_INPUT=FILE`.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

use fastrand::Rng;
use pgs_fuzz::{TARGETS, Target, corpus, mutator};

/// How long one input may take: a machine that does much else is slow, but not that slow.
const LONGEST: Duration = Duration::from_secs(20);

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|it| it.parse().unwrap_or_else(|_| panic!("{variable}={it} is no number")))
}

fn run(target: &Target) {
    if let Ok(file) = std::env::var("PGS_FUZZ_INPUT") {
        return (target.run)(&fs::read(file).unwrap());
    }
    let corpus = corpus::of(target.name);
    for input in &corpus {
        attempt(target, input, "the corpus");
    }
    let executions = number("PGS_FUZZ_EXECUTIONS").unwrap_or(target.executions);
    let first = number("PGS_FUZZ_SEED").unwrap_or(0);
    let began = Instant::now();
    for seed in first..first + executions {
        let input = mutator::mutate(&mut Rng::with_seed(seed), &corpus);
        attempt(target, &input, &format!("PGS_FUZZ_SEED={seed}"));
    }
    eprintln!("{}: {executions} inputs in {:?}", target.name, began.elapsed());
}

fn attempt(target: &Target, input: &[u8], origin: &str) {
    let began = Instant::now();
    let done = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
    let took = began.elapsed();
    if done.is_ok() && took < LONGEST {
        return;
    }
    let folder = corpus::home().join("artifacts").join(target.name);
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!(
        "{:x}",
        origin
            .bytes()
            .chain(input.iter().copied())
            .fold(0_u64, |sum, byte| { sum.wrapping_mul(31).wrapping_add(u64::from(byte)) })
    ));
    fs::write(&file, input).unwrap();
    panic!("{}: an input of {origin} fails after {took:?}; it is kept in {}", target.name, file.display());
}

/// A test for each target.
macro_rules! targets {
    ($($name:ident),+ $(,)?) => {
        $(#[test]
        fn $name() {
            run(TARGETS.iter().find(|target| target.name == stringify!($name)).unwrap());
        })+

        #[test]
        fn every_target_is_tested() {
            let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, [$(stringify!($name)),+]);
            for name in names {
                assert!(corpus::home().join("fuzz_targets").join(name).with_extension("rs").is_file(), "{name}");
            }
        }
    };
}

targets!(
    admission,
    artifact,
    binding,
    condition,
    index,
    json,
    machine_block,
    object,
    pattern,
    protocol,
    redo,
    schema,
    state_line,
    template,
    trace,
);
