//! Folders that others may write to: what they put in the place of our files is neither followed nor waited for, and what
//! we create is not for everybody.

mod support;

use std::fs;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::planted::{Planted, ended, said, tree};
use support::stores::{FORMS, Form};
use support::{Place, binary, command, files_below, payload, payload_file};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";
const ADD: &str = "library::WF_ADD_BOOK_V0";
const OBJECT: &str = "library/catalogue.json";

/// What lies below a data root: a line file, an object, and all that is ours alone.
fn places(form: Form) -> &'static [&'static str] {
    match form {
        Form::Files => &[
            "library",
            "library/members.jsonl",
            "library/catalogue.json",
            "library/.catalogue.json.pgs-new",
            ".pgs",
            ".pgs/files.open.lock",
            ".pgs/locks",
            ".pgs/locks/library%2Fmembers.jsonl.lock",
            ".pgs/index",
            ".pgs/index/library%2Fmembers.jsonl",
            ".pgs/index/library%2Fmembers.jsonl.new",
            ".pgs/confirmed",
            ".pgs/confirmed/library%2Fmembers.jsonl",
            ".pgs/confirmed/library%2Fmembers.jsonl.new",
            ".pgs/redo",
            ".pgs/redo/library%2Fcatalogue.json",
        ],
        Form::Sqlite => &[
            "pgs.db",
            "pgs.db-wal",
            "pgs.db-shm",
            "pgs.db-journal",
            ".pgs",
            ".pgs/locks",
            ".pgs/locks/pgs.db.lock",
            ".pgs/locks/pgs.db.open.lock",
            ".pgs/new",
            ".pgs/pgs.db.named",
            ".pgs/pgs.db.unsynced",
        ],
    }
}

/// A run that leaves its trace alone.
fn run(place: &Place, form: Form, fqdn: &str, sample: &str) -> Command {
    let mut command = place.pgs(fqdn);
    command.args(form.options()).args(["--trace", "jsonl", "--payload"]).arg(payload_file(sample));
    command
}

/// Runs that write every kind of store, one of them a batch.
fn runs(place: &Place, form: Form) -> Vec<Command> {
    let lines = support::lines_of([payload("library/register_second_member"), payload("library/register_member")]);
    let mut batch = place.pgs(REGISTER);
    batch.args(form.options()).arg("--payloads").arg(place.file("members.ndjson", lines));
    vec![run(place, form, REGISTER, "library/register_member"), run(place, form, ADD, "library/add_book"), batch]
}

/// A place in which something was done, or nothing.
fn place(form: Form, used: bool) -> Place {
    let place = Place::new();
    fs::create_dir_all(place.data()).unwrap();
    if used {
        for (fqdn, sample) in [(REGISTER, "library/register_member"), (ADD, "library/add_book")] {
            assert!(ended(&mut run(&place, form, fqdn, sample)).status.success());
        }
    }
    place
}

/// Whether something is planted there: some things can be put in the place of files alone.
fn fits(planted: Planted, path: &Path) -> bool {
    planted != Planted::Socket || path.as_os_str().len() < 100
}

#[test]
fn what_lies_below_the_data_root_is_neither_followed_nor_waited_for() {
    for form in FORMS {
        for (at, planted, used) in places(*form)
            .iter()
            .flat_map(|at| Planted::ALL.map(|planted| (at, planted)))
            .flat_map(|(at, planted)| [false, true].map(|used| (at, planted, used)))
        {
            // What leads nowhere is the same wherever it stands.
            if used && !matches!(planted, Planted::Link | Planted::Pipe) {
                continue;
            }
            let place = place(*form, used);
            let (path, outside) = (place.data().join(at), place.folder().join("outside"));
            if !fits(planted, &path) {
                continue;
            }
            planted.put(&path, &outside);
            let before = tree(&outside);
            let count = if used { 3 } else { 2 };
            for mut command in runs(&place, *form).into_iter().take(count) {
                let output = ended(&mut command);
                assert_eq!(tree(&outside), before, "{planted:?} at {at} ({used}): {}", said(&output));
            }
        }
    }
}

