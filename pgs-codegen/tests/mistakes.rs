//! Mistakes as people make them who write their first protocol: each has one diagnostic, at its cause, with the place, the
//! word and, where there is one, the word that was meant.
//!
//! `mistakes/mistakes.toml` has them, each a change of the sample `snapshots/library`; what is said of the sample itself is
//! left out. `mistakes/expected.txt` is everything that is said, one mistake after the other.
//!
//! `PGS_UPDATE_EXPECTED=1 cargo test -p pgs-codegen --test mistakes` rewrites it.

mod protocols;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use pgs_protocol::diagnostic::{Diagnostic, Diagnostics};
use pgs_protocol::report;
use protocols::expected::Differences;
use protocols::{Protocol, folder, project};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mistakes {
    mistake: Vec<Mistake>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mistake {
    /// What was done, in a few words.
    name: String,
    /// The file, below the folder that holds `protocol/`. One below `protocol_snapshot/` is changed after sealing.
    file: PathBuf,
    /// The text to replace, which stands there once; none, the text is put at the end of the file.
    find: Option<String>,
    /// What stands there afterwards.
    #[serde(default)]
    put: String,
    /// The name that the file gets.
    rename: Option<PathBuf>,
    /// Whether the file is forgotten.
    #[serde(default)]
    remove: bool,
    /// The code of the one diagnostic.
    code: String,
    /// The file that it names, if that is another one.
    at: Option<PathBuf>,
    /// What stands in the line that it shows; of a file of a snapshot, the end of the JSON pointer. None: the whole file.
    line: Option<String>,
    /// What the message says.
    word: String,
    /// What the remedy says.
    near: Option<String>,
}

fn mistakes() -> Vec<Mistake> {
    let text = fs::read_to_string(folder("mistakes/mistakes.toml")).unwrap();
    toml::from_str::<Mistakes>(&text).unwrap().mistake
}

/// A copy of the sample without what was sealed.
fn sample() -> Protocol {
    let (protocol, from) = (Protocol::new(None), project().join("snapshots/library"));
    for file in protocols::files(&from.join("protocol")).into_iter().chain([from.join("pgs.toml")]) {
        protocol.write(file.strip_prefix(&from).unwrap(), &fs::read_to_string(&file).unwrap());
    }
    protocol
}

fn change(protocol: &Protocol, mistake: &Mistake) {
    let (path, name) = (protocol.home().join(&mistake.file), &mistake.name);
    let text = fs::read_to_string(&path).unwrap_or_default();
    let changed = match &mistake.find {
        Some(find) => {
            assert_eq!(text.matches(find.as_str()).count(), 1, "{name}: `{find}` stands once in {}", path.display());
            text.replace(find.as_str(), &mistake.put)
        }
        None => format!("{text}{}", mistake.put),
    };
    protocol.write(&mistake.file, &changed);
    if mistake.remove {
        fs::remove_file(&path).unwrap();
    } else if let Some(to) = &mistake.rename {
        let to = protocol.home().join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(&path, to).unwrap();
    }
}

/// What sealing says, or else what compiling says.
fn judge(protocol: &Protocol, mistake: Option<&Mistake>) -> Diagnostics {
    let is_later = mistake.is_some_and(|it| it.file.starts_with("protocol_snapshot"));
    if let Some(mistake) = mistake.filter(|_| !is_later) {
        change(protocol, mistake);
    }
    let diagnostics = protocol.seal();
    if diagnostics.has_errors() {
        return diagnostics;
    }
    if let Some(mistake) = mistake.filter(|_| is_later) {
        change(protocol, mistake);
    }
    pgs_codegen::check(&[protocol.snapshot()])
}

/// What is said of a protocol, without its own folder.
fn lines(diagnostics: &Diagnostics, protocol: &Protocol) -> Vec<(Diagnostic, String)> {
    let home = protocol.home().display().to_string();
    let line = |it: &Diagnostic| report::one_line(it).replace(&format!("{home}/"), "");
    diagnostics.sorted().into_iter().map(|it| (it.clone(), line(it))).collect()
}

/// Which of the diagnostics are not those of the sample. The line of one may have moved.
fn added(found: Vec<(Diagnostic, String)>, base: &[(Diagnostic, String)]) -> Vec<(Diagnostic, String)> {
    let is_known = |it: &Diagnostic| {
        base.iter().any(|(known, _)| {
            let same = |of: &Diagnostic| (of.code, of.artifact.clone(), of.pointer.clone(), of.message.clone());
            same(known) == same(it)
        })
    };
    found.into_iter().filter(|(it, _)| !is_known(it)).collect()
}

/// What is wrong with what is said of a mistake.
fn problems(mistake: &Mistake, protocol: &Protocol, found: &[(Diagnostic, String)]) -> Vec<String> {
    let [(diagnostic, line)] = found else {
        let all: Vec<&str> = found.iter().map(|(_, line)| line.as_str()).collect();
        return vec![format!("{} diagnostics and not one\n    {}", found.len(), all.join("\n    "))];
    };
    let mut wrong = Vec::new();
    let mut expect = |is: bool, what: String| wrong.extend((!is).then(|| format!("{what}\n    {line}")));
    expect(diagnostic.code.id() == mistake.code, format!("not {}", mistake.code));
    expect(diagnostic.message.contains(&mistake.word), format!("the message does not say `{}`", mistake.word));
    if let Some(near) = &mistake.near {
        expect(diagnostic.remedy.contains(&format!("`{near}`")), format!("the remedy does not say `{near}`"));
    }
    let file = mistake.at.as_ref().or(mistake.rename.as_ref()).unwrap_or(&mistake.file);
    let place = line.split(" at ").nth(1).unwrap_or_default();
    expect(place.starts_with(&file.display().to_string()), format!("not in {}", file.display()));
    if let Some(wanted) = &mistake.line {
        let number = place[file.display().to_string().len().min(place.len())..].strip_prefix(':');
        let number = number.and_then(|it| it.split([' ', ':']).next()?.parse::<usize>().ok());
        let text = fs::read_to_string(protocol.home().join(file)).unwrap_or_default();
        let shown = match number {
            Some(number) => text.lines().nth(number - 1).unwrap_or_default().contains(wanted.as_str()),
            None => diagnostic.pointer.ends_with(wanted.as_str()),
        };
        expect(shown, format!("does not point to `{wanted}`"));
    }
    wrong
}

/// The number of a mistake, what is wrong about what was said, and what was said.
type Judged = (usize, Vec<String>, Vec<String>);

#[test]
fn each_has_one_diagnostic_at_its_cause() {
    let sample_protocol = sample();
    let base = lines(&judge(&sample_protocol, None), &sample_protocol);
    let mistakes = mistakes();
    assert!(mistakes.len() >= 58, "{} mistakes", mistakes.len());
    let results = Mutex::new(Vec::<Judged>::new());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((n, mistake)) = {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    mistakes.get(n).map(|mistake| (n, mistake))
                } {
                    let protocol = sample();
                    let found = added(lines(&judge(&protocol, Some(mistake)), &protocol), &base);
                    let wrong = problems(mistake, &protocol, &found);
                    let said = found.into_iter().map(|(_, line)| line).collect();
                    results.lock().unwrap().push((n, wrong, said));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap();
    results.sort();
    let (mut text, mut differences) = (String::new(), Differences::default());
    for (n, wrong, said) in results {
        let name = &mistakes[n].name;
        writeln!(text, "# {name}\n{}\n", said.join("\n")).unwrap();
        for it in wrong {
            differences.say(format!("{name}: {it}"));
        }
    }
    differences.compare(&folder("mistakes/expected.txt"), &text);
    differences.finish();
}
