//! What a payload, a run id, a file name or a conformance case may hold, and what acts on who reads it: an ESC sequence, a
//! control, a direction of reading, a character of no width, markup and bare links. Wherever the program shows such a text,
//! all of it is seen, and nothing of it acts.

mod support;

use std::fs;
use std::process::Output;

use pgs_value::json;
use support::{Place, binary, command, feed};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";

/// What is never printed.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{fe0f}' | '\u{e0001}'..='\u{e007f}')
}

/// Texts that act, one of each kind.
const ACTING: &[&str] = &[
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;title\u{7}",
    "\u{9b}31m",
    "a\u{8}\u{8}b",
    "a\rb",
    "\u{7f}",
    "\u{85}",
    "\u{202e}gnp.exe",
    "\u{2066}a\u{2069}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{ad}",
    "\u{2028}",
    "\u{fffe}",
    "\u{e0041}",
    "\u{fe0f}",
];

#[track_caller]
fn shows_all(output: &Output, what: &str) -> String {
    let text = String::from_utf8([output.stdout.as_slice(), &output.stderr].concat()).unwrap();
    let hidden: Vec<char> = text.chars().filter(|c| is_hidden(*c)).collect();
    assert!(hidden.is_empty(), "{what}: {hidden:?} in {text}");
    text
}

#[test]
fn a_payload_does_not_act() {
    let place = Place::new();
    let text = format!("{} @all https://evil.example www.evil.example <b>x</b> [a](b) `c` | #1", ACTING.concat());
    let member =
        json!({ "member": { "full_name": text.as_str(), "email": "ada@example.org", "language": "\u{202e}" } });
    for payload in [json!({ "member": { "full_name": text.as_str(), "email": "ada@example.org" } }), member] {
        let output = feed(place.pgs(REGISTER).args(["--payload", "-"]), payload.to_string().as_bytes());
        shows_all(&output, "run");
        let mut many = place.pgs(REGISTER);
        shows_all(&feed(many.args(["--payloads", "-"]), (json::compact(&payload) + "\n").as_bytes()), "batch");
    }
    for task in [&["verify"][..], &["replay"], &["replay", "--against"], &["render"], &["examine"]] {
        let output = command(binary("pgs")).args(task).arg(place.workspace()).output().unwrap();
        shows_all(&output, &task.join(" "));
    }
    for format in ["text", "json", "md"] {
        for trace in place.traces() {
            let mut examine = command(binary("pgs"));
            let said = shows_all(&examine.args(["examine", "--format", format]).arg(trace).output().unwrap(), format);
            assert!(format != "md" || !acts_in_markdown(&said), "{said}");
        }
    }
    let summaries: Vec<String> =
        place.traces().iter().map(|trace| fs::read_to_string(trace.with_extension("md")).unwrap()).collect();
    assert!(!summaries.is_empty());
    for summary in summaries {
        assert!(!summary.contains(is_hidden) && !acts_in_markdown(&summary), "{summary}");
    }
}

/// Whether a link, a name, a tag or the number of an issue stands in Markdown outside of code.
fn acts_in_markdown(text: &str) -> bool {
    let text = text.split("```").step_by(2).collect::<String>();
    text.lines().any(|line| {
        let (mut prose, mut rest) = (String::new(), line);
        while let Some(begin) = rest.find('`') {
            prose.push_str(&rest[..begin]);
            let fence = rest[begin..].len() - rest[begin..].trim_start_matches('`').len();
            let after = &rest[begin + fence..];
            let Some(end) = after.find(&"`".repeat(fence)) else { break };
            rest = &after[end + fence..];
        }
        prose.push_str(rest);
        ["://", "www.", "@", "#1", "<b>"].iter().any(|acting| prose.replace("\\<", "").contains(acting))
    })
}

#[test]
fn a_run_id_does_not_act() {
    let place = Place::new();
    for id in ACTING.iter().filter(|text| !text.contains(char::is_control)) {
        for _ in 0..2 {
            let mut command = place.pgs(REGISTER);
            command.args(["--run-id", id, "--payload"]).arg(support::payload_file("library/register_member"));
            shows_all(&command.output().unwrap(), id);
        }
    }
    let output = command(binary("pgs")).arg("examine").arg(place.workspace()).output().unwrap();
    shows_all(&output, "examine");
    // What is refused is shown as well.
    for id in ACTING {
        let mut command = place.pgs(REGISTER);
        command.args(["--run-id", id, "--again", "--wait", id]);
        assert_eq!(shows_all(&command.output().unwrap(), id).lines().next().map(|line| &line[..6]), Some("error:"));
    }
}

#[test]
fn a_name_does_not_act() {
    let place = Place::new();
    place.run(REGISTER, "library/register_member");
    for name in ACTING {
        let folder = place.folder().join(format!("w{name}"));
        let payload = folder.with_extension("json");
        for option in ["--payload", "--payloads"] {
            shows_all(&place.pgs(REGISTER).arg(option).arg(&payload).output().unwrap(), name);
        }
        fs::write(&payload, "{\"a\": tru}").unwrap();
        shows_all(&place.pgs(REGISTER).arg("--payload").arg(&payload).output().unwrap(), name);
        shows_all(&place.pgs(name).output().unwrap(), name);
        shows_all(&command(binary("pgs")).arg(name).output().unwrap(), name);
        for (variable, value) in
            [("PGS_STORE", name), ("PGS_WAIT", name), ("PGS_MAX_PAYLOAD", name), ("PGS_TRACE", name)]
        {
            shows_all(&place.pgs(REGISTER).env(variable, value).output().unwrap(), variable);
        }
        for task in ["verify", "examine", "replay", "render", "conformance"] {
            shows_all(&command(binary("pgs")).arg(task).arg(&folder).output().unwrap(), task);
        }
        support::build::copy_folder(&place.workspace(), &folder);
        let trace =
            support::files_below(&folder).into_iter().find(|path| path.extension().is_some_and(|it| it == "jsonl"));
        let trace = trace.unwrap();
        for damage in ["", "{\"a\": \u{202e}}\n", "\u{1b}[31m"] {
            fs::write(&trace, fs::read_to_string(&trace).unwrap() + damage).unwrap();
            for task in ["verify", "examine", "replay", "render"] {
                shows_all(&command(binary("pgs")).arg(task).arg(&folder).output().unwrap(), task);
            }
        }
    }
}
