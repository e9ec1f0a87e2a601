//! What holds of a data root whatever was killed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use pgs_value::Value;

use crate::support::effects::{self, Content, Operation};
use crate::writers::{Ended, Ground};

/// The operations of one process on stores, in order, and how many of them were acknowledged.
struct Deeds {
    name: String,
    operations: Vec<Operation>,
    acknowledged: usize,
}

/// Fails unless every law holds. Gives how many runs were acknowledged.
pub fn hold(ground: &Ground, ended: &[Ended]) -> Result<usize, String> {
    let touched = ground.touch(ended.iter().flat_map(|process| process.members.clone()).collect())?;
    let mut all = Vec::new();
    for workspace in [ground.workspace(), touched] {
        let operations = operations_below(&workspace)?;
        all.push(Deeds { name: workspace.display().to_string(), acknowledged: operations.len(), operations });
    }
    for process in ended {
        all.push(deeds(process)?);
    }
    let mut empty = BTreeMap::new();
    for operation in all.iter().flat_map(|deeds| &deeds.operations) {
        empty.entry(operation.path.clone()).or_insert_with(|| Content::empty(&operation.effect));
    }
    for (path, empty) in &empty {
        let found = ground.form.read(&ground.data(), path, empty)?;
        match &found {
            Content::Journal(entries) => journal_is_whole(path, entries, &all)?,
            _ => keys_are_whole(path, empty, &found, &all)?,
        }
    }
    Ok(ended.iter().map(|process| process.told.len()).sum())
}

fn deeds(process: &Ended) -> Result<Deeds, String> {
    let traces = traces_below(&process.workspace)?;
    let mut operations = Vec::new();
    let mut acknowledged = 0;
    for trace in &traces {
        let id = trace.file_stem().unwrap().to_str().unwrap();
        let told = process.told.iter().find(|(told, _)| told == id);
        let own = effects::operations(trace);
        operations.extend(own.into_iter().filter(|it| it.writes() && matches!(it.status(), "SUCCESS" | "")));
        if told.is_some() {
            acknowledged = operations.len();
        }
    }
    for (id, status) in &process.told {
        if !traces.iter().any(|trace| trace.file_stem().unwrap().to_str() == Some(id)) {
            return Err(format!("{} told of the run {id} ({status}), which has no trace", process.name));
        }
    }
    Ok(Deeds { name: process.name.clone(), operations, acknowledged })
}

/// The traces of one process, in the order of its runs.
fn traces_below(workspace: &Path) -> Result<Vec<PathBuf>, String> {
    let mut traces = effects::check_sealed_traces(workspace)?;
    traces.retain(|trace| trace.components().any(|part| part.as_os_str() == "traces"));
    traces.sort_by_key(|trace| mark(trace));
    Ok(traces)
}

fn operations_below(workspace: &Path) -> Result<Vec<Operation>, String> {
    let traces = traces_below(workspace)?;
    let operations = traces.iter().flat_map(|trace| effects::operations(trace));
    Ok(operations.filter(|it| it.writes() && it.status() == "SUCCESS").collect())
}

/// Workflows in the order in which the ground was laid, then the mark that every payload has.
fn mark(trace: &Path) -> (usize, String) {
    let text = std::fs::read_to_string(trace).unwrap_or_default();
    let order = ["WF_REGISTER_MEMBER", "WF_ADD_BOOK", "WF_LEND_BOOK", "WF_WORK_OFF_SLIPS"];
    let path = trace.to_str().unwrap();
    let workflow = order.iter().position(|workflow| path.contains(workflow)).unwrap_or(order.len());
    let first = text.lines().next().unwrap_or_default();
    let marked = first.match_indices('w').map(|(at, _)| first.get(at..at + 10).unwrap_or_default());
    let is_mark = |text: &&str| text.as_bytes()[5..6] == *b"n" && text[1..5].bytes().all(|byte| byte.is_ascii_digit());
    (workflow, marked.filter(|text| text.len() == 10).find(is_mark).unwrap_or_default().to_owned())
}

