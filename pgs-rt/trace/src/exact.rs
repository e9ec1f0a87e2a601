//! A line that stands as it is written here, looked at where it stands.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use pgs_value::Value;
use pgs_value::json::{compact_at, compact_len, parse_slice};

use crate::chain::HASH;
use crate::detail::MARKS;
use crate::hidden::SUPPRESSED;
use crate::line::next;
use crate::recorded::DEPTH_LIMIT;

/// What stands in a detail that says what is suppressed.
static MARKED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#""suppressed":"#));

/// What stands in a detail that says the code of a reason.
static CODED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#""reason_code":"#));

/// One line as it is written here: its values as they stand there.
#[derive(Clone, Copy, Debug)]
pub struct ExactLine<'l> {
    /// Schema version, trace id, domain and address of the workflow: what all events of a trace have in common.
    pub common: [&'l [u8]; 4],
    /// The event type, without escapes.
    pub event: &'l str,
    /// The address of the contract, if there is one.
    pub contract: Option<i64>,
    /// The operation, without escapes, if there is one.
    pub op: Option<&'l str>,
    /// When it was written.
    pub time: u64,
    /// Its number.
    pub seq: u64,
    /// The span, without escapes.
    pub span: &'l str,
    /// Whether it seals the trace.
    pub seals: bool,
    /// What its hash is made of, beside the hash before.
    pub body: &'l [u8],
    /// The hash.
    pub hash: &'l [u8],
    /// Whether it has addresses of a contract and a step, an operation, a status.
    pub has: [bool; 4],
    /// The detail.
    pub detail: &'l [u8],
    /// Whether that says that something is suppressed.
    pub marks: bool,
    /// Whether that may say a code.
    pub coded: bool,
}

impl<'l> ExactLine<'l> {
    /// Reads a line; none where anything is not as it is mostly written. Then [`RecordedEvent`](crate::RecordedEvent) says
    /// what it is.
    pub fn read(line: &'l [u8]) -> Option<Self> {
        let mut rest = line.strip_prefix(b"{")?;
        let schema = value(&mut rest, next::SCHEMA_VERSION.get(1..)?)?;
        let id = value(&mut rest, next::TRACE_ID)?;
        let event = text(value(&mut rest, next::EVENT_TYPE)?)?;
        let domain = value(&mut rest, next::DOMAIN)?;
        let workflow = value(&mut rest, next::WORKFLOW)?;
        let contract = match value(&mut rest, next::CONTRACT)? {
            b"null" => None,
            address => Some(number(address)?),
        };
        let step = match value(&mut rest, next::STEP)? {
            b"null" => None,
            address => Some(number::<i64>(address)?),
        };
        let [op, status] = [next::OP, next::STATUS].map(|key| value(&mut rest, key));
        let has_text = |value: &[u8]| match value {
            b"null" => Some(false),
            text => text.starts_with(b"\"").then_some(true),
        };
        let has = [contract.is_some(), step.is_some(), has_text(op?)?, has_text(status?)?];
        let detail = value(&mut rest, next::DETAIL)?;
        let time = number(value(&mut rest, next::TIME)?)?;
        let seq = number(value(&mut rest, next::SEQ)?)?;
        let span = text(value(&mut rest, next::SPAN)?)?;
        let unsealed = rest;
        let seals = value(&mut rest, next::SEALED) == Some(b"true");
        let rest = if seals { rest } else { unsealed };
        let hash = rest.strip_prefix(b",\"")?.strip_prefix(HASH.as_bytes())?.strip_prefix(b"\":\"")?;
        let hash = hash.strip_suffix(b"\"}").filter(|hash| hash.len() == 64)?;
        let body = line.get(..line.len() - rest.len())?;
        let marks = MARKED.find(detail).is_some();
        let coded = event == "CC_STEP" && CODED.find(detail).is_some();
        Some(Self {
            common: [schema, id, domain, workflow],
            event,
            contract,
            op: op.and_then(text),
            time,
            seq,
            span,
            seals,
            body,
            hash,
            detail,
            marks,
            coded,
            has,
        })
    }
}

impl ExactLine<'_> {
    /// Whether the detail is suppressed wherever it says so. False where a closer look has to tell.
    pub fn is_marked(&self) -> bool {
        let Some(marks) = compact_at(self.detail, &format!("/{MARKS}")) else { return false };
        let Ok(Value::Array(marks)) = parse_slice(marks) else { return false };
        let is_hidden = |pointer: &Value| {
            let hidden = compact_at(self.detail, pointer.as_str()?)?;
            Some(hidden == HIDDEN.as_bytes())
        };
        let is_twice = (1..marks.len()).any(|n| marks[n..].contains(&marks[n - 1]));
        !is_twice && marks.iter().all(|pointer| is_hidden(pointer) == Some(true))
    }
}

/// What stands for a value that is suppressed as a whole.
static HIDDEN: LazyLock<String> = LazyLock::new(|| format!("\"{SUPPRESSED}\""));

/// The value behind a key, which this passes.
fn value<'l>(rest: &mut &'l [u8], key: &str) -> Option<&'l [u8]> {
    let from = rest.strip_prefix(key.as_bytes())?;
    let (value, after) = from.split_at_checked(compact_len(from, DEPTH_LIMIT - 1)?)?;
    *rest = after;
    Some(value)
}

/// A text without escapes.
fn text(value: &[u8]) -> Option<&str> {
    let text = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    str::from_utf8(text).ok().filter(|text| !text.contains('\\'))
}

fn number<N: std::str::FromStr>(value: &[u8]) -> Option<N> {
    str::from_utf8(value).ok()?.parse().ok()
}
