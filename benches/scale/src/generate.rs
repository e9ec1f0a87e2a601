//! What generation costs: time, memory, and the size of what it writes; then again after a change of one artifact.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use pgs_codegen::emit::{Layout, Manifest};
use pgs_codegen::output;
use pgs_protocol::{report, snapshot};

use crate::protocol::{self, Shape};

/// What one generation was found to cost: read, compiled and written as a build does it.
#[derive(Debug)]
struct Cost {
    compiled: f64,
    written: f64,
    peak: f64,
    cpu: f64,
    changed: f64,
}

/// Prints a line for each protocol.
pub fn table(shapes: &[Shape]) -> Result<(), String> {
    println!(
        "| workflows | nodes each | compiled s | written s | total s | CPU s | peak MB | files | MB | unchanged s | one changed s | files written |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for shape in shapes {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let (home, output) = (folder.path().join("shop"), folder.path().join("generated"));
        shape.write(&home, &crate::project())?;
        let first = in_its_own_process(&home, &output)?;
        let (files, bytes) = size(&output);
        let unchanged = in_its_own_process(&home, &output)?;
        protocol::change_one(&home)?;
        let changed = in_its_own_process(&home, &output)?;
        println!(
            "| {} | {} | {:.2} | {:.2} | {:.2} | {:.2} | {:.0} | {files} | {:.1} | {:.2} | {:.2} | {} |",
            shape.workflows,
            shape.nodes,
            first.compiled,
            first.written,
            first.compiled + first.written,
            first.cpu,
            first.peak,
            megabytes(bytes),
            unchanged.compiled + unchanged.written,
            changed.compiled + changed.written,
            changed.changed,
        );
    }
    Ok(())
}

/// A process of its own has a peak of its own.
fn in_its_own_process(home: &Path, output: &Path) -> Result<Cost, String> {
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let printed = Command::new(program).arg("one").arg(home).arg(output).output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&printed.stdout);
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [compiled, written, peak, cpu, changed] => {
            Ok(Cost { compiled: *compiled, written: *written, peak: *peak, cpu: *cpu, changed: *changed })
        }
        _ => Err(String::from_utf8_lossy(&printed.stderr).into_owned()),
    }
}

/// Generates once, and prints what it cost.
pub fn one(home: &Path, output: &Path) -> Result<(), String> {
    let (compiled, written, changed) = one_quietly(home, output)?;
    println!("{compiled} {written} {} {} {changed}", peak(), cpu());
    Ok(())
}

/// Generates once: seconds until it was compiled, seconds that writing took, files that were written.
pub fn one_quietly(home: &Path, output: &Path) -> Result<(f64, f64, usize), String> {
    let start = Instant::now();
    let snapshots = snapshot::discover(home, Some(home.as_os_str())).map_err(|it| report::render(&it, false))?;
    let layout = Layout::Package(Manifest { output: output.to_owned(), project: crate::project() });
    let compiled = pgs_codegen::compile(&snapshots, &layout).drawn().map_err(|error| error.to_string())?;
    let files = compiled.files.ok_or_else(|| report::render(&compiled.diagnostics, false))?;
    let compiling = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let edits = output.join("target/hand-edits");
    let written = output::write(&files, output, &edits).map_err(|error| error.to_string())?;
    Ok((compiling, start.elapsed().as_secs_f64(), written.changed))
}

/// The seconds that this process and those that it waited for spent on all processors, to a hundredth; 0 where the
/// system does not say.
pub fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in parentheses, may hold spaces: what is counted begins behind it.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory that this process held, in MB; 0 where the system does not say.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}

/// How many files there are below a folder, and how many bytes.
pub fn size(folder: &Path) -> (usize, u64) {
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    let (mut files, mut bytes) = (0, 0);
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else {
                files += 1;
                bytes += path.metadata().map_or(0, |it| it.len());
            }
        }
    }
    (files, bytes)
}

/// Megabytes, to a tenth.
fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 100_000).unwrap_or(u32::MAX)) / 10.0
}
