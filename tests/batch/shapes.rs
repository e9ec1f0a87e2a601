//! Batches of random shape: lines of all sizes, jobs, inputs that come slowly, readers that are slow, that go away or that
//! stop reading, and signals. None hangs, and none loses a result: each run that took place is printed or counted as one
//! whose result nobody got.
//!
//! `PGS_BATCH_SHAPES` is the number of shapes, `PGS_BATCH_SHAPES_SEED` repeats a run of the test.

use std::io::{Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ChildStdin, ChildStdout, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use pgs_value::{Value, json};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use rustix::process::{Pid, Signal, kill_process};

use crate::support::{Place, line, state};
use crate::{REGISTER, into_one_file, lines};

/// How long a batch may take before it counts as one that hangs.
const LONGEST: Duration = Duration::from_mins(2);

/// One batch, and what happens to it.
#[derive(Debug)]
struct Shape {
    jobs: usize,
    /// How many bytes each line has beyond what it needs.
    sizes: Vec<usize>,
    input: Input,
    reader: Reader,
    /// A signal, and how many milliseconds after the beginning.
    signal: Option<(Signal, u64)>,
}

#[derive(Clone, Copy, Debug)]
enum Input {
    File,
    Pipe,
    /// A pipe that waits for so many milliseconds after some of its lines.
    Slow(u64),
    /// A pipe that stays open.
    Open,
}

#[derive(Clone, Copy, Debug)]
enum Reader {
    Quick,
    /// Reads so many bytes at once, and waits for a millisecond.
    Slow(usize),
    /// Goes away after so many bytes.
    Leaves(usize),
}

impl Shape {
    fn random(random: &mut StdRng) -> Self {
        let count = [0, 1, 3, 30, 300, 1200][random.random_range(0..6)];
        let mut sizes: Vec<usize> = (0..count).map(|_| random.random_range(0..200)).collect();
        if count > 0 && random.random_bool(0.3) {
            // One that takes longer than all behind it.
            sizes[0] = random.random_range(100_000..2_000_000);
        }
        let signal = random.random_bool(0.4).then(|| {
            let signals = [Signal::TERM, Signal::INT, Signal::HUP];
            // Below `nohup`, or behind a shell's `&`, the batch passes over some, as it should.
            let is_ignored = |signal: Signal| ignored() >> (signal.as_raw() - 1) & 1 == 1;
            let signals = signals.map(|signal| if is_ignored(signal) { Signal::TERM } else { signal });
            (signals[random.random_range(0..3)], random.random_range(0..300))
        });
        let input = match random.random_range(0..if signal.is_some() { 4 } else { 3 }) {
            0 => Input::File,
            1 => Input::Pipe,
            2 => Input::Slow(random.random_range(1..20)),
            _ => Input::Open,
        };
        let reader = match random.random_range(0..4) {
            0 | 1 => Reader::Quick,
            2 => Reader::Slow(random.random_range(500..20_000)),
            _ => Reader::Leaves(random.random_range(0..20_000)),
        };
        Self { jobs: random.random_range(1..9), sizes, input, reader, signal }
    }

    fn payloads(&self) -> String {
        lines(self.sizes.iter().enumerate().map(|(n, size)| {
            json!({ "member": { "full_name": format!("R{n}"), "email": format!("r{n}@example.org"), "z": "x".repeat(*size) } })
        }))
    }
}

#[test]
fn shapes_of_batches_neither_hang_nor_lose_a_result() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    let count = number("PGS_BATCH_SHAPES").unwrap_or(40);
    let seed = number("PGS_BATCH_SHAPES_SEED").unwrap_or_else(|| rand::rng().random_range(0..1_000_000));
    eprintln!("{count} shapes, PGS_BATCH_SHAPES_SEED={seed}");
    for n in 0..count {
        let shape = Shape::random(&mut StdRng::seed_from_u64(seed * 1_000_003 + n));
        let told = format!("shape {n}: {} lines, {shape:?}", shape.sizes.len());
        check(&shape, &told);
    }
}

/// The shape of a deadlock of old: a slow line, then more quick ones than may be handed out at the same time.
#[test]
fn a_slow_line_before_a_thousand_quick_ones() {
    let mut sizes = vec![0; 1001];
    sizes[0] = 7_000_000;
    for jobs in [2, 8] {
        let shape = Shape { jobs, sizes: sizes.clone(), input: Input::File, reader: Reader::Quick, signal: None };
        check(&shape, "a slow line before a thousand quick ones");
    }
}

