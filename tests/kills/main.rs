//! Kills: real processes of mixed workloads share a data root, several at once or one after the other, and each is killed
//! at a random moment. Nothing that was told is missing, nothing is there in part, every store can be read, every sealed
//! trace verifies, and who was registered is not registered again.
//!
//! `PGS_KILLS` is the number of kills, 1,000 by default (500 in a debug build); `PGS_KILLS_SEED` repeats a run of the test as far as the moments
//! of a machine can be repeated.

#[path = "../support/mod.rs"]
mod support;

mod laws;
mod writers;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use support::stores::{FORMS, Form};
use writers::{Ended, Ground};

/// How many processes write at the same time, in rounds that take turns: one by itself claims the indexes.
const AT_ONCE: [usize; 2] = [4, 1];

/// How many processes share a data root: after them it is looked at.
const ROUND: usize = 128;

#[test]
fn no_kill_takes_or_halves_anything() {
    let kills = number("PGS_KILLS").unwrap_or(if cfg!(debug_assertions) { 500 } else { 1_000 });
    let seed = number("PGS_KILLS_SEED").unwrap_or_else(|| rand::rng().random_range(0..1_000_000));
    eprintln!("{kills} kills, PGS_KILLS_SEED={seed}");
    for &form in FORMS {
        let (mut killed, mut acknowledged, mut round) = (0, 0, 0);
        while killed < kills.div_ceil(FORMS.len()) {
            let (more, told) = one_round(form, seed * 10_000 + round);
            (killed, acknowledged, round) = (killed + more, acknowledged + told, round + 1);
        }
        eprintln!("{form:?}: {killed} kills in {round} rounds, {acknowledged} runs were acknowledged");
        assert!(acknowledged > 0, "no process lived long enough to tell anything");
    }
}

fn number(name: &str) -> Option<usize> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is {text}, not a number")))
}

/// Gives the number of kills, and of acknowledged runs.
fn one_round(form: Form, seed: usize) -> (usize, usize) {
    let ground = Ground::lay(form, ROUND);
    let next = AtomicUsize::new(0);
    let ended = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE[seed % 2] {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= ROUND {
                        break;
                    }
                    let mut rng = StdRng::seed_from_u64((seed * ROUND + n) as u64);
                    let writer = ground.writer(n, &mut rng);
                    let patience = Duration::from_micros(rng.random_range(0..writer.longest_micros()));
                    ended.lock().unwrap().push(writer.run_and_kill(patience));
                }
            });
        }
    });
    let ended: Vec<Ended> = ended.into_inner().unwrap();
    let told = laws::hold(&ground, &ended)
        .unwrap_or_else(|reason| panic!("{form:?}, seed {seed}: {reason}\nthe data root is kept in {}", ground.keep()));
    (ended.iter().filter(|it| it.killed).count(), told)
}