/// What the torn end of a file is kept in.
#[test]
fn what_is_cut_off_is_kept_below_the_data_root() {
    for planted in Planted::ALL {
        let place = place(Form::Files, true);
        let outside = place.folder().join("outside");
        fs::create_dir(place.data().join(".pgs/torn")).unwrap();
        planted.put(&place.data().join(".pgs/torn"), &outside);
        let members = place.data().join("library/members.jsonl");
        let whole = fs::read(&members).unwrap();
        fs::write(&members, [&whole[..], b"{\"key\":\"z"].concat()).unwrap();
        let before = tree(&outside);
        ended(&mut run(&place, Form::Files, REGISTER, "library/register_member"));
        assert_eq!(tree(&outside), before, "{planted:?}");
    }
}

/// The run ends with BACKEND_ERROR, and its trace gives the reason.
#[track_caller]
fn fails_for(place: &Place, output: &Output, words: &[&str]) {
    let said = said(output);
    assert!(said.contains("BACKEND_ERROR"), "{said}");
    let traces: String = place.traces().iter().map(|trace| fs::read_to_string(trace).unwrap()).collect();
    assert!(words.iter().all(|word| traces.contains(word)), "{words:?} in {traces}");
}

#[test]
fn a_state_file_that_is_a_link_is_named() {
    let place = place(Form::Files, true);
    let path = place.data().join(OBJECT);
    Planted::Link.put(&path, &place.folder().join("outside"));
    let output = ended(&mut run(&place, Form::Files, ADD, "library/add_reference_book"));
    fails_for(&place, &output, &[&format!("{} is a symbolic link", path.display()), "--follow-links"]);
}

#[test]
fn state_files_may_be_links_where_that_is_asked_for() {
    for at in [OBJECT, "library/books.jsonl", "library"] {
        let place = place(Form::Files, true);
        let (path, outside) = (place.data().join(at), place.folder().join("outside"));
        Planted::Link.put(&path, &outside);
        let before = tree(&outside);
        let mut command = run(&place, Form::Files, ADD, "library/add_reference_book");
        let output =
            ended(if at == OBJECT { command.arg("--follow-links") } else { command.env("PGS_FOLLOW_LINKS", "1") });
        assert!(output.status.success(), "{}", said(&output));
        assert!(path.is_symlink() && tree(&outside) != before, "{at}");
    }
}

/// A single run says on the terminal what stands in the place of its store, and what should.
#[test]
fn what_is_no_state_file_is_said_on_standard_error() {
    for planted in [Planted::Link, Planted::Dangling, Planted::Pipe] {
        let place = place(Form::Files, false);
        let path = place.data().join("library/members.jsonl");
        planted.put(&path, &place.folder().join("outside"));
        is_told(&place, &path, if planted == Planted::Pipe { "where one is expected" } else { "is a symbolic link" });
    }
    for (text, expected) in [(None, "where a file is expected"), (Some("[1]\n"), "not a JSON object")] {
        let place = place(Form::Files, false);
        let path = place.data().join("library/members.jsonl");
        match text {
            None => fs::create_dir_all(&path).unwrap(),
            Some(text) => {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, text).unwrap();
            }
        }
        is_told(&place, &path, expected);
    }
}

/// A run that registers a member ends with BACKEND_ERROR, and says of this file what is wrong.
#[track_caller]
fn is_told(place: &Place, path: &Path, words: &str) {
    let output = ended(&mut run(place, Form::Files, REGISTER, "library/register_member"));
    let told = String::from_utf8_lossy(&output.stderr);
    let notes: Vec<&str> = told.lines().filter(|line| line.contains(&path.display().to_string())).collect();
    assert!(matches!(notes.as_slice(), [one] if one.contains(words)), "{words}: {told}");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
}

