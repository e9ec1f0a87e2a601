//! A trace as it lies on disk, and when it is whole.

use std::collections::BTreeMap;
use std::path::Path;

use pgs_value::Value;

/// The keys of an event, in their order; the last event has `sealed` before `hash`.
const KEYS: [&str; 14] = [
    "trace_schema_version",
    "trace_id",
    "event_type",
    "domain",
    "wf_addr",
    "cc_addr",
    "step_addr",
    "step_op",
    "result_status",
    "detail",
    "ts_ns",
    "seq",
    "span",
    "hash",
];

/// The events of one run.
pub struct Trace {
    id: String,
    text: String,
    /// One JSON object a line.
    pub events: Vec<Value>,
}

impl Trace {
    /// Reads a trace.
    pub fn read(path: &Path) -> Self {
        Self::try_read(path).unwrap_or_else(|reason| panic!("{}: {reason}", path.display()))
    }

    /// Reads a trace; refuses a line that is not JSON.
    pub fn try_read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        if !text.ends_with('\n') {
            return Err("the last line is cut off".to_owned());
        }
        let events =
            text.lines().map(pgs_value::from_str).collect::<Result<_, _>>().map_err(|error| error.to_string())?;
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        Ok(Self { id, text, events })
    }

    /// Fails unless the trace is that of a run of this workflow that ended with a status, and whole.
    pub fn check(&self, fqdn: &str) {
        self.is_whole(fqdn)
            .unwrap_or_else(|reason| panic!("the trace {} is not whole: {reason}\n{}", self.id, self.text));
        assert_eq!(self.kinds().last(), Some(&"WF_COMPLETE"), "{}", self.text);
    }

    /// Whether the trace is whole: from the WF_START of this workflow to its WF_COMPLETE, or to an ERROR, with nested
    /// workflows and contracts complete in between.
    pub fn is_whole(&self, fqdn: &str) -> Result<(), String> {
        let mut open: BTreeMap<String, usize> = BTreeMap::new();
        let mut last_ns = 0;
        for (n, event) in self.events.iter().enumerate() {
            self.is_event(event, fqdn).map_err(|reason| format!("line {}: {reason}", n + 1))?;
            let ns = event["ts_ns"].as_u64().ok_or("ts_ns is no integer")?;
            if ns < last_ns {
                return Err(format!("line {}: the clock runs backwards", n + 1));
            }
            last_ns = ns;
            match (kind(event), opened(event)) {
                ("WF_START" | "CC_START", what) => *open.entry(what).or_default() += 1,
                ("WF_COMPLETE" | "CC_COMPLETE", what) => match open.get_mut(&what) {
                    Some(count @ 1..) => *count -= 1,
                    _ => return Err(format!("line {}: {what} completes without a start", n + 1)),
                },
                _ => {}
            }
        }
        let kinds = self.kinds();
        let first = self.events.first().ok_or("it is empty")?;
        if kind(first) != "WF_START" || !first["detail"]["nested_wf_fqdn"].is_null() {
            return Err("it does not begin with the workflow's WF_START".to_owned());
        }
        match kinds.last() {
            Some(&"ERROR") if kinds.iter().filter(|kind| **kind == "ERROR").count() == 1 => Ok(()),
            Some(&"WF_COMPLETE") if !kinds.contains(&"ERROR") => match open.iter().find(|(_, count)| **count > 0) {
                Some((what, _)) => Err(format!("{what} never completes")),
                None if self.events.last().is_some_and(|last| last["detail"]["nested_wf_fqdn"].is_null()) => Ok(()),
                None => Err("it ends with a nested workflow".to_owned()),
            },
            last => Err(format!("it ends with {last:?}")),
        }
    }

    fn is_event(&self, event: &Value, fqdn: &str) -> Result<(), String> {
        let keys: Vec<&str> = event.as_object().ok_or("no object")?.keys().map(String::as_str).collect();
        let sealed: Vec<&str> = keys.iter().copied().filter(|key| *key != "sealed").collect();
        if sealed != KEYS {
            return Err(format!("the keys are {keys:?}"));
        }
        let domain = fqdn.split_once("::").map(|(domain, _)| domain);
        let fits = event["trace_schema_version"] == "v0"
            && event["trace_id"] == *self.id
            && event["domain"].as_str() == domain
            && event["wf_addr"].is_i64()
            && event["detail"].is_object();
        let is_workflow = matches!(kind(event), "WF_START" | "WF_COMPLETE");
        if !fits || (is_workflow && event["detail"]["wf_fqdn"] != fqdn) {
            return Err(format!("this is no event of {fqdn}: {event}"));
        }
        let is_set = |key: &str| !event[key].is_null();
        let fields = (is_set("cc_addr"), is_set("step_addr"), is_set("step_op"), is_set("result_status"));
        match (kind(event), fields) {
            ("WF_START" | "ADMISSION" | "ERROR", (false, false, false, false))
            | ("CC_START", (true, false, false, false))
            | ("CS_CALL", (true, true, true, false))
            | ("CC_STEP", (true, true, _, false))
            | ("CC_COMPLETE", (true, false, false, true))
            | ("WF_COMPLETE", (false, false, false, true)) => Ok(()),
            (kind, _) => Err(format!("wrong fields are set for {kind}: {event}")),
        }
    }

    /// The event types, in order.
    pub fn kinds(&self) -> Vec<&str> {
        self.events.iter().map(kind).collect()
    }

    /// The events of this type.
    pub fn of_kind<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = &'a Value> {
        self.events.iter().filter(move |event| kind(event) == wanted)
    }

    /// The contracts that ran, in order, with their statuses: `CC_CHECK_MEMBER_V0 SUCCESS`.
    pub fn path(&self) -> Vec<String> {
        self.of_kind("CC_COMPLETE")
            .map(|event| {
                let fqdn = event["detail"]["cc_fqdn"].as_str().unwrap();
                format!("{} {}", fqdn.split_once("::").unwrap().1, event["result_status"].as_str().unwrap())
            })
            .collect()
    }

    /// The nested workflows that ran, in the order in which they began.
    pub fn nested(&self) -> Vec<&str> {
        self.of_kind("WF_START").filter_map(|event| event["detail"]["nested_wf_fqdn"].as_str()).collect()
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

fn kind(event: &Value) -> &str {
    event["event_type"].as_str().unwrap_or_default()
}

/// What an event begins or completes.
fn opened(event: &Value) -> String {
    let detail = &event["detail"];
    [&detail["cc_fqdn"], &detail["nested_wf_fqdn"], &detail["wf_fqdn"]]
        .iter()
        .find_map(|name| name.as_str())
        .unwrap_or_default()
        .to_owned()
}
