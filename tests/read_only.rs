//! What commands read they do not change: `verify`, `examine`, `replay`, `conformance` and `state` work where nothing may be
//! written, and leave every byte and name as it is where something may.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{Place, binary, command, files_below, payload, project};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";

/// Every file below a folder, with its bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files_below(folder).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// A data root and a workspace in which something was done.
fn used() -> Place {
    let place = Place::new();
    for _ in 0..2 {
        place.run_with(REGISTER, &payload("library/register_member")).ends(
            "SUCCESS",
            0,
            "EXIT_REGISTERED (COMPLETED, emits EV_MEMBER_REGISTERED_V0)",
        );
    }
    place
}

/// A command, and the folder that it reads.
fn reads<'a>(args: &[&str], folder: &'a Path) -> (Vec<String>, &'a Path) {
    (args.iter().map(|arg| (*arg).to_owned()).collect(), folder)
}

fn run(mut command: Command, args: &[String]) -> Output {
    command.args(args).output().unwrap()
}

/// The commands, in the order of what they read.
fn commands<'a>(place: &'a Place, samples: &'a Path, new: &Path) -> Vec<(Vec<String>, &'a Path)> {
    let (traces, data) = (place.folder(), place.folder());
    let workspace = place.workspace().display().to_string();
    let root = place.data().display().to_string();
    let mut all = vec![
        reads(&["verify", &workspace], traces),
        reads(&["examine", &workspace], traces),
        reads(&["replay", &workspace], traces),
        reads(&["conformance", &samples.display().to_string()], samples),
    ];
    if cfg!(feature = "sqlite") {
        let new = new.display().to_string();
        all.push(reads(&["state", "import", "--from", &root, "--data-root", &new], data));
    }
    all
}