/// It is a link as any other: state is not taken to be in files because its database is gone.
#[test]
fn a_database_that_is_a_link_to_nothing_is_no_data_root_of_files() {
    for planted in [Planted::Link, Planted::Dangling, Planted::Loop] {
        let place = place(Form::Files, false);
        planted.put(&place.data().join("pgs.db"), &place.folder().join("outside"));
        let output = ended(&mut run(&place, Form::Files, REGISTER, "library/register_member"));
        assert!(said(&output).contains("pgs.db is a symbolic link; remove it"), "{planted:?}: {}", said(&output));
        assert!(!place.data().join("library").exists(), "{planted:?}");
    }
}

#[test]
fn links_that_lead_nowhere_are_errors_also_where_links_are_followed() {
    for planted in [Planted::Loop, Planted::Pipe, Planted::Dangling] {
        let place = place(Form::Files, false);
        let outside = place.folder().join("outside");
        planted.put(&place.data().join(OBJECT), &outside);
        let before = tree(&outside);
        let mut command = run(&place, Form::Files, ADD, "library/add_book");
        fails_for(&place, &ended(command.arg("--follow-links")), &[OBJECT]);
        assert_eq!(tree(&outside), before, "{planted:?}");
    }
}

/// Only who may create devices can test it.
#[test]
fn a_device_stays_a_device() {
    for follow in [false, true] {
        let place = place(Form::Files, true);
        let device = place.folder().join("null");
        if !Command::new("mknod").arg(&device).args(["c", "1", "3"]).status().is_ok_and(|status| status.success()) {
            eprintln!("passed over: no device can be made here");
            return;
        }
        let path = place.data().join(OBJECT);
        fs::remove_file(&path).unwrap();
        if follow {
            symlink(&device, &path).unwrap();
        } else {
            fs::rename(&device, &path).unwrap();
        }
        let mut command = run(&place, Form::Files, ADD, "library/add_reference_book");
        let output = ended(if follow { command.arg("--follow-links") } else { &mut command });
        fails_for(&place, &output, &["is no file"]);
        assert!(fs::metadata(&path).unwrap().file_type().is_char_device());
    }
}

#[test]
fn traces_stay_in_the_workspace() {
    for (at, planted) in ["traces", "traces/library", "traces/library/WF_REGISTER_MEMBER_V0"]
        .into_iter()
        .flat_map(|at| Planted::ALL.map(|planted| (at, planted)))
    {
        let place = Place::new();
        let (path, outside) = (place.workspace().join(at), place.folder().join("outside"));
        fs::create_dir_all(&path).unwrap();
        planted.put(&path, &outside);
        let before = tree(&outside);
        for mut command in runs(&place, Form::Files) {
            let output = ended(&mut command);
            assert_eq!(tree(&outside), before, "{planted:?} at {at}: {}", said(&output));
        }
        assert!(!place.data().exists() || !place.data().join("library/members.jsonl").exists(), "{planted:?} at {at}");
    }
}

#[test]
fn the_file_of_all_traces_is_a_file() {
    for (at, planted) in
        ["traces.jsonl", "traces.jsonl.ids"].into_iter().flat_map(|at| Planted::ALL.map(|planted| (at, planted)))
    {
        let place = Place::new();
        let (path, outside) = (place.workspace().join(at), place.folder().join("outside"));
        planted.put(&path, &outside);
        let before = tree(&outside);
        let mut command = run(&place, Form::Files, REGISTER, "library/register_member");
        let output = ended(command.arg("--trace-into").arg(place.workspace().join("traces.jsonl")));
        let said = said(&output);
        assert!(!output.status.success() && said.contains(path.to_str().unwrap()), "{planted:?} at {at}: {said}");
        assert_eq!(tree(&outside), before, "{planted:?} at {at}");
    }
}

#[test]
fn the_folders_that_are_named_may_be_links() {
    let place = Place::new();
    for (link, real) in [(place.data(), "real-data"), (place.workspace(), "real-workspace")] {
        let real = place.folder().join(real);
        fs::create_dir(&real).unwrap();
        symlink(real, link).unwrap();
    }
    for form in FORMS {
        let other = place.folder().join(form.as_str());
        fs::create_dir(&other).unwrap();
        fs::remove_file(place.data()).unwrap();
        symlink(&other, place.data()).unwrap();
        for mut command in runs(&place, *form) {
            let output = ended(&mut command);
            assert!(output.status.success(), "{}", said(&output));
        }
        assert!(!files_below(&other).is_empty());
    }
}

