//! What `pgs verify` costs beside plain SHA-256 over the same file: their speed, the ratio, and how much memory it takes.
//!
//! `cargo bench --manifest-path benches/Cargo.toml --bench verify -- 2000` (megabytes; 200 without)

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use pgs_benches::{Place, payload, workflow};
use pgs_evidence::verify::verify_files;
use pgs_rt::chained;
use sha2::{Digest as _, Sha256};

fn main() -> io::Result<()> {
    let megabytes = std::env::args().filter_map(|arg| arg.parse::<usize>().ok()).next_back().unwrap_or(200);
    println!("| trace | MB | SHA-256 MB/s | verify MB/s | ratio | MB/s of one core | most memory MB |");
    println!("|---|---|---|---|---|---|---|");
    for (name, sample) in [
        ("parcels::WF_ACCEPT_PARCEL_V0", "parcels/accept_oversized_parcel"),
        ("library::WF_ADD_BOOK_V0", "library/add_book"),
        ("library::WF_REGISTER_MEMBER_V0", "library/register_member"),
    ] {
        let place = Place::default();
        let run = place.traced(workflow(name), &payload(sample));
        let file = place.workspace().join("all.jsonl");
        let bytes = copies(run.trace_file(), &file, megabytes * 1_000_000)?;
        let (hashed, (verified, used)) = (timed(|| hash(&file))?, timed_with_cpu(|| verify(&file))?);
        let speed = |time: Duration| bytes as f64 / time.as_secs_f64() / 1e6;
        println!(
            "| {sample} | {megabytes} | {:.0} | {:.0} | {:.2} | {:.0} | {} |",
            speed(hashed),
            speed(verified),
            speed(verified) / speed(hashed),
            speed(used),
            most_memory()? / 1_000_000
        );
    }
    Ok(())
}

/// Writes copies of a trace under other ids, chained anew. Gives their length.
fn copies(trace: &Path, to: &Path, length: usize) -> io::Result<usize> {
    let text = std::fs::read_to_string(trace)?;
    let id = trace.file_stem().and_then(|id| id.to_str()).unwrap_or_default();
    let rest = id.split_once("__").map_or("", |(_, rest)| rest);
    let bodies: Vec<&str> = text.lines().filter_map(|line| Some(line.rsplit_once(",\"hash\":")?.0)).collect();
    let (mut file, mut written) = (BufWriter::new(File::create(to)?), 0);
    for n in 0.. {
        let mut before = "0".repeat(64);
        let other = format!("20260203T{n:09}Z__{rest}");
        for body in &bodies {
            let body = body.replace(id, &other);
            before = chained(&before, &body);
            let line = format!("{body},\"hash\":\"{before}\"}}\n");
            file.write_all(line.as_bytes())?;
            written += line.len();
        }
        if written >= length {
            break;
        }
    }
    file.flush().map(|()| written)
}

fn hash(file: &Path) -> io::Result<()> {
    let (mut file, mut buffer, mut digest) = (File::open(file)?, vec![0; 1 << 20], Sha256::new());
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            n => digest.update(&buffer[..n]),
        }
    }
    std::hint::black_box(digest.finalize());
    Ok(())
}

fn verify(file: &Path) -> io::Result<()> {
    let verified = verify_files(&[file.to_owned()]);
    assert!(verified.iter().all(Result::is_ok), "the traces are whole");
    Ok(())
}

fn timed(run: impl FnOnce() -> io::Result<()>) -> io::Result<Duration> {
    let begun = Instant::now();
    run().map(|()| begun.elapsed())
}

/// The time by the clock, and that of all processors.
fn timed_with_cpu(run: impl FnOnce() -> io::Result<()>) -> io::Result<(Duration, Duration)> {
    let before = cpu()?;
    let time = timed(run)?;
    Ok((time, cpu()? - before))
}

/// How long this process has used processors.
fn cpu() -> io::Result<Duration> {
    let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_SELF).map_err(io::Error::from)?;
    let micros = |time: nix::sys::time::TimeVal| time.tv_sec() * 1_000_000 + time.tv_usec();
    let micros = micros(usage.user_time()) + micros(usage.system_time());
    Ok(Duration::from_micros(micros.unsigned_abs()))
}

/// The most memory that this process had, in bytes.
fn most_memory() -> io::Result<u64> {
    let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_SELF).map_err(io::Error::from)?;
    Ok(usage.max_rss().unsigned_abs() * 1024)
}
