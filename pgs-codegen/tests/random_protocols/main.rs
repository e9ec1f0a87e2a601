//! Random protocols: the compiler takes them all, rustc takes what it makes of them without a warning, and, where
//! `pgs_runtime` 0.6.0 is installed, each run ends here and there alike, and leaves the same state.
//!
//! `PGS_RANDOM_PROTOCOLS` says how many, `PGS_RANDOM_SEED` from which seed on.

mod generator;
#[path = "../protocols/mod.rs"]
mod protocols;
mod reference;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use fastrand::Rng;
use pgs_codegen::emit::{Content, Layout};
use pgs_codegen::output;
use pgs_protocol::report;
use pgs_value::{Map, Value, json};

use generator::{Random, STORES};
use protocols::{Protocol, compile, project};

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |it| it.parse().unwrap())
}

/// So many, one after the other.
fn seeds(count: u64) -> std::ops::Range<u64> {
    let first = number("PGS_RANDOM_SEED", 0);
    first..first + number("PGS_RANDOM_PROTOCOLS", count)
}

/// A protocol of these, each a domain of its own.
fn written(all: &[Random], change: &mut dyn FnMut(String) -> String) -> Protocol {
    let protocol = Protocol::new(None);
    for (path, machine) in all.iter().flat_map(Random::artifacts) {
        protocol.artifact(&path, &change(json::pretty(&machine)));
    }
    protocol.add_capabilities();
    protocol
}

#[test]
fn all_of_them_compile() {
    for seed in seeds(50) {
        let protocol = written(&[Random::of(seed)], &mut |text| text);
        let diagnostics = protocol.seal();
        assert!(!diagnostics.has_errors(), "{seed}\n{}", report::render(&diagnostics, false));
        let compiled = protocol.compile();
        assert!(compiled.files.is_some(), "{seed}\n{}", report::render(&compiled.diagnostics, false));
    }
}

/// One word of one of them is another: an error with its place, or text that is still Rust.
#[test]
fn a_word_in_the_place_of_another_is_refused_or_compiled() {
    let mut refused = 0;
    for seed in seeds(150) {
        let random = &mut Rng::with_seed(seed);
        let from = random.usize(..4);
        let mut n = 0;
        let protocol = written(&[Random::of(seed)], &mut |text| {
            n += 1;
            if n % 4 == from { misspelt(random, &text) } else { text }
        });
        let diagnostics = protocol.seal();
        report::render(&diagnostics, false);
        if diagnostics.has_errors() {
            refused += 1;
            continue;
        }
        // Nothing is drawn.
        let compiled =
            pgs_codegen::compile(&[protocol.snapshot()], &Layout::Include { has_graphs: false, has_tables: false });
        report::render(&compiled.diagnostics, false);
        let Some(files) = compiled.files else {
            refused += 1;
            continue;
        };
        for (path, text) in files.iter().filter_map(|(path, content)| Some((path, content.text()?))) {
            if path.extension().is_some_and(|it| it == "rs") {
                syn::parse_file(text).unwrap_or_else(|error| panic!("{seed}: {}: {error}\n{text}", path.display()));
            }
        }
    }
    assert!(refused > 0);
}

fn misspelt(random: &mut Rng, text: &str) -> String {
    const WORDS: [&str; 14] = [
        "key",
        "value",
        "SUCCESS",
        "N0",
        "$.inputs.none",
        "{{timestamp}}",
        "{{$.inputs.value + 1}}",
        "exit",
        "string",
        "integer",
        "",
        "END",
        "type",
        "\u{202e}",
    ];
    let quoted: Vec<(usize, &str)> = text.match_indices('"').collect();
    let pairs: Vec<(usize, usize)> = quoted.chunks_exact(2).map(|pair| (pair[0].0 + 1, pair[1].0)).collect();
    let Some(&(from, to)) = random.choice(&pairs) else { return text.to_owned() };
    format!("{}{}{}", &text[..from], random.choice(WORDS).unwrap(), &text[to..])
}