/// What `pgs` says when asked for this.
fn pgs(args: &[&str], paths: &[&Path]) -> Output {
    ended(command(binary("pgs")).args(args).args(paths))
}

#[test]
fn a_link_to_traces_elsewhere_is_named_and_not_followed() {
    let (place, other) = (place(Form::Files, true), place(Form::Files, true));
    let link = place.workspace().join("traces/more");
    symlink(other.workspace().join("traces"), &link).unwrap();
    for task in ["verify", "examine", "replay", "render"] {
        let output = pgs(&[task], &[&place.workspace()]);
        assert!(!output.status.success() && said(&output).contains(&link.display().to_string()), "{}", said(&output));
    }
}

#[test]
fn what_reads_traces_waits_for_nothing() {
    for planted in Planted::ALL {
        let place = place(Form::Files, true);
        let outside = place.folder().join("outside");
        planted.put(&place.workspace().join("traces/x.jsonl"), &outside);
        // Two links in one folder are enough for more ways than can be gone.
        for name in ["one", "two"] {
            symlink(place.workspace(), place.workspace().join("traces").join(name)).unwrap();
        }
        let before = tree(place.folder());
        for task in ["verify", "examine", "replay"] {
            for path in [place.workspace(), place.workspace().join("traces/x.jsonl")] {
                let output = pgs(&[task], &[&path]);
                // A text elsewhere that holds no trace is none of the workspace's; by its own name it is asked for.
                let passed_over = planted == Planted::Link && path == place.workspace();
                assert_eq!(output.status.success(), passed_over, "{task} {}: {}", path.display(), said(&output));
            }
        }
        assert!(tree(place.folder()) == before, "{planted:?}");
    }
}

#[test]
#[cfg_attr(not(feature = "sqlite"), ignore = "needs --features sqlite")]
fn state_moves_past_nothing() {
    for planted in [Planted::Link, Planted::Pipe] {
        // Of what is ours alone only locks are looked at.
        for at in places(Form::Files).iter().filter(|at| !at.starts_with(".pgs/") || at.contains("lock")) {
            let place = place(Form::Files, true);
            let (path, outside) = (place.data().join(at), place.folder().join("outside"));
            if fits(planted, &path) {
                planted.put(&path, &outside);
                let before = tree(&outside);
                pgs(
                    &["state", "import", "--from"],
                    &[&place.data(), "--data-root".as_ref(), &place.folder().join("db")],
                );
                assert_eq!(tree(&outside), before, "import from {planted:?} at {at}");
            }
        }
        for at in places(Form::Sqlite) {
            let place = place(Form::Files, true);
            let (db, outside) = (place.folder().join("db"), place.folder().join("outside"));
            planted.put(&db.join(at), &outside);
            let before = tree(&outside);
            pgs(&["state", "import", "--from"], &[&place.data(), "--data-root".as_ref(), &db]);
            assert_eq!(tree(&outside), before, "import into {planted:?} at {at}");
        }
        let place = place(Form::Sqlite, true);
        let (made, outside) = (place.folder().join(".out.pgs-export"), place.folder().join("outside"));
        fs::create_dir_all(made.join("library")).unwrap();
        fs::write(made.join("library/kept"), "kept").unwrap();
        planted.put(&made, &outside);
        let before = tree(&outside);
        pgs(&["state", "export", "--to"], &[&place.folder().join("out"), "--data-root".as_ref(), &place.data()]);
        assert_eq!(tree(&outside), before, "export beside {planted:?}");
    }
}