fn check(shape: &Shape, told: &str) {
    let place = Place::in_memory();
    let payloads = shape.payloads();
    let mut command = into_one_file(&place, REGISTER, &place.folder().join("traces.jsonl"));
    command.args(["--durability", "os", "--jobs", &shape.jobs.to_string(), "--payloads"]);
    match shape.input {
        Input::File => command.arg(place.file("payloads", &payloads)).stdin(Stdio::null()),
        Input::Pipe | Input::Slow(_) | Input::Open => command.arg("-").stdin(Stdio::piped()),
    };
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let pid = Pid::from_child(&child);
    let (stdin, stdout, mut stderr) = (child.stdin.take(), child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let (input, reader, signal) = (shape.input, shape.reader, shape.signal);
    let (read, said, status) = thread::scope(|scope| {
        let (over, is_over) = mpsc::channel();
        scope.spawn(|| stdin.map(|stdin| write(stdin, input, &payloads, is_over)));
        let read = scope.spawn(|| self::read(stdout, reader));
        let said = scope.spawn(move || {
            let mut said = String::new();
            stderr.read_to_string(&mut said).unwrap();
            said
        });
        if let Some((signal, after)) = signal {
            scope.spawn(move || {
                thread::sleep(Duration::from_millis(after));
                // Nobody has waited for the child yet, so that the number is its own, if it ended too.
                let _ = kill_process(pid, signal);
            });
        }
        let status = watched(child, told);
        drop(over);
        (read.join().unwrap(), said.join().unwrap(), status)
    });
    judge(shape, &place, &read, &said, status, told);
}

/// The signals that this process, and with it those that it starts, was started to ignore: a bit each, from the lowest.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

/// Waits for the end of a process, and ends it where it hangs.
fn watched(mut child: Child, told: &str) -> ExitStatus {
    let pid = Pid::from_child(&child);
    let (over, is_over) = mpsc::channel::<()>();
    let watchdog = thread::spawn(move || {
        let hangs = is_over.recv_timeout(LONGEST) == Err(mpsc::RecvTimeoutError::Timeout);
        if hangs {
            let _ = kill_process(pid, Signal::KILL);
        }
        hangs
    });
    let status = child.wait().unwrap();
    drop(over);
    assert!(!watchdog.join().unwrap(), "it hangs: {told}");
    status
}

fn write(mut stdin: ChildStdin, input: Input, payloads: &str, is_over: mpsc::Receiver<()>) {
    for (n, line) in payloads.split_inclusive('\n').enumerate() {
        if stdin.write_all(line.as_bytes()).is_err() {
            return;
        }
        if let Input::Slow(wait) = input
            && n % 16 == 0
        {
            thread::sleep(Duration::from_millis(wait));
        }
    }
    if matches!(input, Input::Open) {
        // Until the process is over.
        let _ = is_over.recv();
    }
}

fn read(mut stdout: ChildStdout, reader: Reader) -> String {
    let mut read = Vec::new();
    match reader {
        Reader::Quick => drop(stdout.read_to_end(&mut read)),
        Reader::Leaves(after) => drop(stdout.take(after as u64).read_to_end(&mut read)),
        Reader::Slow(size) => {
            let mut some = vec![0; size];
            while let Ok(length @ 1..) = stdout.read(&mut some) {
                read.extend_from_slice(&some[..length]);
                thread::sleep(Duration::from_millis(1));
            }
        }
    }
    String::from_utf8(read).unwrap()
}

fn judge(shape: &Shape, place: &Place, read: &str, said: &str, status: ExitStatus, told: &str) {
    let journal = place.data().join("library/journal.jsonl");
    let done = if journal.exists() { state::journal(&journal).len() } else { 0 };
    let told = format!("{told}\n{status:?}, {done} runs done, {} bytes read, said:\n{said}", read.len());
    let signal = shape.signal.map(|(signal, _)| signal.as_raw());
    if let Some(number) = status.signal() {
        // It came before the batch began.
        assert_eq!((Some(number), done, read), (signal, 0, ""), "{told}");
        return;
    }
    let sum: usize = said.lines().last().and_then(|sum| sum.split(' ').next()?.parse().ok()).expect(&told);
    assert_eq!(sum, done, "the sum is that of the runs that took place: {told}");
    let lost: Option<usize> = said.split("nobody got ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok());
    let whole: Vec<Value> = read.split_inclusive('\n').filter_map(|line| pgs_value::from_str(line).ok()).collect();
    let ordered = whole.windows(2).all(|two| two[0]["line"].as_u64() < two[1]["line"].as_u64());
    assert!(ordered && whole.iter().all(|result| result["status"] == "SUCCESS"), "{told}");
    match status.code().unwrap() {
        0 => {
            assert_eq!((done, lost), (shape.sizes.len(), None), "{told}");
            assert!(matches!(shape.reader, Reader::Leaves(_)) || whole.len() == done, "{told}");
        }
        1 => {
            assert!(matches!(shape.reader, Reader::Leaves(_)), "{told}");
            assert!(whole.len() + lost.expect(&told) <= done, "{told}");
        }
        code => {
            assert_eq!(Some(code - 128), signal, "{told}");
            // Both may end it at the same time.
            let left = matches!(shape.reader, Reader::Leaves(_));
            let closed = left && said.starts_with("error: standard output is closed");
            assert!(closed || said.starts_with("error: SIG"), "{told}");
            assert!(left || whole.len() == done, "every run that took place has its result: {told}");
        }
    }
    assert_eq!(line(said, "panicked"), None);
}
