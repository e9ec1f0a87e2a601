//! Traces of PGC: the same commands, by what is read.

use std::fs;
use std::path::{Path, PathBuf};

use pgs_value::Value;

use crate::harbour::{Harbour, on, pgs};

/// The trace with its lines changed, beside it.
fn changed(trace: &Path, change: impl FnOnce(&mut Vec<String>)) -> PathBuf {
    let text = fs::read_to_string(trace).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    change(&mut lines);
    let folder = trace.parent().unwrap().join("changed");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(trace.file_name().unwrap());
    fs::write(&file, lines.into_iter().map(|line| line + "\n").collect::<String>()).unwrap();
    file
}

/// The only line with all of these texts.
fn line(lines: &[String], texts: &[&str]) -> usize {
    let found: Vec<usize> = (0..lines.len()).filter(|n| texts.iter().all(|text| lines[*n].contains(text))).collect();
    assert_eq!(found.len(), 1, "{texts:?}");
    found[0]
}

#[test]
fn a_whole_one_is_consistent_and_replayed() {
    let harbour = Harbour::new();
    for (ship, word, status) in [
        ("Argo", "hello", "SUCCESS"),
        ("Argo", "hello", "ALREADY_EXISTS"),
        ("Fram", "refuse", "VIOLATION"),
        ("Vasa", "fail", "ERROR"),
    ] {
        let trace = harbour.receive(ship, word);
        let answer = on("verify", &trace);
        let text = fs::read_to_string(&trace).unwrap();
        let id = trace.file_stem().unwrap().to_str().unwrap();
        let events = text.lines().count() - 1;
        assert_eq!(
            answer.stdout,
            format!("consistent {id} ({events} events; it has no hashes)\n"),
            "{}",
            answer.stdout
        );
        assert!(answer.stderr.contains("have no hashes") && answer.status == 0, "{}", answer.stderr);
        let before = fs::read_to_string(harbour.path("data/harbour/ships.jsonl")).unwrap();
        let answer = harbour.replay(&trace);
        assert!(answer.stdout.starts_with(&format!("identical  {id} ({events} events")), "{status}: {}", answer.stdout);
        assert_eq!(answer.status, 0);
        assert_eq!(fs::read_to_string(harbour.path("data/harbour/ships.jsonl")).unwrap(), before);
        let report = pgs(&["examine", "--format", "json", trace.to_str().unwrap()]).stdout;
        let report: Value = pgs_value::from_str(&report).unwrap();
        assert_eq!(report["status"], status);
    }
}

#[test]
fn what_a_run_draws_is_compared_by_its_form() {
    let harbour = Harbour::new();
    let trace = harbour.receive("Argo", "hello");
    let answer = harbour.replay(&trace);
    assert!(answer.stdout.contains("only the form was compared"), "{}", answer.stdout);
    // The address stands at two places: in the inputs of a contract, and in what is announced.
    let other = changed(&trace, |lines| {
        let n = line(lines, &["CC_START", "BERTH"]);
        let at = lines[n].find("ADDR_").unwrap() + 5;
        let digit = if lines[n][at..].starts_with('0') { "1" } else { "0" };
        lines[n].replace_range(at..=at, digit);
    });
    assert!(harbour.replay(&other).stdout.starts_with("diverged"), "{}", harbour.replay(&other).stdout);
    let other = changed(&trace, |lines| {
        let n = line(lines, &["CC_START", "BERTH"]);
        let at = lines[n].find("entered_at\":\"").unwrap() + 13;
        lines[n].replace_range(at..at + 4, "1492");
    });
    // A time that could have been is not told from the one that was.
    assert!(harbour.replay(&other).stdout.starts_with("identical"), "{}", harbour.replay(&other).stdout);
    let other = changed(&trace, |lines| {
        let n = line(lines, &["CC_START", "BERTH"]);
        let at = lines[n].find("entered_at\":\"").unwrap() + 13;
        lines[n].replace_range(at..at + 4, "noon");
    });
    assert!(harbour.replay(&other).stdout.starts_with("diverged"), "{}", harbour.replay(&other).stdout);
}

/// What is done to the lines of a trace.
type Change = Box<dyn FnOnce(&mut Vec<String>)>;