#[test]
fn what_is_read_is_not_changed() {
    let (place, samples) = (used(), project().join("snapshots/library"));
    let before = (tree(place.folder()), tree(&samples));
    let new = Place::new();
    for (args, _) in commands(&place, &samples, &new.folder().join("db")) {
        let output = run(command(binary("pgs")), &args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!((tree(place.folder()), tree(&samples)) == before, "{args:?} has changed what it reads");
    }
}

/// The same where the system lets nobody write: a mount that can only be read.
#[test]
fn what_is_read_may_lie_where_nothing_can_be_written() {
    let (place, samples) = (used(), project().join("snapshots/library"));
    let new = Place::new();
    for (args, folder) in commands(&place, &samples, &new.folder().join("db")) {
        let mut mounted = command("unshare");
        let script = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" || exit 99; exec \"$@\"";
        mounted.args(["--mount", "--map-root-user", "sh", "-c", script]).arg(folder).arg(binary("pgs"));
        let output = run(mounted, &args);
        if matches!(output.status.code(), Some(99) | None)
            || String::from_utf8_lossy(&output.stderr).contains("unshare")
        {
            eprintln!("skipped: no mount can be made here: {}", String::from_utf8_lossy(&output.stderr));
            return;
        }
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// A run with an id that has ended is answered also there: nothing has to be done for that.
#[test]
fn a_run_that_has_ended_is_answered_where_nothing_can_be_written() {
    for store in if cfg!(feature = "sqlite") { &["files", "sqlite"][..] } else { &["files"] } {
        let (place, work) = (Place::new(), Place::new());
        let args = ["run", "--wf", REGISTER, "--store", store, "--run-id", "order 1", "--payload"].map(str::to_owned);
        let mut args = args.to_vec();
        let folders = [place.data(), work.workspace()].map(|path| path.display().to_string());
        args.push(support::payload_file("library/register_member").display().to_string());
        args.extend(["--data-root".to_owned(), folders[0].clone(), "--workspace".to_owned(), folders[1].clone()]);
        let first = run(command(binary("pgs")), &args);
        assert_eq!(first.status.code(), Some(0), "{}", String::from_utf8_lossy(&first.stderr));
        let mut mounted = command("unshare");
        let script = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" || exit 99; exec \"$@\"";
        mounted.args(["--mount", "--map-root-user", "sh", "-c", script]).arg(place.folder()).arg(binary("pgs"));
        let again = run(mounted, &args);
        let told = String::from_utf8_lossy(&again.stderr);
        if matches!(again.status.code(), Some(99) | None) || told.contains("unshare") {
            eprintln!("skipped: no mount can be made here: {told}");
            return;
        }
        assert!(told.starts_with("note: the run order 1 took place before"), "{store}: {told}");
        assert_eq!(again.status.code(), Some(0), "{store}");
        assert_eq!(work.traces().len(), 1);
    }
}

/// A run of a workflow that might write reads what is there, whatever form state has.
#[test]
fn a_run_reads_where_nothing_can_be_written() {
    let forms = if cfg!(feature = "sqlite") { &["files", "sqlite"][..] } else { &["files"] };
    for (store, isolation) in forms.iter().flat_map(|store| [(store, "run"), (store, "operation")]) {
        for is_empty in [false, true] {
            let (place, work) = (Place::new(), Place::new());
            fs::create_dir_all(place.data()).unwrap();
            let run_of = |fqdn: &str, command: &mut Command| {
                command.args(["run", "--wf", fqdn, "--store", store, "--isolation", isolation]);
                command.arg("--data-root").arg(place.data()).arg("--workspace").arg(work.workspace());
            };
            if !is_empty {
                let mut first = command(binary("pgs"));
                run_of(REGISTER, &mut first);
                first.arg("--payload").arg(support::payload_file("library/register_member"));
                assert_eq!(first.output().unwrap().status.code(), Some(0));
            }
            let mut mounted = command("unshare");
            let script = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" || exit 99; exec \"$@\"";
            mounted.args(["--mount", "--map-root-user", "sh", "-c", script]).arg(place.folder()).arg(binary("pgs"));
            run_of("library::WF_REMIND_OVERDUE_V0", &mut mounted);
            let output = mounted.output().unwrap();
            let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            if matches!(output.status.code(), Some(99) | None) || told.contains("unshare") {
                eprintln!("skipped: no mount can be made here: {told}");
                return;
            }
            assert_eq!(support::line(&said, "Status"), Some("NONE_OVERDUE"), "{store}, {isolation}: {said}{told}");
        }
    }
}

/// What a database holds is moved, and the database stays as it is, with no file beside it that was not there.
#[test]
#[cfg_attr(not(feature = "sqlite"), ignore = "needs --features sqlite")]
fn a_database_that_is_exported_is_not_changed() {
    let place = Place::new();
    let root = place.data();
    let register = |store: &str| {
        let mut command = place.pgs(REGISTER);
        command.args(["--store", store, "--payload"]).arg(support::payload_file("library/register_member"));
        assert_eq!(command.output().unwrap().status.code(), Some(0));
    };
    register("sqlite");
    let log = root.join("pgs.db-wal");
    for without_log in [false, true] {
        if without_log {
            rusqlite::Connection::open(root.join("pgs.db"))
                .and_then(|open| open.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))
                .unwrap();
            let _ = (fs::remove_file(&log), fs::remove_file(root.join("pgs.db-shm")));
        }
        // Memory that processes share is no state.
        let state = |root: &Path| {
            let mut state = tree(root);
            state.retain(|path, _| without_log || !path.ends_with("pgs.db-shm"));
            state
        };
        let before = state(&root);
        let to = place.folder().join(format!("files-{without_log}"));
        let args = ["state", "export", "--data-root", root.to_str().unwrap(), "--to", to.to_str().unwrap()];
        let output = run(command(binary("pgs")), &args.map(str::to_owned));
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(state(&root) == before, "{:?} became {:?}", before.keys(), state(&root).keys());
        assert!(to.join("library/members.jsonl").exists());
    }
}