/// Numbered 1, 2, 3, …; each entry is what some run appended; what was acknowledged is where the answer says.
fn journal_is_whole(path: &str, entries: &[Value], all: &[Deeds]) -> Result<(), String> {
    let mut wanted: HashMap<String, usize> = HashMap::new();
    for deeds in all {
        for (n, operation) in deeds.operations.iter().enumerate().filter(|(_, it)| it.path == path) {
            *wanted.entry(operation.arguments["record"].to_string()).or_default() += 1;
            let Some(number) = operation.answer["sequence_number"].as_u64() else { continue };
            let there = entries.get(usize::try_from(number).unwrap() - 1);
            let agrees = there.is_some_and(|entry| {
                entry["record_id"] == operation.answer["record_id"] && entry["record"] == operation.arguments["record"]
            });
            if !agrees && n < deeds.acknowledged {
                return Err(format!("{path}: entry {number}, which {} told of, is {there:?}", deeds.name));
            }
        }
    }
    for (n, entry) in entries.iter().enumerate() {
        if entry["sequence_number"] != n + 1 {
            return Err(format!("{path}: entry {} has the number {}", n + 1, entry["sequence_number"]));
        }
        match wanted.get_mut(&entry["record"].to_string()) {
            Some(count @ 1..) => *count -= 1,
            _ => return Err(format!("{path}: nobody appended entry {}: {entry}", n + 1)),
        }
    }
    Ok(())
}

/// The keys of each process are what a first part of its operations leaves, and that part holds all acknowledged ones.
fn keys_are_whole(path: &str, empty: &Content, found: &Content, all: &[Deeds]) -> Result<(), String> {
    let ground: Vec<&Operation> =
        all[..2].iter().flat_map(|deeds| &deeds.operations).filter(|it| it.path == path).collect();
    let mut known = BTreeSet::new();
    let mut laid = empty.clone();
    for operation in &ground {
        laid.apply(operation);
    }
    known.extend(ground.iter().flat_map(|operation| keys(operation)));
    for deeds in &all[2..] {
        let own: Vec<&Operation> = deeds.operations.iter().filter(|it| it.path == path).collect();
        let least = deeds.operations[..deeds.acknowledged].iter().filter(|it| it.path == path).count();
        let mut own_keys: BTreeSet<String> = own.iter().flat_map(|operation| keys(operation)).collect();
        own_keys.extend(own.iter().flat_map(|operation| matching(operation, &laid)));
        known.extend(own_keys.iter().cloned());
        let mut content = laid.only(&own_keys);
        let actual = found.only(&own_keys);
        let mut agreed = false;
        for count in 0..=own.len() {
            if count > 0 {
                content.apply(own[count - 1]);
            }
            agreed |= count >= least && content.agrees(&actual);
        }
        if !agreed {
            let count = own.len();
            return Err(format!(
                "{path}: {} leaves neither what {least} nor what up to {count} operations do:\n{actual:?}\n{own:?}",
                deeds.name
            ));
        }
    }
    match found.keys().into_iter().find(|key| !known.contains(*key)) {
        Some(key) => Err(format!("{path}: nobody wrote {key}")),
        None => Ok(()),
    }
}

fn keys(operation: &Operation) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let one = ["key", "key_or_address", "name"].iter().find_map(|name| text(&operation.arguments[*name]));
    let many = operation.answer["matched_keys"].as_array().into_iter().flatten().filter_map(text);
    one.into_iter().chain(many).collect()
}

/// The keys of the records that an update is meant for.
fn matching(operation: &Operation, content: &Content) -> Vec<String> {
    let (Content::Records(records), Some(filter)) = (content, operation.arguments["filter"].as_object()) else {
        return Vec::new();
    };
    let matches = |record: &Value| filter.iter().all(|(name, wanted)| record[name] == *wanted);
    records.iter().filter(|(_, record)| matches(record)).map(|(key, _)| key.clone()).collect()
}
