//! What a machine may bring: a limit of file sizes, a clock that nobody has set, a damaged file beside the traces. Each ends a
//! run with a clear word, or is repaired; none ends a process without one.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use pgs_value::{Value, json};
use support::stores::FORMS;
use support::{Place, binary, command, feed, lines_of};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";

fn member(n: usize) -> Value {
    json!({ "member": { "full_name": format!("Reader {n}"), "email": format!("reader{n}@example.org") } })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// `pgs` in a shell that sets a limit before.
fn limited(limit: &str) -> Command {
    let mut command = command("sh");
    command.args(["-c", &format!("ulimit -f {limit} && exec \"$0\" \"$@\"")]).arg(binary("pgs"));
    command
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

/// Every line gets its result, and what was answered as done is there.
#[test]
fn beyond_the_limit_of_file_sizes_state_answers_backend_error() {
    for form in FORMS {
        let place = Place::new();
        let mut command = limited("32");
        command.args(["run", "--wf", REGISTER, "--payloads", "-"]).args(form.options());
        command.arg("--data-root").arg(place.data()).arg("--workspace").arg(place.workspace());
        let output = feed(&mut command, lines_of((0..300).map(member)).as_bytes());
        assert_eq!(code(&output), Some(1), "{form:?}: {}", text(&output.stderr));
        let statuses: Vec<String> = text(&output.stdout)
            .lines()
            .map(|line| pgs_value::from_str::<Value>(line).unwrap()["status"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(statuses.len(), 300, "{form:?}");
        assert!(statuses.iter().any(|status| status == "BACKEND_ERROR"), "{form:?}");
        let mut again = support::command(binary("pgs"));
        again.args(["run", "--wf", REGISTER, "--payload", "-"]).args(form.options());
        again.arg("--data-root").arg(place.data()).arg("--workspace").arg(place.workspace());
        let output = feed(&mut again, member(1000).to_string().as_bytes());
        assert_eq!(code(&output), Some(0), "{form:?}: {}", text(&output.stdout));
    }
}

#[test]
fn a_trace_beyond_the_limit_of_file_sizes_is_an_error() {
    let place = Place::new();
    let mut command = limited("32");
    command.args(["run", "--wf", REGISTER, "--payload", "-", "--trace", "jsonl"]);
    command.arg("--data-root").arg(place.data()).arg("--workspace").arg(place.workspace());
    let mut payload = member(0);
    payload["member"]["z"] = "x".repeat(200_000).into();
    let output = feed(&mut command, payload.to_string().as_bytes());
    let said = text(&output.stderr);
    assert!(said.starts_with("error: ") && said.contains("can't be written"), "{said}");
    assert_eq!(code(&output), Some(3), "{:?} {said}", output.status);
}

/// A library to be preloaded, whose clock stands at this second; none where none can be made.
fn clock(folder: &Path, second: i64) -> Option<PathBuf> {
    let (source, library) = (folder.join("clock.c"), folder.join("clock.so"));
    let code = format!(
        "#include <time.h>\nint clock_gettime(clockid_t id, struct timespec *t) \
         {{ static long n; t->tv_sec = id == CLOCK_REALTIME ? {second} : n / 1000; t->tv_nsec = n++ % 1000; return 0; }}\n"
    );
    fs::write(&source, code).unwrap();
    let compiled = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).status();
    (cfg!(target_os = "linux") && compiled.is_ok_and(|status| status.success())).then_some(library)
}

#[test]
fn a_clock_that_nobody_has_set_is_an_error() {
    let place = Place::new();
    // The second one is 9999-12-31T23:59:59.
    for (second, says) in [
        (253_402_214_400, "after the year 9999"),
        (253_402_300_799, "in its last days"),
        (-86_400, "before 1970"),
        (i64::MAX / 4, "after"),
    ] {
        let Some(library) = clock(place.folder(), second) else {
            eprintln!("no C compiler: not tested");
            return;
        };
        for many in ["--payload", "--payloads"] {
            for file in ["--workspace", "--trace-into"] {
                let traces = place.folder().join(if file == "--workspace" { "workspace" } else { "traces.jsonl" });
                let mut command = command(binary("pgs"));
                command.args(["run", "--wf", REGISTER, many, "-"]).env("LD_PRELOAD", &library);
                command.arg("--data-root").arg(place.data()).arg(file).arg(traces);
                let output = feed(&mut command, member(0).to_string().as_bytes());
                let said = text(&output.stderr) + &text(&output.stdout);
                assert!(said.contains("the clock of the system says") && said.contains(says), "{said}");
                assert!(!said.contains("--workspace"), "no folder is at fault: {said}");
                assert_eq!((code(&output), said.contains("panicked")), (Some(3), false), "{said}");
                assert!(!place.data().exists(), "nothing is done");
            }
        }
    }
}

#[test]
fn a_damaged_file_of_ids_is_repaired_from_the_traces() {
    let place = Place::new();
    let trace = place.folder().join("traces.jsonl");
    let ids = place.folder().join("traces.jsonl.ids");
    let run = || {
        let mut command = command(binary("pgs"));
        command.args(["run", "--wf", REGISTER, "--payload", "-", "--data-root"]).arg(place.data());
        command.arg("--trace-into").arg(&trace);
        let output = feed(&mut command, member(0).to_string().as_bytes());
        assert_eq!(code(&output), Some(0), "{}", text(&output.stderr));
        text(&output.stderr)
    };
    (0..3).for_each(|_| assert_eq!(run(), ""));
    let length = fs::metadata(&ids).unwrap().len();
    for (n, damage) in [[0xff; 8], [0x7f; 8], [0x5a; 8]].iter().enumerate() {
        fs::write(&ids, damage.repeat(usize::try_from(length / 8).unwrap())).unwrap();
        let said = run();
        let kept = format!("traces.jsonl.ids.damaged-{}", n + 1);
        assert!(said.starts_with("note: ") && said.contains("traces.jsonl.ids was damaged"), "{said}");
        assert!(said.contains(&kept) && place.folder().join(&kept).is_file(), "{said}");
        assert_eq!(run(), "", "once");
    }
    // Cut off, also in the middle of a time.
    fs::write(&ids, &fs::read(&ids).unwrap()[..usize::try_from(length).unwrap() - 3]).unwrap();
    run();
    let output = command(binary("pgs")).arg("verify").arg(&trace).output().unwrap();
    assert!(text(&output.stdout).ends_with("10 traces: 10 ok, 0 failed\n"), "{}", text(&output.stdout));
    let mut found: Vec<String> = text(&output.stdout).lines().map(str::to_owned).collect();
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 11, "every run has an id of its own");
}

/// A payload that is refused, alone and as a line, before anything is done; and what is said.
fn refused(place: &Place, options: &[&str], payload: &[u8]) -> String {
    let mut said = String::new();
    // Of many a line that is no payload fails alone.
    for (many, status) in [("--payload", 2), ("--payloads", 1)] {
        let begun = Instant::now();
        let mut command = place.pgs(REGISTER);
        let output = feed(command.args(options).args([many, "-"]), payload);
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
        let this = text(&output.stderr) + &text(&output.stdout);
        assert_eq!((code(&output), this.contains("panicked")), (Some(status), false), "{this}");
        assert!(this.lines().count() <= 2 && this.len() < 1000, "one line, and the sum: {this}");
        said.push_str(&this);
    }
    assert!(!place.data().exists() && !place.workspace().exists(), "nothing is done");
    said
}

#[test]
fn a_payload_beyond_a_limit_is_refused_by_the_name_of_the_limit() {
    let place = Place::new();
    let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    let list = |item: &str, count: usize| format!("{{\"a\":[{}{item}]}}", format!("{item},").repeat(count));
    for (payload, limit) in [
        (nested(100), "deeper than 100 levels"),
        (nested(5_000_000), "deeper than 100 levels"),
        (format!("{{\"a\":{}}}", "9".repeat(4301)), "more than 4300 digits"),
        (format!("{{\"a\":-{}}}", "9".repeat(5_000_000)), "more than 4300 digits"),
        (format!("{{\"a\":{}e5}}", "9".repeat(5_000_000)), "more than 4300 digits"),
        (format!("{{\"a\":0.{}e999}}", "9".repeat(5_000_000)), "outside the range of a double"),
        (format!("{{\"a\":\"{}\"}}", "x".repeat((16 << 20) + 1)), "a text has more than 16777216 bytes"),
        (format!("{{\"{}\":1}}", "x".repeat((16 << 20) + 1)), "a text has more than 16777216 bytes"),
        (list("0", 2_000_000), "more than 2000000 values"),
        (list("{}", 2_000_000), "more than 2000000 values"),
    ] {
        let said = refused(&place, &[], payload.as_bytes());
        assert_eq!(said.matches(limit).count(), 2, "{limit}: {said}");
    }
}

#[test]
fn the_size_of_a_payload_has_a_limit_that_can_be_set() {
    let place = Place::new();
    let padded = |size: usize| {
        let text = member(0).to_string();
        text.clone() + &" ".repeat(size - text.len())
    };
    let said = refused(&place, &["--max-payload", "1KiB"], padded(1025).as_bytes());
    assert_eq!(said.matches("has at most 1 KiB; --max-payload").count(), 2, "{said}");
    let said = refused(&place, &[], padded((64 << 20) + 1).as_bytes());
    assert_eq!(said.matches("has at most 64 MiB; --max-payload").count(), 2, "{said}");
    for size in ["0", "2GiB", "1.5MiB", "x"] {
        let output = place.pgs(REGISTER).args(["--max-payload", size]).output().unwrap();
        assert!(code(&output) == Some(2) && text(&output.stderr).contains("up to 1 GiB"), "{}", text(&output.stderr));
    }
    let output = place.pgs(REGISTER).env("PGS_MAX_PAYLOAD", "x").output().unwrap();
    assert!(text(&output.stderr).contains("PGS_MAX_PAYLOAD: x is no size"), "{}", text(&output.stderr));
    // A file without end is not read to its end.
    let output = place.pgs(REGISTER).args(["--payload", "/dev/zero"]).output().unwrap();
    assert!(text(&output.stderr).contains("has at most 64 MiB"), "{}", text(&output.stderr));
    for (option, many) in [("1KiB", "--payload"), ("1024", "--payloads")] {
        let mut command = place.pgs(REGISTER);
        let output = feed(command.args(["--max-payload", option, many, "-"]), padded(1024).as_bytes());
        assert_eq!(code(&output), Some(0), "{}", text(&output.stderr));
    }
}

/// Lines of 64 MiB, each worse than the other, in a process that may have 2 GiB.
#[test]
fn a_line_of_64_mib_takes_little_memory() {
    const SIZE: usize = 64 << 20;
    let place = Place::new();
    let filled = |item: &str| format!("{{\"a\":[{}0]}}\n", item.repeat((SIZE - 20) / item.len()));
    let texts = format!("\"{}\",", "x".repeat(15 << 20));
    let lines =
        [filled("0,"), filled("{\"\":0},"), filled("[],"), filled("\"\","), filled("\"\\u0000\","), filled(&texts)];
    let mut command = command("sh");
    command.args(["-c", "ulimit -v 2097152 && exec \"$0\" \"$@\""]).arg(binary("pgs"));
    command.args(["run", "--wf", REGISTER, "--jobs", "2", "--payloads", "-"]);
    command.arg("--data-root").arg(place.data()).arg("--workspace").arg(place.workspace());
    let output = feed(&mut command, lines.concat().as_bytes());
    let said = text(&output.stderr);
    assert_eq!((text(&output.stdout).lines().count(), code(&output)), (lines.len(), Some(1)), "{said}");
    assert!(said.starts_with("6 runs: "), "{said}");
}