/// Runs a command with a umask.
fn masked(umask: &str, command: &Command) -> Output {
    let mut shell = support::command("sh");
    shell
        .args(["-c", &format!("umask {umask}; exec \"$@\""), "sh"])
        .arg(command.get_program())
        .args(command.get_args());
    ended(&mut shell)
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn what_is_new_is_not_for_everybody() {
    for form in FORMS {
        for (umask, file, folder, lock) in
            [("000", 0o660, 0o770, 0o620), ("022", 0o640, 0o750, 0o600), ("077", 0o600, 0o700, 0o600)]
        {
            let place = Place::new();
            for command in runs(&place, *form) {
                let output = masked(umask, &command);
                assert!(output.status.success(), "{}", said(&output));
            }
            let log = place.workspace().join("all.jsonl");
            let mut command = run(&place, *form, REGISTER, "library/register_member");
            assert!(masked(umask, command.arg("--trace-into").arg(&log)).status.success());
            for (path, _) in [tree(&place.data()), tree(&place.workspace())].into_iter().flatten() {
                let locks = ["lock", "run", "queue", "ids"];
                let is_lock = path.extension().is_some_and(|end| locks.iter().any(|lock| end == *lock));
                let wanted = if path.is_dir() {
                    folder
                } else if is_lock {
                    lock
                } else {
                    file
                };
                assert_eq!(mode(&path), wanted, "{:o} for {} with umask {umask}", mode(&path), path.display());
            }
        }
    }
}

/// Two who share a data root by its group: what the one creates for all keeps the other out of nothing.
#[test]
fn what_all_need_is_for_the_group_of_a_shared_data_root() {
    for form in FORMS {
        let place = place(*form, false);
        fs::set_permissions(place.data(), fs::Permissions::from_mode(0o770)).unwrap();
        for command in runs(&place, *form) {
            assert!(masked("077", &command).status.success());
        }
        let mut command = place.pgs(REGISTER);
        command.args(form.options()).args(["--run-id", "a", "--payload"]).arg(payload_file("library/register_member"));
        assert!(masked("077", &command).status.success());
        for (path, _) in tree(&place.data().join(".pgs")) {
            let rights = if path.is_dir() {
                0o070
            } else if path.extension().is_some_and(|end| ["lock", "run", "queue"].iter().any(|lock| end == *lock)) {
                0o020
            } else {
                0o060
            };
            assert_eq!(mode(&path) & 0o077, rights, "{:o} for {}", mode(&path), path.display());
        }
        assert_eq!(mode(&place.workspace()) & 0o077, 0, "traces are of the one who runs");
        // So is state, in whatever form it lies, and wherever it came from.
        if *form == Form::Files && cfg!(feature = "sqlite") {
            let mut import = support::command(binary("pgs"));
            import.args(["state", "import", "--data-root"]).arg(place.data());
            assert!(masked("077", &import).status.success());
        }
        for name in ["pgs.db", "pgs.db-wal", "pgs.db-shm"].map(|name| place.data().join(name)) {
            assert!(!name.exists() || mode(&name) == 0o600, "{:o} for {}", mode(&name), name.display());
        }
    }
}

/// Who can open a file can lock it, and so hold up everybody else.
#[test]
fn locks_of_an_earlier_version_are_closed_to_readers() {
    for form in FORMS {
        let place = place(*form, true);
        let log = place.workspace().join("all.jsonl");
        let mut locks: Vec<PathBuf> = files_below(&place.data().join(".pgs/locks"));
        locks.push(place.workspace().join("all.jsonl.ids"));
        fs::write(&locks[locks.len() - 1], "").unwrap();
        for lock in &locks {
            fs::set_permissions(lock, fs::Permissions::from_mode(0o644)).unwrap();
        }
        for (fqdn, sample) in [(REGISTER, "library/register_second_member"), (ADD, "library/add_reference_book")] {
            assert!(ended(run(&place, *form, fqdn, sample).arg("--trace-into").arg(&log)).status.success());
        }
        let open: Vec<_> = locks.iter().filter(|lock| mode(lock) & 0o044 != 0).collect();
        assert!(open.is_empty(), "{open:?}");
    }
}