#[test]
fn one_change_is_found_by_verify_or_by_replay() {
    let harbour = Harbour::new();
    let trace = harbour.receive("Argo", "hello");
    let replace = |from: &'static str, to: &'static str, at: &'static [&'static str]| {
        move |lines: &mut Vec<String>| {
            let n = line(lines, at);
            assert!(lines[n].contains(from), "{}", lines[n]);
            lines[n] = lines[n].replacen(from, to, 1);
        }
    };
    let all = fs::read_to_string(&trace).unwrap().lines().count();
    let mut changes: Vec<(&str, Change)> = vec![
        ("a value", Box::new(replace("\"Argo\"", "\"Argi\"", &["CC_START", "ENTER"]))),
        ("a recorded result", Box::new(replace("berth ", "birth ", &["CT_STEP", "ct_impure"]))),
        ("a status", Box::new(replace("\"SUCCESS\"", "\"VIOLATION\"", &["CC_COMPLETE", "BERTH"]))),
        ("an outcome", Box::new(replace("\"SUCCESS\"", "\"ALREADY_EXISTS\"", &["CC_STEP", "REGISTER"]))),
        ("a key", Box::new(replace("\"terminal\"", "\"terminated\"", &["WF_ROUTE", "EXIT_BERTHED"]))),
        ("an address", Box::new(replace("\"step_addr\":6", "\"step_addr\":7", &["CC_STEP", "CHOOSE"]))),
        ("a check", Box::new(replace("\"held\":true", "\"held\":false", &["ADMIT"]))),
        ("an ending", Box::new(replace("EXIT_BERTHED", "EXIT_REFUSED", &["WF_ROUTE", "EXIT_BERTHED"]))),
        ("the snapshot", Box::new(replace("5eed", "5eee", &["trace_classification"]))),
        ("a domain", Box::new(replace("\"harbour\"", "\"haven\"", &["CC_STEP", "APPEND"]))),
        ("a time", Box::new(replace("\"ts_ns\":", "\"ts_ns\":9", &["CC_STEP", "APPEND"]))),
        ("a form", Box::new(replace("\":", "\": ", &["WF_START"]))),
    ];
    for n in 0..all {
        changes.push(("an event that was removed", Box::new(move |lines| drop(lines.remove(n)))));
        if n > 0 && n + 1 < all {
            changes.push(("two that change places", Box::new(move |lines| lines.swap(n, n + 1))));
        }
        changes.push(("one that stands twice", Box::new(move |lines| lines.insert(n, lines[n].clone()))));
    }
    for (what, change) in changes {
        let file = changed(&trace, change);
        let (verified, replayed) = (on("verify", &file), harbour.replay(&file));
        assert!(verified.status == 1 || replayed.status == 1, "{what}: {}{}", verified.stdout, replayed.stdout);
    }
}

#[test]
fn verify_says_what_contradicts() {
    let harbour = Harbour::new();
    let trace = harbour.receive("Argo", "hello");
    let failed = |change: &dyn Fn(&mut Vec<String>)| {
        let answer = on("verify", &changed(&trace, |lines| change(lines)));
        assert_eq!(answer.status, 1);
        answer.stdout
    };
    let said = failed(&|lines| drop(lines.pop()));
    assert!(said.contains("the trace is cut off: its last event does not end the run"), "{said}");
    let said = failed(&|lines| drop(lines.remove(0)));
    assert!(said.contains(":1: the trace does not begin with the line"), "{said}");
    let said = failed(&|lines| {
        let n = line(lines, &["WF_ROUTE", "ACK"]);
        lines.remove(n);
    });
    assert!(said.contains(":4: events were removed, moved or added: CC_START can't stand here"), "{said}");
    let said = failed(&|lines| {
        let n = line(lines, &["CC_COMPLETE", "BERTH"]);
        lines[n] = lines[n].replace("\"berth\",", "");
    });
    assert!(said.contains("`output_keys` are not those of the steps and inputs"), "{said}");
    let said = failed(&|lines| {
        let n = line(lines, &["WF_COMPLETE"]);
        lines[n] = lines[n].replace("SUCCESS", "VIOLATION");
    });
    assert!(said.contains("the status is not the outcome before it"), "{said}");
}

