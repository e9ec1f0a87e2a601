//! Who answers in the place of side effects, and where time and random bytes come from.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pgs_rt::{Asked, Fault, Reach, Sources, Timestamp, Value, Violation};
use sha2::{Digest as _, Sha256};

use crate::scenario::{Answers, Given, Step};

/// Answers in the place of side effects: those of the scenario, and none for what reaches out of state.
pub struct StandIn {
    answers: Vec<Answers>,
    seen: Mutex<Seen>,
}

/// The key of an answer that is none: the capability breaks off.
pub const ERROR: &str = "error";

/// What was asked for.
#[derive(Default)]
struct Seen {
    /// How often each of the answers was given.
    given: Vec<usize>,
    /// The steps that asked, as `CONTRACT.STEP`.
    asked: Vec<String>,
    /// What nobody answered.
    unanswered: Vec<String>,
}

impl StandIn {
    pub fn new(step: &Step) -> Self {
        let given = vec![0; step.answers.len()];
        Self { answers: step.answers.clone(), seen: Mutex::new(Seen { given, ..Seen::default() }) }
    }

    /// What is wrong with the answers, now that the run has ended: a sentence each.
    pub fn complaints(&self) -> Vec<String> {
        let seen = lock(&self.seen);
        let unasked = self.answers.iter().zip(&seen.given).filter(|(it, given)| **given == 0 && !it.shared);
        let steps = if seen.asked.is_empty() { "no side effect was called".to_owned() } else { seen.asked.join(", ") };
        let unasked =
            unasked.map(|(it, _)| format!("nothing asked for the answer of `{}`; asked were: {steps}", it.key()));
        seen.unanswered.iter().cloned().chain(unasked).collect()
    }

    fn given(&self, asked: &Asked<'_>) -> Option<Value> {
        let mut seen = lock(&self.seen);
        let fits = |it: &Answers| {
            it.step == asked.step && it.contract.as_deref().is_none_or(|name| is_called(asked.contract, name))
        };
        let n = self.answers.iter().position(fits)?;
        let turn = seen.given.get_mut(n)?;
        let answer = match &self.answers.get(n)?.given {
            Given::Always(answer) => Some(answer.clone()),
            Given::InTurn(answers) => answers.get(*turn).cloned(),
        };
        *turn += 1;
        answer
    }
}

/// Whether a contract is called this: by its FQDN, or by its code.
fn is_called(contract: &str, name: &str) -> bool {
    contract == name || contract.rsplit("::").next() == Some(name)
}

impl pgs_rt::Answers for StandIn {
    fn answer(&self, asked: &Asked<'_>) -> Result<Option<Value>, Fault> {
        let name = format!("{}.{}", asked.contract, asked.step);
        let mut seen = lock(&self.seen);
        if !seen.asked.contains(&name) {
            seen.asked.push(name.clone());
        }
        drop(seen);
        let answer = self.given(asked);
        if let Some(message) = answer.as_ref().and_then(|answer| answer.get(ERROR)?.as_str()) {
            return Err(Fault::backend(message));
        }
        if answer.is_some() || asked.reach != Reach::Beyond {
            return Ok(answer);
        }
        let sentence = format!(
            "step `{}` of {} calls {}, which does not take place in a scenario; say under `answers` what it answers",
            asked.step, asked.contract, asked.capability
        );
        lock(&self.seen).unanswered.push(sentence.clone());
        Err(Fault::new(sentence))
    }
}

/// A clock that stands still, and random bytes that are the same in every run of a scenario.
pub struct StillSources {
    time: Timestamp,
    draws: Mutex<Draws>,
}

/// What is drawn next.
struct Draws {
    /// Given bytes, the last one first.
    given: Vec<Vec<u8>>,
    of_runs: Stream,
    of_stores: Stream,
}

/// Bytes that look random: SHA-256 of a name and a number.
struct Stream {
    name: String,
    drawn: u64,
}

impl StillSources {
    /// The sources of this step, which is the nth.
    pub fn new(step: &Step, n: usize) -> Self {
        let stream = |what: &str| Stream { name: format!("{what} {n}"), drawn: 0 };
        let given = step.random.iter().rev().cloned().collect();
        let draws = Draws { given, of_runs: stream("run"), of_stores: stream("store") };
        Self { time: step.time, draws: Mutex::new(draws) }
    }
}

impl Stream {
    fn fill(&mut self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            self.drawn += 1;
            let digest = Sha256::digest(format!("pgs scenario {} {}", self.name, self.drawn));
            part.copy_from_slice(&digest[..part.len()]);
        }
    }
}

impl Sources for StillSources {
    fn now(&self) -> Timestamp {
        self.time
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        let mut draws = lock(&self.draws);
        match draws.given.pop() {
            None => draws.of_runs.fill(bytes),
            Some(given) if given.len() == bytes.len() => bytes.copy_from_slice(&given),
            Some(given) => {
                let [wanted, given] = [bytes.len(), given.len()];
                return Err(Violation::new(format!(
                    "the scenario gives {given} random bytes where {wanted} are drawn"
                )));
            }
        }
        Ok(())
    }

    fn fill_unrecorded(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        lock(&self.draws).of_stores.fill(bytes);
        Ok(())
    }
}

/// A thread that panicked has changed a list by whole entries.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