#[test]
fn runs_end_as_those_of_the_reference() {
    let all: Vec<Random> = seeds(12).map(Random::of).collect();
    let target = project().join("target/random");
    build(&all, &target);
    if !reference::is_here() {
        return;
    }
    let mut statuses = std::collections::BTreeMap::<String, usize>::new();
    for random in &all {
        let place = tempfile::tempdir().unwrap();
        let path = |name: &str| place.path().join(name);
        reference::write(random, &path("theirs"));
        for payload in &random.payloads {
            fs::write(path("payload.json"), payload.to_string()).unwrap();
            let mut ours = Command::new(target.join("debug/pgs"));
            ours.args(["run", "--wf", &format!("{}::WF_RUN_V0", random.domain), "--payload"]).arg(path("payload.json"));
            ours.arg("--data-root").arg(path("our-data")).arg("--workspace").arg(path("ours"));
            let theirs = reference::command(random, &path("theirs"), &path("their-data"), &path("payload.json"));
            let (ours, theirs) = (ended(ours), ended(theirs));
            assert_eq!(ours, theirs, "{payload}\n{random:#?}");
            *statuses.entry(ours.0).or_default() += 1;
        }
        for (n, (_, file, _)) in STORES.iter().enumerate() {
            let below = Path::new(&random.domain).join(file);
            let left = |data: &str| state(n, &path(data).join(&below));
            assert_eq!(left("our-data"), left("their-data"), "{file}\n{random:#?}");
        }
    }
    eprintln!("{} protocols: {statuses:?}", all.len());
}

/// Compiles them as one crate, in which every warning is an error.
fn build(all: &[Random], target: &Path) {
    let protocol = written(all, &mut |text| text);
    assert!(!protocol.seal().has_errors());
    let folder = target.join("generated");
    let compiled = compile(&[protocol.snapshot()], &folder);
    let mut files = compiled.files.unwrap_or_else(|| panic!("{}", report::render(&compiled.diagnostics, false)));
    let manifest = files.get_mut(Path::new("Cargo.toml")).unwrap();
    let added = "\n[lints.rust]\nwarnings = \"deny\"\n\n[profile.dev]\ndebug = false\nincremental = false\n";
    *manifest = Content::Text(format!("{}{added}", manifest.text().unwrap()));
    output::write(&files, &folder, &target.join("hand-edits")).unwrap();
    fs::copy(project().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--quiet", "--lib", "--bin", "pgs", "--manifest-path"]).arg(folder.join("Cargo.toml"));
    let output = command.env("CARGO_TARGET_DIR", target).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The status and the surface with which a run ended.
fn ended(mut command: Command) -> (String, Value) {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let line = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
    let (Some(status), Some(surface)) = (line("Status"), line("Output")) else { panic!("{text}") };
    let surface: Value = pgs_value::from_str(surface).unwrap_or_else(|error| panic!("{error}: {surface}"));
    // The order of an object's keys means nothing.
    (status.to_owned(), pgs_value::from_str(&json::canonical(&surface)).unwrap())
}

/// What a store holds, without what each run draws for itself.
fn state(store: usize, file: &PathBuf) -> Value {
    let text = fs::read_to_string(file).unwrap_or_default();
    let lines = || text.lines().map(|line| pgs_value::from_str::<Map<String, Value>>(line).unwrap());
    match store {
        0 => {
            let mut live = Map::new();
            for mut entry in lines() {
                let key = entry["key"].as_str().unwrap().to_owned();
                live.shift_remove(&key);
                if entry.get("tombstone").is_none() {
                    entry.retain(|name, _| matches!(name.as_str(), "key" | "target_cs" | "target_ref"));
                    live.insert(key, Value::Object(entry));
                }
            }
            sorted(Value::Object(live))
        }
        1 if text.is_empty() => Value::Object(Map::new()),
        1 => sorted(pgs_value::from_str(&text).unwrap()),
        _ => lines()
            .map(|mut entry| {
                entry
                    .retain(|name, _| matches!(name.as_str(), "sequence_number" | "actor_id" | "stream_id" | "record"));
                sorted(Value::Object(entry))
            })
            .collect(),
    }
}

fn sorted(value: Value) -> Value {
    pgs_value::from_str(&json::canonical(&value)).unwrap()
}
