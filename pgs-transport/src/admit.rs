//! What `pgs admit` does and prints: which payloads a run would refuse, why, and which waivers would admit them. Nothing
//! is run.

use std::cell::RefCell;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use pgs_evidence::text::plural;
use pgs_rt::admission::SchemaViolation;
use pgs_rt::{Admission, Cause, Value, Workflow, engine, json};

use crate::batch::{self, Line};
use crate::execute::observed;
use crate::output::{CLOSED, Output};
use crate::payload;
use crate::process::Process;
use crate::reason;
use crate::resolve::{self, OptionError};
use crate::size::Size;
use crate::success::{DONE, NO_SUCCESS, NOT_DONE, USAGE};
use crate::summary::RunFormat;
use crate::text::one_line;
use crate::waivers::Waivers;

/// What is asked for.
pub(crate) struct AdmitOptions {
    /// The file of payloads, one a line; `-` is standard input.
    pub payloads: std::path::PathBuf,
    /// How many bytes a payload may have.
    pub max_payload: Option<Size>,
    /// In which mode.
    pub admission: Option<Admission>,
    /// In what form it is told.
    pub format: RunFormat,
}

/// What becomes of one payload.
enum Answer {
    /// With the rules that it does not meet, where they are observed alone.
    Admitted(Vec<SchemaViolation>),
    Refused(Cause),
    /// It is no payload, for this reason.
    Unusable(String),
}

impl Answer {
    fn verdict(&self) -> Verdict {
        match self {
            Self::Admitted(_) => Verdict::Admitted,
            Self::Refused(_) => Verdict::Refused,
            Self::Unusable(_) => Verdict::Unusable,
        }
    }

    /// Adds the rules that the payload does not meet.
    fn add_to(&self, waivers: &mut Waivers, workflow: &Workflow) {
        match self {
            Self::Admitted(observed) => {
                let intent = workflow.intent.as_ref().map_or("", |intent| intent.fqdn);
                waivers.add(intent, observed);
            }
            Self::Refused(Cause::NotAdmitted(refusal)) => waivers.add(&refusal.intent, &refusal.violations),
            Self::Refused(_) | Self::Unusable(_) => {}
        }
    }
}

/// How many payloads there are of each answer.
#[derive(Default)]
struct Totals {
    admitted: usize,
    refused: usize,
    unusable: usize,
}

/// What becomes of one payload, whoever judges it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Admitted,
    Refused,
    /// It is no payload.
    Unusable,
}

/// Says of each line whether a run of this workflow would admit it.
pub(crate) fn admit(workflow: &Workflow, options: &AdmitOptions, process: Process<'_>) -> Output {
    let (mode, most) = match settings(options, &process) {
        Ok(settings) => settings,
        Err(error) => return Output { status: USAGE, ..Output::error(error) },
    };
    let waivers = RefCell::new(Waivers::default());
    let judge = |line: Line| {
        let number = line.number;
        let answer = answer(workflow, line, most, mode);
        answer.add_to(&mut waivers.borrow_mut(), workflow);
        (answer.verdict(), told(workflow, number, &answer, options.format))
    };
    let proposed = || match options.format {
        RunFormat::Text => waivers.borrow().text(),
        RunFormat::Json => String::new(),
    };
    judge_lines(&options.payloads, most, process, judge, proposed)
}

