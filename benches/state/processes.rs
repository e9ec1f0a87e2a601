//! Whole processes: their time, and the most memory that they held.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use pgs_benches::{interleaved, micros, ratio, timed};
use pgs_rt::Value;
use pgs_rt::store::{BackendEntry, Durability, FILES};
use pgs_store_sqlite::SQLITE;

use crate::site::{Site, form};

/// The argument that makes this program the parent of one process, whose memory it prints.
const PEAK: &str = "--peak-of";

/// The binary of the registration, or that of the same name in `PGS_BINARIES`.
fn binary() -> PathBuf {
    let name = "library-wf-register-member-v0";
    let built = PathBuf::from(env!("CARGO_BIN_EXE_library-wf-register-member-v0"));
    std::env::var_os("PGS_BINARIES").map_or(built, |folder| PathBuf::from(folder).join(name))
}

/// How long a process lives.
pub fn started(command: &mut Command) -> Duration {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    timed(|| assert!(command.status().expect("a process").success(), "{command:?} failed"))
}

/// One registration on the command line.
pub fn registration(
    binary: &Path,
    data_root: &Path,
    workspace: &Path,
    backend: BackendEntry,
    durability: Durability,
) -> Command {
    fs::create_dir_all(workspace).expect("a workspace");
    let payload = workspace.join("payload.json");
    fs::write(&payload, Value::Object(form()).to_string()).expect("a payload");
    let mut command = Command::new(binary);
    command.arg("--payload").arg(payload).arg("--data-root").arg(data_root).arg("--workspace").arg(workspace);
    command.args(["--trace", "jsonl", "--store", backend.scheme, "--durability", durability.as_str()]);
    command
}

/// The most memory that this process holds, in KiB. A parent of its own starts it, as a child is first of all as large
/// as its parent.
pub fn peak(command: &Command) -> u64 {
    let mut parent = Command::new(std::env::current_exe().expect("this program"));
    let output = parent.arg(PEAK).arg(command.get_program()).args(command.get_args()).output().expect("a process");
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or_else(|_| panic!("{parent:?} gave {output:?}"))
}

/// Does that, if this is the parent.
pub fn is_parent() -> bool {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_none_or(|first| first != PEAK) {
        return false;
    }
    started(Command::new(arguments.next().expect("a program")).args(arguments));
    println!("{}", getrusage(UsageWho::RUSAGE_CHILDREN).expect("what it used").max_rss());
    true
}

/// What the first process on data does that was written elsewhere: it makes the index.
pub fn print_first(sites: &[Site]) {
    let binary = binary();
    println!("\n| first process | entries | ms | most memory, MiB |");
    println!("|---|---|---|---|");
    for site in sites.iter().filter(|site| site.size > 0) {
        let mut peak_kib = 0;
        let (data_root, workspace) = (site.data_root(), site.workspace());
        let command = registration(&binary, &data_root, &workspace, site.backend, Durability::Os);
        let time = timed(|| peak_kib = peak(&command));
        println!("| {} | {:.1} | {:.1} |", site.name(), time.as_secs_f64() * 1e3, mib(peak_kib));
    }
}

/// Processes on small and large state. Gives the growth of each store and durability.
pub fn print(base: &Path, sites: &[Site], rounds: usize) {
    let binary = binary();
    println!(
        "\n| process | store | entries | ms | of an empty process | of the same on 0 entries | most memory, MiB |"
    );
    println!("|---|---|---|---|---|---|---|");
    for durability in [Durability::Os, Durability::Sync] {
        let mut variants: Vec<Box<dyn FnMut() -> Duration + '_>> = vec![
            Box::new(|| started(&mut Command::new(env!("CARGO_BIN_EXE_empty")))),
            Box::new(|| started(Command::new(&binary).arg("--version"))),
        ];
        for backend in [FILES, SQLITE] {
            let binary = &binary;
            variants.push(Box::new(move || {
                let folder = tempfile::tempdir_in(base).expect("a folder");
                let (data_root, workspace) = (folder.path().join("data"), folder.path().join("workspace"));
                started(&mut registration(binary, &data_root, &workspace, backend, durability))
            }));
        }
        for site in sites {
            let (binary, data_root, workspace) = (&binary, site.data_root(), site.workspace());
            variants.push(Box::new(move || {
                started(&mut registration(binary, &data_root, &workspace, site.backend, durability))
            }));
        }
        let times = interleaved(rounds, variants);
        let row = |what: &str, name: &str, time: Duration, growth: String, memory: String| {
            let ms = time.as_secs_f64() * 1e3;
            println!("| {what} | {name} | {ms:.2} | {:.2} | {growth} | {memory} |", ratio(time, times[0]));
        };
        let none = String::new;
        row("empty: `fn main() {}`", " | ", times[0], none(), none());
        row("`--version`", " | ", times[1], none(), none());
        let what = format!("registration, {}", durability.as_str());
        row(&what, "files | nothing is there yet", times[2], none(), none());
        row(&what, "sqlite | nothing is there yet", times[3], none(), none());
        for (site, time) in sites.iter().zip(&times[4..]) {
            let small =
                sites.iter().position(|small| small.backend == site.backend && small.size == 0).expect("a small one");
            let command = registration(&binary, &site.data_root(), &site.workspace(), site.backend, durability);
            let growth = format!("{:.2}", ratio(*time, times[4 + small]));
            row(&what, &site.name(), *time, growth, format!("{:.1}", mib(peak(&command))));
        }
    }
}

/// Many registrations in one process, one and two at a time, for each of them.
pub fn print_batches(base: &Path, payloads: usize, rounds: usize) {
    let binary = binary();
    let file = base.join("payloads.jsonl");
    println!(
        "\n| batch of {payloads} registrations, in one process | store | µs a registration, `--jobs 1` | `--jobs 2` | gain |"
    );
    println!("|---|---|---|---|---|");
    for durability in [Durability::Os, Durability::Sync] {
        for backend in [FILES, SQLITE] {
            for into_one in [true, false] {
                let batch = |jobs: &str| {
                    let lines = (0..payloads).map(|_| format!("{}\n", Value::Object(form())));
                    fs::write(&file, lines.collect::<String>()).expect("payloads");
                    let folder = tempfile::tempdir_in(base).expect("a folder");
                    let mut command = Command::new(&binary);
                    command.arg("--payloads").arg(&file).args(["--jobs", jobs, "--store", backend.scheme]);
                    command
                        .args(["--durability", durability.as_str()])
                        .arg("--data-root")
                        .arg(folder.path().join("data"));
                    if into_one {
                        command.arg("--trace-into").arg(folder.path().join("traces.jsonl"));
                    } else {
                        command.args(["--trace", "jsonl"]).arg("--workspace").arg(folder.path().join("workspace"));
                    }
                    started(&mut command) / u32::try_from(payloads).expect("a number")
                };
                let times = interleaved(rounds, vec![Box::new(|| batch("1")), Box::new(|| batch("2"))]);
                println!(
                    "| {}, traced {} | {} | {} | {} | {:.2} |",
                    durability.as_str(),
                    if into_one { "into one file" } else { "into folders" },
                    backend.scheme,
                    micros(times[0]),
                    micros(times[1]),
                    ratio(times[0], times[1]),
                );
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}
