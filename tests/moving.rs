//! `pgs state`: from files to the database and back, whole or not at all.

#![cfg(feature = "sqlite")]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use pgs_value::{Value, json};
use support::{Place, binary, command, feed, files_below, state};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";
const ADD: &str = "library::WF_ADD_BOOK_V0";

fn moving(direction: &str, root: &Path, option: &str, other: &Path) -> Output {
    let mut command: Command = command(binary("pgs"));
    command.args(["state", direction, "--data-root"]).arg(root).arg(option).arg(other).output().unwrap()
}

fn done(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn refused(output: &Output, words: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.starts_with("error: ") && said.contains(words), "{said}");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
}

fn run(place: &Place, fqdn: &str, store: &str, root: &Path, payload: &Value) -> String {
    let mut command = command(binary("pgs"));
    command.args(["run", "--wf", fqdn, "--payload", "-", "--store", store, "--trace", "jsonl", "--data-root"]);
    let output = feed(command.arg(root).arg("--workspace").arg(place.workspace()), payload.to_string().as_bytes());
    support::line(&String::from_utf8_lossy(&output.stdout), "Status").unwrap_or_default().to_owned()
}

/// Runs that write a registry, a log and an object.
fn seed(place: &Place, store: &str, root: &Path) {
    for n in 0..5 {
        let member = json!({ "member": { "full_name": format!("Zoë {n}"), "email": format!("z{n}@example.org") } });
        assert_eq!(run(place, REGISTER, store, root, &member), "SUCCESS");
    }
    assert_eq!(run(place, ADD, store, root, &support::payload("library/add_book")), "SUCCESS");
}

/// The files of the stores.
fn stores(root: &Path) -> Vec<String> {
    let own = |path: &Path| path.components().any(|part| part.as_os_str() == ".pgs");
    let files = files_below(root).into_iter().filter(|path| !own(path.strip_prefix(root).unwrap()));
    files.map(|path| path.strip_prefix(root).unwrap().display().to_string()).collect()
}