#[test]
fn a_replay_needs_the_payload_and_the_state_from_before() {
    let harbour = Harbour::new();
    let trace = harbour.receive("Argo", "hello");
    let answer = on("replay", &trace);
    assert!(answer.stdout.starts_with("impossible"), "{}", answer.stdout);
    assert!(answer.stdout.contains("(--payload, --data-root)") && answer.status == 1, "{}", answer.stdout);
    let other = harbour.path("other.json");
    fs::write(&other, r#"{"ship":"Vega"}"#).unwrap();
    let answer = pgs(&["replay", "--payload", other.to_str().unwrap(), trace.to_str().unwrap()]);
    assert!(answer.stdout.contains("not that of this run"), "{}", answer.stdout);
    // The state of now has the ship already: the run would go another way.
    let (payload, data) = (harbour.path("payload.json"), harbour.path("data"));
    let [payload, data, file] = [&payload, &data, &trace].map(|path| path.to_str().unwrap());
    let answer = pgs(&["replay", "--payload", payload, "--data-root", data, file]);
    assert!(answer.stdout.starts_with("diverged"), "{}", answer.stdout);
    for side in ["recorded: CC_STEP REGISTER", "replayed: CC_STEP REGISTER", "outcome=\"ALREADY_EXISTS\""] {
        assert!(answer.stdout.contains(side), "{}", answer.stdout);
    }
    let answer = pgs(&["replay", "--payload", payload, "--data-root", "/nowhere/at/all", file]);
    assert_eq!(answer.status, 2, "{}", answer.stderr);
}

#[test]
fn what_reaches_beyond_stores_is_not_done_again() {
    let harbour = Harbour::new();
    let trace = harbour.receive("Argo", "print");
    let answer = harbour.replay(&trace);
    assert!(answer.stdout.starts_with("in part"), "{}", answer.stdout);
    assert!(answer.stdout.contains("CS_TEXT_ARTIFACT_V0 is not called again in a replay"), "{}", answer.stdout);
    assert_eq!(answer.status, 0);
}

#[test]
fn one_that_breaks_off_is_replayed_as_far_as_it_goes() {
    let harbour = Harbour::new();
    let trace = harbour.receive("Argo", "hello");
    let cut = changed(&trace, |lines| lines.truncate(7));
    let answer = harbour.replay(&cut);
    assert!(answer.stdout.starts_with("identical"), "{}", answer.stdout);
    assert!(answer.stdout.contains("all 6 events there are; the recording breaks off"), "{}", answer.stdout);
    let text = fs::read_to_string(&cut).unwrap();
    fs::write(&cut, &text[..text.len() - 30]).unwrap();
    let answer = harbour.replay(&cut);
    assert!(answer.stdout.contains("all 5 events there are; the recording breaks off"), "{}", answer.stdout);
    let answer = on("verify", &cut);
    assert!(answer.stdout.contains("the trace is cut off in this line"), "{}", answer.stdout);
    let answer = on("examine", &cut);
    assert!(answer.stdout.contains("breaks off") && answer.status == 1, "{}", answer.stdout);
}

#[test]
fn examine_says_what_is_at_fault() {
    let harbour = Harbour::new();
    let trace = harbour.receive("Argo", "fail");
    let answer = on("examine", &trace);
    for words in [
        "Status:       ERROR\n",
        "Class:        transform\n",
        "Node:         BERTH\n",
        "Step:         welcome\n",
        "Reason:       capability fault: as it is told\n",
        "File:         canonical/harbour/capability_contracts/harbour__CC_BERTH_SHIP_V0.json\n",
        "Snapshot:     5eed\n",
        "Path:         IN_SHIP_CAME --ACK--> ENTER\n",
        "Recorded:     harbour::CT_IMPURE_CHOOSE_BERTH_V0 at __atom_result__\n",
        "Sealed:       no: its system does not seal traces\n",
    ] {
        assert!(answer.stdout.contains(words), "{words}: {}", answer.stdout);
    }
    assert_eq!(answer.status, 1);
    let trace = harbour.run(&pgs_value::json!({"word": 5}));
    let answer = on("examine", &trace);
    for words in
        ["Class:        admission\n", "`ship` is not there; `word` is no string\n", "Exit:         EXIT_REFUSED\n"]
    {
        assert!(answer.stdout.contains(words), "{words}: {}", answer.stdout);
    }
    assert_eq!(answer.status, 0);
    let trace = harbour.receive("Vega", "refuse");
    let answer = on("examine", &trace);
    for words in ["Class:        business\n", "harbour::CT_PURE_WELCOME_V0 ended with VIOLATION\n"] {
        assert!(answer.stdout.contains(words), "{words}: {}", answer.stdout);
    }
    assert_eq!(answer.status, 0);
    // Filters and tables know them, too.
    let work = harbour.path("work");
    let failed = pgs(&["examine", "--failed", "--workflow", "WF_RECEIVE_SHIP_V0", work.to_str().unwrap()]);
    assert!(failed.stdout.contains("business"), "{}", failed.stdout);
    let answer = pgs(&["examine", "--class", "transform", work.to_str().unwrap()]);
    assert_eq!(answer.stdout, "");
}

#[test]
fn both_generations_stand_in_one_file() {
    let harbour = Harbour::new();
    let place = crate::lend::Place::new();
    let (first, second) = (harbour.receive("Argo", "hello"), harbour.path("first.jsonl"));
    fs::copy(&first, &second).unwrap();
    let third = harbour.receive("Fram", "hello");
    let pgs_trace = place.run(&pgs_value::json!({"book": "Emma"}));
    let texts = [&second, &pgs_trace, &third].map(|file| fs::read_to_string(file).unwrap());
    let all = harbour.path("all.jsonl");
    fs::write(&all, texts.concat()).unwrap();
    let answer = on("verify", &all);
    assert!(answer.stdout.contains("3 traces: 1 ok, 2 consistent, 0 failed"), "{}", answer.stdout);
    let answer = on("examine", &all);
    assert!(answer.stdout.contains("3 traces: 3 without failure"), "{}", answer.stdout);
    assert_eq!(on("render", &all).status, 0);
}

#[test]
fn a_picture_of_words_is_written() {
    let harbour = Harbour::new();
    let trace = harbour.receive("Argo <b>\u{202e}", "hello");
    assert_eq!(on("render", &trace).status, 0);
    let text = fs::read_to_string(trace.with_extension("md")).unwrap();
    for words in [
        "# SUCCESS at EXIT_BERTHED: harbour::WF_RECEIVE_SHIP_V0\n",
        "- Snapshot: `5eed`\n- Announced: harbour::EV_SHIP_BERTHED_V0\n",
        "1. `IN_SHIP_CAME`: ACK\n   - payload keys: `[\"ship\",\"word\"]`\n",
        "2. `ENTER` (harbour::CC_ENTER_SHIP_V0): SUCCESS\n",
        "     - recorded of harbour::CT_IMPURE_CHOOSE_BERTH_V0 at `__atom_result__`: `{\"berth\":\"berth ",
        "4. EXIT_BERTHED\n",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains('\u{202e}'), "{text}");
}

#[test]
fn hostile_text_is_shown_and_not_obeyed() {
    let harbour = Harbour::new();
    let trace = harbour.receive("Argo", "hello");
    let hostile = changed(&trace, |lines| {
        for line in lines.iter_mut() {
            *line = line.replace("EXIT_BERTHED", "EXIT\\u001b[31m\\u202eED").replace("5eed", "\\u001b[2J");
        }
    });
    for command in ["verify", "examine", "replay", "render"] {
        let answer = if command == "replay" { harbour.replay(&hostile) } else { on(command, &hostile) };
        let shown = answer.stdout + &answer.stderr;
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{command}: {shown}");
    }
    let text = fs::read_to_string(hostile.with_extension("md")).unwrap();
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
    for rubbish in [
        "{\"trace_schema_version\":\"v2\"}",
        "{\"trace_schema_version\":\"v2\",\"event_type\":\"trace_classification\"}",
        "\u{fffd}",
    ] {
        let file = changed(&trace, |lines| *lines = vec![rubbish.to_owned()]);
        for command in ["verify", "examine", "render"] {
            assert_eq!(on(command, &file).status, 1, "{command} {rubbish}");
        }
        assert_eq!(harbour.replay(&file).status, 1);
    }
}

#[test]
fn every_random_change_is_found_but_for_those_of_times() {
    let harbour = Harbour::new();
    let trace = harbour.receive("Argo", "hello");
    let bytes = fs::read(&trace).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    // A time is compared by its form alone, and those of events must not go back.
    let is_time = |at: usize| {
        let line = text[..at].rsplit('\n').next().unwrap();
        let since = |key: &str| line.rfind(key).map(|from| &line[from + key.len()..]);
        since("\"ts_ns\":").is_some() || since("\"entered_at\":\"").is_some_and(|value| !value.contains('"'))
    };
    let random = &mut fastrand::Rng::with_seed(15);
    let file = changed(&trace, |_| {});
    for _ in 0..150 {
        let (at, byte) = (random.usize(..bytes.len()), random.u8(..));
        if bytes[at] == byte || is_time(at) {
            continue;
        }
        let mut other = bytes.clone();
        other[at] = byte;
        fs::write(&file, &other).unwrap();
        let (verified, replayed) = (on("verify", &file), harbour.replay(&file));
        let said = format!("{at} {byte}: {}{}", verified.stdout, replayed.stdout);
        assert!(verified.status == 1 || replayed.status == 1, "{said}");
        on("examine", &file);
    }
}
