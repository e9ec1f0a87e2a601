//! What the machine allows: the least that anything like a run can cost.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use pgs_benches::{interleaved, micros, ratio, timed};
use pgs_capabilities::transforms::ecdsa_sign;
use pgs_rt::{Field, GENESIS, chained};

use crate::processes;

/// A floor that is measured again and again.
pub type Floor<'f> = Box<dyn FnMut() -> Duration + 'f>;

/// A line of an entry or an event, with its end.
pub fn line() -> String {
    format!("{}\n", "x".repeat(299))
}

/// Appends so many lines in one write, and waits until they are on disk.
pub fn append_synced(folder: &Path, lines: usize) -> Floor<'static> {
    let (mut file, text) = (create(folder, &format!("synced-{lines}")), line().repeat(lines));
    Box::new(move || {
        timed(|| {
            file.write_all(text.as_bytes()).expect("a write");
            file.sync_data().expect("a sync");
        })
    })
}

/// Writes so many lines over what a file holds, and waits until they are on disk: its length and its blocks stay.
pub fn overwrite_synced(folder: &Path, lines: usize) -> Floor<'static> {
    const LENGTH: u64 = 4 << 20;
    let (mut file, text) = (create(folder, &format!("overwritten-{lines}")), line().repeat(lines));
    file.write_all(&vec![b' '; usize::try_from(LENGTH).expect("a length")]).expect("a write");
    file.sync_all().expect("a sync");
    let mut at = 0;
    Box::new(move || {
        at = (at + text.len() as u64) % (LENGTH - text.len() as u64);
        timed(|| {
            file.write_all_at(text.as_bytes(), at).expect("a write");
            file.sync_data().expect("a sync");
        })
    })
}

/// Creates a file with one line in a folder that is there.
pub fn create_file(folder: &Path) -> Floor<'static> {
    let (folder, text, mut number) = (folder.join("created"), line(), 0);
    fs::create_dir_all(&folder).expect("a folder");
    Box::new(move || {
        number += 1;
        timed(|| fs::write(folder.join(number.to_string()), &text).expect("a file"))
    })
}

/// Creates a folder, and a file with one line in it, as a trace needs them.
pub fn create_folder_and_file(folder: &Path) -> Floor<'static> {
    let (folder, text, mut number) = (folder.join("folders"), line(), 0);
    fs::create_dir_all(&folder).expect("a folder");
    Box::new(move || {
        number += 1;
        let folder = folder.join(number.to_string());
        timed(|| {
            fs::create_dir(&folder).expect("a folder");
            fs::write(folder.join("trace"), &text).expect("a file");
        })
    })
}

/// Signs a hash.
pub fn signature() -> Floor<'static> {
    let inputs = ecdsa_sign::Inputs {
        private_key_bytes: Field::Is("11".repeat(32)),
        message_hash: Field::Is("22".repeat(32)),
        curve: Field::Is("secp256k1".to_owned()),
    };
    Box::new(move || {
        let inputs = inputs.clone();
        timed(|| ecdsa_sign::run(inputs).expect("a signature"))
    })
}

fn create(folder: &Path, name: &str) -> File {
    File::create_new(folder.join(name)).expect("a file")
}

/// Prints them.
pub fn print(base: &Path, rounds: usize) {
    const MANY: u32 = 1000;
    let folder = base.join("floors");
    fs::create_dir_all(&folder).expect("a folder");
    let line = line();
    let mut buffered = BufWriter::new(create(&folder, "buffered"));
    let mut written = create(&folder, "written");
    let names = [
        "SHA-256 of 300 bytes",
        "append a line of 300 bytes, buffered",
        "append it, one write",
        "create a file, write, close",
        "create a folder and a file in it",
        "append 1 line and `fdatasync`",
        "append 20 lines and `fdatasync`",
        "write 1 line over an older one and `fdatasync`",
        "secp256k1 signature (the transform)",
        "empty process",
    ];
    let times = interleaved(
        rounds,
        vec![
            Box::new(|| timed(|| (0..MANY).map(|_| chained(GENESIS, &line[64..]).len()).sum::<usize>()) / MANY),
            Box::new(|| timed(|| (0..MANY).try_for_each(|_| buffered.write_all(line.as_bytes()))) / MANY),
            Box::new(|| timed(|| written.write_all(line.as_bytes()))),
            create_file(&folder),
            create_folder_and_file(&folder),
            append_synced(&folder, 1),
            append_synced(&folder, 20),
            overwrite_synced(&folder, 1),
            signature(),
            Box::new(|| processes::started(&mut Command::new(env!("CARGO_BIN_EXE_empty")))),
        ],
    );
    println!("| floor | µs | of append and `fdatasync` |");
    println!("|---|---|---|");
    for (name, time) in names.into_iter().zip(&times) {
        println!("| {name} | {} | {:.3} |", micros(*time), ratio(*time, times[5]));
    }
}