/// Says of each line what this says of it, if it says anything, and last what there is to say of all of them.
pub(crate) fn judge_lines(
    payloads: &Path,
    most: Size,
    process: Process<'_>,
    judge: impl Fn(Line) -> (Verdict, String),
    last: impl FnOnce() -> String,
) -> Output {
    let lines = match batch::open(payloads, most, process.stdin) {
        Ok(lines) => lines,
        Err(error) => return Output { status: USAGE, ..Output::error(error) },
    };
    let (mut totals, out) = (Totals::default(), process.stdout);
    let mut written = Ok(());
    let read = lines.each(|line| {
        let (verdict, text) = judge(line);
        totals.count(verdict);
        written = written_line(out, &text);
        written.is_ok()
    });
    let sum = format!("{}\n", totals.text());
    let written = written.and_then(|()| out.write_all(last().as_bytes()));
    match (written.and_then(|()| out.flush()), read) {
        (Err(error), _) if error.kind() == ErrorKind::BrokenPipe => {
            Output { stderr: format!("error: {CLOSED}\n{sum}"), status: NO_SUCCESS, ..Output::default() }
        }
        (Err(error), _) => {
            let stderr = format!("error: standard output can't be written: {error}\n{sum}");
            Output { stderr, status: NO_SUCCESS, ..Output::default() }
        }
        (Ok(()), Err(error)) => {
            let Output { stderr, .. } = Output::error(error);
            Output { stderr: stderr + &sum, status: NOT_DONE, ..Output::default() }
        }
        (Ok(()), Ok(())) => Output { stderr: sum, status: totals.exit_status(), ..Output::default() },
    }
}

fn settings(options: &AdmitOptions, process: &Process<'_>) -> Result<(Admission, Size), OptionError> {
    Ok((resolve::admission(options.admission, process)?, resolve::max_payload(options.max_payload, process)?))
}

fn answer(workflow: &Workflow, line: Line, most: Size, mode: Admission) -> Answer {
    let payload = match payload::of_line(line.bytes, most) {
        Ok(payload) => payload,
        Err(error) => return Answer::Unusable(error),
    };
    let observed = observed(workflow, &payload, mode);
    match engine::admit(workflow, payload, mode) {
        None => Answer::Admitted(observed),
        Some(cause) => Answer::Refused(cause),
    }
}

fn written_line(out: &mut dyn Write, text: &str) -> io::Result<()> {
    if text.is_empty() { Ok(()) } else { writeln!(out, "{text}") }
}

/// What is said of a line. As text nothing is said of one that is admitted and meets all rules.
fn told(workflow: &Workflow, number: u64, answer: &Answer, format: RunFormat) -> String {
    match (format, answer) {
        (RunFormat::Text, Answer::Admitted(observed)) => {
            let rules = reason::lines(workflow, None, observed);
            let lines = rules.iter().map(|(_, rule)| format!("line {number}: observed: {}", one_line(rule)));
            lines.collect::<Vec<_>>().join("\n")
        }
        (RunFormat::Text, Answer::Refused(cause)) => {
            format!("line {number}: refused: {}", one_line(&cause.to_string()))
        }
        (RunFormat::Text, Answer::Unusable(reason)) => format!("line {number}: {}", one_line(reason)),
        (RunFormat::Json, answer) => {
            let mut fields = vec![("line", number.into())];
            match answer {
                Answer::Admitted(observed) => {
                    fields.push(("admitted", true.into()));
                    fields.extend(reason::fields(workflow, None, observed));
                }
                Answer::Refused(cause) => {
                    fields.push(("admitted", false.into()));
                    fields.extend(reason::fields(workflow, Some(cause), &[]));
                }
                Answer::Unusable(reason) => fields.push(("error", reason.as_str().into())),
            }
            json::compact(&Value::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()))
        }
    }
}

impl Totals {
    fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Admitted => self.admitted += 1,
            Verdict::Refused => self.refused += 1,
            Verdict::Unusable => self.unusable += 1,
        }
    }

    fn exit_status(&self) -> u8 {
        if self.refused + self.unusable == 0 { DONE } else { NO_SUCCESS }
    }

    fn text(&self) -> String {
        let Self { admitted, refused, unusable } = *self;
        let all = admitted + refused + unusable;
        let error = if unusable == 0 { String::new() } else { format!(", {unusable} error{}", plural(unusable)) };
        format!("{all} payload{}: {admitted} admitted, {refused} refused{error}", plural(all))
    }
}