#[test]
fn files_become_a_database_and_files_again() {
    let place = Place::new();
    let (files, root, back) = (place.data(), place.data().with_file_name("db"), place.data().with_file_name("back"));
    seed(&place, "files", &files);
    let before: Vec<(String, Vec<u8>)> =
        stores(&files).into_iter().map(|name| (name.clone(), fs::read(files.join(name)).unwrap())).collect();
    assert!(before.len() >= 3, "{before:?}");
    let said = done(&moving("import", &root, "--from", &files));
    assert!(said.contains("registry") && said.contains("library/journal.jsonl"), "{said}");
    assert_eq!(stores(&root), ["pgs.db"]);
    done(&moving("export", &root, "--to", &back));
    assert_eq!(stores(&back), before.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
    for (name, bytes) in &before {
        assert_eq!(fs::read(files.join(name)).unwrap(), *bytes, "the source was changed: {name}");
        assert_eq!(fs::read_to_string(back.join(name)).unwrap(), String::from_utf8_lossy(bytes), "{name}");
    }
    // All three go on in the same way.
    for (store, root) in [("files", &files), ("sqlite", &root), ("files", &back)] {
        let known = json!({ "member": { "full_name": "Zoë 1", "email": "z1@example.org" } });
        assert_eq!(run(&place, REGISTER, store, root, &known), "SUCCESS");
        assert_eq!(run(&place, ADD, store, root, &support::payload("library/add_book")), "ALREADY_EXISTS");
    }
    assert_eq!(fs::read_to_string(back.join("library/members.jsonl")).unwrap().lines().count(), 5);
    let entries = |root: &Path| state::journal(&root.join("library/journal.jsonl")).len();
    assert_eq!(entries(&files), entries(&back));
}

#[test]
fn removed_entries_and_blank_lines_do_not_come_along() {
    let place = Place::new();
    let (root, back) = (place.data(), place.data().with_file_name("back"));
    fs::create_dir_all(root.join("library")).unwrap();
    let entry = |key: &str, n: u32| json!({ "key": key, "address": format!("ADDR_{n}"), "target_cs": n }).to_string();
    let tombstone = json!({ "key": "b", "address": "ADDR_2", "tombstone": true }).to_string();
    let text = [entry("a", 1), entry("b", 2), String::new(), entry("a", 3), tombstone, entry("c", 4)].join("\n");
    fs::write(root.join("library/members.jsonl"), text).unwrap();
    // Spaces that our own writer leaves out.
    let odd = "{\"record_id\": \"x\", \"sequence_number\": 1.0}\n";
    fs::write(root.join("library/journal.jsonl"), odd).unwrap();
    fs::write(root.join("notes.txt"), "mine").unwrap();
    let said = done(&command(binary("pgs")).args(["state", "import", "--data-root"]).arg(&root).output().unwrap());
    assert!(said.contains("left alone") && said.contains("notes.txt"), "{said}");
    done(&moving("export", &root, "--to", &back));
    let members = fs::read_to_string(back.join("library/members.jsonl")).unwrap();
    assert_eq!(members, format!("{}\n{}\n", entry("a", 3), entry("c", 4)));
    assert_eq!(fs::read_to_string(back.join("library/journal.jsonl")).unwrap(), odd);
    assert!(!back.join("notes.txt").exists() && root.join("notes.txt").exists());
}

/// A relative path is below the current folder.
#[test]
fn state_is_moved_to_a_relative_path() {
    let place = Place::new();
    let (root, here) = (place.data().with_file_name("db"), place.data().parent().unwrap().to_owned());
    seed(&place, "sqlite", &root);
    let mut export = command(binary("pgs"));
    export.args(["state", "export", "--data-root", "db", "--to", "some-files"]).current_dir(&here);
    done(&export.output().unwrap());
    assert!(here.join("some-files/library/members.jsonl").exists());
}

#[test]
fn a_target_that_holds_state_is_refused() {
    let place = Place::new();
    let (files, root, full) = (place.data(), place.data().with_file_name("db"), place.data().with_file_name("full"));
    seed(&place, "files", &files);
    seed(&place, "sqlite", &root);
    fs::create_dir(&full).unwrap();
    fs::write(full.join("x"), "").unwrap();
    refused(&moving("import", &root, "--from", &files), "pgs.db is there already");
    refused(&moving("export", &root, "--to", &full), "is there already");
    refused(&moving("export", &files, "--to", &full.join("new")), "there is no pgs.db");
    refused(&moving("import", &full, "--from", &root), "there is nothing to import");
    let other = place.data().with_file_name("other");
    seed(&place, "files", &other);
    refused(&moving("import", &other, "--from", &files), "is there already");
    assert_eq!(stores(&full), ["x"]);
    assert!(!other.join("pgs.db").exists());
}

/// A broken line in the last of the stores: nothing of the others is there either.
#[test]
fn what_can_not_be_read_leaves_nothing() {
    let place = Place::new();
    let (files, root) = (place.data(), place.data().with_file_name("db"));
    seed(&place, "files", &files);
    let members = files.join("library/members.jsonl");
    let text = fs::read_to_string(&members).unwrap().replacen('{', "[", 1);
    fs::write(&members, text).unwrap();
    refused(&moving("import", &root, "--from", &files), "line 1");
    assert!(!root.join("pgs.db").exists());
    assert_eq!(stores(&root), Vec::<String>::new());
}

/// What a process adds that goes on with the old state would be lost.
#[test]
fn state_that_a_process_works_on_is_not_moved() {
    for (direction, store) in [("import", "files"), ("export", "sqlite")] {
        let place = Place::new();
        let (root, out) = (place.data(), place.folder().join("out"));
        let mut batch = command(binary("pgs"));
        batch.args(["run", "--wf", REGISTER, "--store", store, "--payloads", "-", "--data-root"]).arg(&root);
        batch.arg("--workspace").arg(place.workspace());
        let mut batch = batch.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (mut input, mut results) = (batch.stdin.take().unwrap(), BufReader::new(batch.stdout.take().unwrap()));
        let mut add = |n: u32| {
            writeln!(input, "{}", json!({ "member": { "full_name": "Zoë", "email": format!("z{n}@example.org") } }))
                .unwrap();
            let mut result = String::new();
            results.read_line(&mut result).unwrap();
            assert!(result.contains("\"SUCCESS\""), "{result}");
        };
        add(0);
        let moves = |wait: &str| {
            let mut moves = command(binary("pgs"));
            moves.args(["state", direction, "--wait", wait, "--data-root"]).arg(&root);
            if direction == "export" {
                moves.arg("--to").arg(&out);
            }
            moves.output().unwrap()
        };
        refused(&moves("0"), &format!("is held by process {}", batch.id()));
        refused(&moves("1"), "which was waited for 1 s");
        // Nothing was begun, and nothing that comes afterwards is lost.
        add(1);
        drop(input);
        assert!(batch.wait().unwrap().success());
        let said = done(&moves("5"));
        assert!(said.lines().any(|line| line.starts_with("registry") && line.ends_with(" 2")), "{said}");
    }
}

/// A process that has found files, and does nothing with them before there is a database, does not go on with them.
#[test]
fn who_comes_to_files_that_have_become_a_database_is_told() {
    let place = Place::new();
    let root = place.data();
    seed(&place, "files", &root);
    let mut batch = command(binary("pgs"));
    batch.args(["run", "--wf", REGISTER, "--payloads", "-", "--data-root"]).arg(&root);
    batch.arg("--workspace").arg(place.workspace());
    let mut batch = batch.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = batch.stdin.take().unwrap();
    // A line that is no payload: when its result is there, everything was opened.
    let mut results = BufReader::new(batch.stdout.take().unwrap());
    let mut next = |line: &str| {
        writeln!(input, "{line}").unwrap();
        let mut result = String::new();
        results.read_line(&mut result).unwrap();
        result
    };
    next("no payload");
    done(&command(binary("pgs")).args(["state", "import", "--data-root"]).arg(&root).output().unwrap());
    let before = fs::read(root.join("library/members.jsonl")).unwrap();
    let result = next(r#"{"member": {"full_name": "Zoë", "email": "new@example.org"}}"#);
    assert!(result.contains("BACKEND_ERROR") && result.contains("pgs.db holds the state"), "{result}");
    assert_eq!(fs::read(root.join("library/members.jsonl")).unwrap(), before);
    drop(input);
    batch.wait().unwrap();
}

/// Of several at once for one target, one moves the state; the others say why they do not.
/// What is made beside the new folder takes the place of nothing that is somebody else's.
#[test]
fn a_folder_of_somebody_else_is_not_removed() {
    let place = Place::new();
    let (root, out) = (place.data(), place.folder().join("out"));
    seed(&place, "sqlite", &root);
    let beside = place.folder().join(".out.pgs-export");
    fs::create_dir_all(beside.join("letters")).unwrap();
    fs::write(beside.join("letters/one"), "Dear reader").unwrap();
    refused(&moving("export", &root, "--to", &out), "was not made by `pgs state`; move it away");
    assert_eq!(fs::read_to_string(beside.join("letters/one")).unwrap(), "Dear reader");
    assert!(!out.exists());
    // What a killed process has left is no obstacle.
    fs::remove_dir_all(beside.join("letters")).unwrap();
    fs::create_dir_all(beside.join(".pgs")).unwrap();
    fs::create_dir_all(beside.join("library")).unwrap();
    fs::write(beside.join(".pgs/export"), "").unwrap();
    done(&moving("export", &root, "--to", &out));
    assert!(!beside.exists() && !out.join(".pgs").exists());
}

#[test]
fn only_one_of_many_moves_state() {
    let place = Place::new();
    let (files, root, back) = (place.data(), place.data().with_file_name("db"), place.data().with_file_name("back"));
    seed(&place, "files", &files);
    for (direction, from, option, to) in [("import", &root, "--from", &files), ("export", &root, "--to", &back)] {
        let outputs: Vec<Output> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|_| scope.spawn(|| moving(direction, from, option, to))).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let (moved, others): (Vec<&Output>, Vec<&Output>) = outputs.iter().partition(|output| output.status.success());
        assert_eq!(moved.len(), 1, "{outputs:?}");
        for other in others {
            let said = String::from_utf8_lossy(&other.stderr);
            assert!(said.contains("is there already") || said.contains("is locked"), "{said}");
        }
    }
    assert_eq!(stores(&back), stores(&files));
    for name in stores(&files) {
        assert_eq!(fs::read(back.join(&name)).unwrap(), fs::read(files.join(&name)).unwrap(), "{name}");
    }
    let drafts =
        |folder: &Path| fs::read_dir(folder).unwrap().filter(|it| is_draft(&it.as_ref().unwrap().file_name())).count();
    assert_eq!((drafts(place.folder()), drafts(&root.join(".pgs"))), (0, 0));
}

fn is_draft(name: &std::ffi::OsStr) -> bool {
    name == "new" || name.to_string_lossy().ends_with(".pgs-export")
}
