//! The registration beside those who do the same: the reference interpreter in process, and Rust written by hand.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use pgs_benches::{interleaved, micros, ratio, timed};
use pgs_rt::store::{Durability, FILES, State};
use pgs_rt::{Map, Value, object};
use pgs_store_sqlite::SQLITE;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::site::{self, Site, Tracing, form};

/// A warm reference interpreter that waits for payloads: `reference.py`.
struct Reference {
    process: Child,
    payloads: ChildStdin,
    times: BufReader<ChildStdout>,
}

impl Reference {
    /// None where Python or the package `pgs-runtime` is absent.
    fn start(workspace: &Path) -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = std::env::var_os("PGS_PYTHON").unwrap_or_else(|| "python3".into());
        let mut command = Command::new(&python);
        command.arg(folder.join("reference.py")).arg(folder.join("../snapshots/library/protocol_snapshot/artifacts"));
        let process = command.arg(workspace).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut process = process.ok()?;
        let (payloads, times) = (process.stdin.take()?, BufReader::new(process.stdout.take()?));
        let mut reference = Self { process, payloads, times };
        (reference.line().trim() == "ready").then_some(reference)
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.times.read_line(&mut line).expect("a line of the reference");
        line
    }

    /// How long one registration took, by its own clock.
    fn run(&mut self, data_root: &Path) -> Duration {
        let data_root = Value::from(data_root.to_str().expect("a path"));
        let wanted = object([("data_root", data_root), ("payload", Value::Object(form()))]);
        writeln!(self.payloads, "{wanted}").expect("the reference");
        let line = self.line();
        let time = line.strip_suffix(" ACK\n").and_then(|time| time.parse().ok());
        Duration::from_nanos(time.unwrap_or_else(|| panic!("the reference says {line}")))
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The same registration, written by hand: the keys in memory, a line for the member, one for the journal. No trace, no
/// lock, nobody beside it.
struct ByHand {
    known: HashSet<String>,
    journal_lines: usize,
    members: File,
    journal: File,
}

#[derive(Serialize)]
struct Member<'a> {
    key: &'a str,
    address: String,
    target_cs: u32,
    target_ref: &'a str,
    full_name: &'a str,
    language: Option<&'a str>,
    registered_at: String,
}

#[derive(Serialize)]
struct Entry<'a> {
    record_id: String,
    sequence_number: usize,
    timestamp: &'a str,
    actor_id: &'a str,
    stream_id: &'a str,
    record: Record<'a>,
}

#[derive(Serialize)]
struct Record<'a> {
    details: Details<'a>,
    event_code: &'a str,
    recorded_at: &'a str,
    subject: &'a str,
}

#[derive(Serialize)]
struct Details<'a> {
    full_name: &'a str,
}

impl ByHand {
    fn open(data_root: &Path) -> Self {
        let folder = data_root.join("library");
        fs::create_dir_all(&folder).expect("a folder");
        let open = |name| File::options().create(true).append(true).read(true).open(folder.join(name)).expect("a file");
        let (members, journal) = (open("members.jsonl"), open("journal.jsonl"));
        let lines = |file: &File| BufReader::new(file).lines().map_while(Result::ok).collect::<Vec<_>>();
        let key = |line: String| line.split('"').nth(3).expect("a key").to_owned();
        let known = lines(&members).into_iter().map(key).collect();
        Self { known, journal_lines: lines(&journal).len(), members, journal }
    }

    /// False where the member is known.
    fn register(&mut self, payload: &Map<String, Value>) -> bool {
        let text = |field: &str| payload["member"][field].as_str().expect("a text");
        let (full_name, email) = (text("full_name"), text("email"));
        let digest = Sha256::digest(format!(r#"{{"email":"{email}"}}"#));
        let id = format!("M_{}", hex::encode(&digest[..8]));
        if !self.known.insert(id.clone()) {
            return false;
        }
        let mut random = [0; 16];
        getrandom::fill(&mut random).expect("random bytes");
        let now = jiff::Timestamp::now();
        let registered_at = format!("{now:.3}");
        let address = format!("ADDR_{}", hex::encode(random));
        let member =
            Member { key: &id, address, target_cs: 3, target_ref: email, full_name, language: None, registered_at };
        write_line(&mut self.members, &member);
        let (timestamp, recorded_at) = (now.strftime("%Y-%m-%dT%H:%M:%S%.6f").to_string(), format!("{now:.3}"));
        let entry = Entry {
            record_id: format!("{timestamp}_{:06}", self.journal_lines),
            sequence_number: self.journal_lines + 1,
            timestamp: &timestamp,
            actor_id: "desk",
            stream_id: &id,
            record: Record {
                details: Details { full_name },
                event_code: "EV_MEMBER_REGISTERED_V0",
                recorded_at: &recorded_at,
                subject: &id,
            },
        };
        write_line(&mut self.journal, &entry);
        self.journal_lines += 1;
        true
    }
}

fn write_line(file: &mut File, entry: &impl Serialize) {
    let mut line = pgs_value::to_string(entry).expect("JSON").into_bytes();
    line.push(b'\n');
    file.write_all(&line).expect("a write");
}

/// Prints all of them at each size: `rounds` of the small ones.
pub fn print(base: &Path, rounds: usize) {
    let reference = Reference::start(&base.join("reference-workspace"));
    if reference.is_none() {
        eprintln!("no reference: `pip install pgs-runtime==0.6.0`, and set PGS_PYTHON if python3 is another one");
    }
    let mut reference = reference;
    println!("\n| one registration in process, nothing synced | entries | µs | the reference takes as often |");
    println!("|---|---|---|---|");
    fresh(base, reference.as_mut(), rounds);
    for (size, rounds) in [(0, rounds), (1000, rounds), (100_000, rounds.div_ceil(10))] {
        filled(base, reference.as_mut(), size, rounds);
    }
}

const NAMES: [&str; 8] = [
    "the reference, traced",
    "files, no trace",
    "files, traced into one file",
    "files, traced",
    "sqlite, no trace",
    "sqlite, traced into one file",
    "sqlite, traced",
    "by hand: keys in memory, two appends, no trace",
];

fn table(size: &str, names: &[&str], times: &[Duration]) {
    for (name, time) in names.iter().zip(times) {
        let often = names[0].starts_with("the reference").then(|| format!("{:.1}", ratio(times[0], *time)));
        println!("| {name} | {size} | {} | {} |", micros(*time), often.unwrap_or_default());
    }
}

/// Each run begins with a data root where nothing is.
fn fresh(base: &Path, reference: Option<&mut Reference>, rounds: usize) {
    let workflow = pgs_benches::workflow("library::WF_REGISTER_MEMBER_V0");
    let (names, mut variants): (_, Vec<Box<dyn FnMut() -> Duration + '_>>) =
        if reference.is_some() { (&NAMES[..4], vec![]) } else { (&NAMES[1..4], vec![]) };
    if let Some(reference) = reference {
        let mut number = 0;
        variants.push(Box::new(move || {
            number += 1;
            reference.run(&base.join(format!("reference-fresh/{number}")))
        }));
    }
    for tracing in Tracing::ALL {
        let (mut number, base) = (0, base.join(format!("ours-fresh-{tracing:?}")));
        let traces = tracing.below(&base);
        variants.push(Box::new(move || {
            number += 1;
            let state = State::at(base.join(number.to_string()), &FILES, Durability::Os).expect("a data root");
            site::run(&state, traces.as_ref(), workflow, form(), "SUCCESS")
        }));
    }
    let times = interleaved(rounds, variants);
    table("none: the files are created", names, &times);
}

/// All runs work on one data root.
fn filled(base: &Path, reference: Option<&mut Reference>, size: usize, rounds: usize) {
    let workflow = pgs_benches::workflow("library::WF_REGISTER_MEMBER_V0");
    let base = base.join(format!("peers-{size}"));
    let names = if reference.is_some() { &NAMES[..] } else { &NAMES[1..] };
    let mut variants: Vec<Box<dyn FnMut() -> Duration + '_>> = Vec::new();
    if let Some(reference) = reference {
        let root = base.join("reference");
        site::write_files(&root, size).expect("files");
        variants.push(Box::new(move || reference.run(&root)));
    }
    for backend in [FILES, SQLITE] {
        let place = Site::seeded(&base, backend, size);
        let state = place.state(Durability::Os);
        for tracing in Tracing::ALL {
            let (state, traces) = (state.clone(), tracing.below(&place.workspace()));
            variants.push(Box::new(move || site::run(&state, traces.as_ref(), workflow, form(), "SUCCESS")));
        }
    }
    let root = base.join("by-hand");
    site::write_files(&root, size).expect("files");
    let mut by_hand = ByHand::open(&root);
    variants.push(Box::new(move || {
        let form = form();
        timed(|| assert!(by_hand.register(&form), "a new member"))
    }));
    let times = interleaved(rounds, variants);
    table(&size.to_string(), names, &times);
}
