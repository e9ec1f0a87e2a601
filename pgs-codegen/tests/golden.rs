//! Generated text, one question at a time: `golden/<question>/protocol/` is the input, `golden/<question>/output/` the
//! generated files that answer the question.
//!
//! All questions are also compiled, together, as one crate in which every warning is an error: an answer can't be pretty
//! and wrong.
//!
//! `PGS_UPDATE_EXPECTED=1 cargo test -p pgs-codegen --test golden` rewrites the answers.

mod names;
mod protocols;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pgs_codegen::emit::{Content, Files};
use pgs_codegen::output;
use pgs_protocol::report;
use protocols::expected::{Differences, updates};
use protocols::{Protocol, compile, files, folder, folders, project};

/// The questions, and the files that answer them. The protocol of a question is the domain of its name.
const QUESTIONS: &[(&str, &[&str])] = &[
    ("admission_schema", &["intents/in_asked_v0.rs"]),
    ("bindings", &["contracts/cc_keep_v0.rs", "workflows/wf_ask_v0.rs"]),
    ("concurrent", &["contracts/cc_delegate_v0.rs"]),
    (
        "crate_files",
        &[
            "../Cargo.toml",
            "../bin/crate-files-wf-ask-v0.rs",
            "../bin/pgs.rs",
            "../lib.rs",
            "../stores.rs",
            "../transforms.rs",
            "../workflows.rs",
            "contracts/mod.rs",
            "mod.rs",
        ],
    ),
    ("default_edge", &["workflows/wf_ask_v0.rs"]),
    ("evaluation", &["contracts/cc_weigh_v0.rs"]),
    (
        "hidden_characters",
        &[
            "contracts/cc_look_up_v0.rs",
            "graphs/wf_seen_v0.json",
            "graphs/wf_seen_v0.mmd",
            "graphs/wf_seen_v0.svg",
            "intents/in_seen_v0.rs",
            "wf_seen_v0.md",
            "workflows/wf_seen_v0.rs",
        ],
    ),
    (
        "loop_in_graph",
        &["graphs/wf_ask_v0.json", "graphs/wf_ask_v0.mmd", "graphs/wf_ask_v0.svg", "workflows/wf_ask_v0.rs"],
    ),
    ("nested_gateway", &["contracts/cc_delegate_v0.rs"]),
    ("nested_loop", &["contracts/cc_delegate_v0.rs"]),
    ("no_intent", &["workflows/wf_ask_v0.rs"]),
    ("odd_names", &["contracts/cc_match_v0.rs", "intents/in_odd_v0.rs", "workflows/wf_odd_v0.rs"]),
    ("outcome_without_edge", &["workflows/wf_ask_v0.rs"]),
    ("page", &["README.md", "wf_issue_v0.md"]),
    ("page_markup", &["wf_odd_v0.md"]),
    ("page_unenforced", &["wf_ask_v0.md"]),
    ("pgc_gate_alone", &["intents/in_asked_v0.rs", "workflows/wf_ask_v0.rs"]),
    ("renamed_outcome", &["contracts/cc_look_up_v0.rs"]),
    ("routing", &["workflows/wf_ask_v0.rs"]),
    ("step_jump", &["contracts/cc_seek_v0.rs"]),
    ("store_paths", &["bindings/rb_stores_v0.rs", "contracts/cc_count_v0.rs"]),
    ("suppressed", &["workflows/wf_ask_v0.rs"]),
    ("templates", &["contracts/cc_stamp_v0.rs", "workflows/wf_ask_v0.rs"]),
    ("undeclared_input", &["contracts/cc_look_up_v0.rs", "workflows/wf_ask_v0.rs"]),
    ("user_capabilities", &["../Cargo.toml", "bindings/rb_printer_v0.rs", "contracts/cc_print_v0.rs", "wf_ask_v0.md"]),
    ("user_transform", &["../transforms.rs", "contracts/cc_count_v0.rs"]),
    ("waived_rules", &["intents/in_asked_v0.rs", "wf_ask_v0.md"]),
];

/// What stands for the project's root in committed files.
const PROJECT: &str = "$PROJECT";

/// The sealed protocol of a question.
fn sealed(question: &str) -> Protocol {
    let protocol = Protocol::new(Some(&folder("golden").join(question)));
    protocol.add_capabilities();
    for manifest in files(protocol.home()).iter().filter(|file| file.ends_with("Cargo.toml")) {
        let text = fs::read_to_string(manifest).unwrap();
        fs::write(manifest, text.replace(PROJECT, &project().display().to_string())).unwrap();
    }
    let diagnostics = protocol.seal();
    assert!(!diagnostics.has_errors(), "{question}\n{}", report::render(&diagnostics, false));
    protocol
}

/// The sealed protocol of words that generated code, or Rust, has a meaning for.
fn named() -> Protocol {
    let protocol = names::protocol();
    protocol.add_capabilities();
    let diagnostics = protocol.seal();
    assert!(!diagnostics.has_errors(), "{}", report::render(&diagnostics, false));
    protocol
}

/// What these protocols compile to, for this folder.
fn compiled(protocols: &[Protocol], output: &Path) -> Files {
    let snapshots: Vec<PathBuf> = protocols.iter().map(Protocol::snapshot).collect();
    let compiled = compile(&snapshots, output);
    compiled.files.unwrap_or_else(|| panic!("{}", report::render(&compiled.diagnostics, false)))
}

/// The path of a generated file, of one that is named from its domain's folder.
fn generated_path(domain: &str, name: &str) -> PathBuf {
    PathBuf::from(name.strip_prefix("../").map_or_else(|| format!("{domain}/{name}"), str::to_owned))
}

#[test]
fn every_folder_is_a_question() {
    let questions: Vec<&str> = QUESTIONS.iter().map(|(question, _)| *question).collect();
    assert_eq!(folders(&folder("golden")), questions);
}

#[test]
fn answers_are_what_is_expected() {
    let mut differences = Differences::default();
    for (question, names) in QUESTIONS {
        let protocol = sealed(question);
        let home = protocol.home().to_path_buf();
        let generated = compiled(&[protocol], Path::new("/generated"));
        let answers = folder("golden").join(question).join("output");
        let mut expected = Vec::new();
        for name in *names {
            let answer = answers.join(name.trim_start_matches("../"));
            let Some(text) = generated.get(&generated_path(question, name)).and_then(Content::text) else {
                differences.say(format!("{question}: no file {name} is generated"));
                continue;
            };
            let text = text.replace(&home.display().to_string(), "$HOME");
            differences.compare(&answer, &text.replace(&project().display().to_string(), PROJECT));
            expected.push(answer);
        }
        for stale in files(&answers).into_iter().filter(|file| !expected.contains(file)) {
            if updates() {
                fs::remove_file(stale).unwrap();
            } else {
                differences.say(format!("{} answers nothing", stale.display()));
            }
        }
    }
    differences.finish();
}

/// Everybody sees all that there is.
#[test]
fn no_answer_holds_what_is_hidden() {
    for (question, _) in QUESTIONS {
        let generated = compiled(&[sealed(question)], Path::new("/generated"));
        for (path, text) in generated.iter().filter_map(|(path, content)| Some((path, content.text()?))) {
            let hidden: Vec<char> = text.chars().filter(|c| pgs_escape::is_invisible(*c) && *c != '\n').collect();
            assert!(hidden.is_empty(), "{question}: {} holds {hidden:?}", path.display());
        }
    }
}

#[test]
fn answers_do_not_depend_on_other_protocols() {
    let alone: BTreeMap<&str, Files> = QUESTIONS
        .iter()
        .map(|(question, _)| (*question, compiled(&[sealed(question)], Path::new("/generated"))))
        .collect();
    let all: Vec<Protocol> = QUESTIONS.iter().map(|(question, _)| sealed(question)).collect();
    let together = compiled(&all, Path::new("/generated"));
    for (question, files) in alone {
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with(question)) {
            assert_eq!(together.get(path), Some(text), "{}", path.display());
        }
    }
}

#[test]
fn answers_compile_without_a_warning() {
    let mut all: Vec<Protocol> = QUESTIONS.iter().map(|(question, _)| sealed(question)).collect();
    all.push(named());
    let target = project().join("target/golden");
    let folder = target.join("generated");
    let mut generated = compiled(&all, &folder);
    let manifest = generated.get_mut(Path::new("Cargo.toml")).unwrap();
    let lints = "\n[lints.rust]\nwarnings = \"deny\"\n";
    *manifest = Content::Text(format!("{}{lints}", manifest.text().unwrap()));
    output::write(&generated, &folder, &target.join("hand-edits")).unwrap();
    fs::copy(project().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // With every library of a capability, and with none.
    for features in [&[][..], &["--no-default-features"]] {
        let output = Command::new(&cargo)
            .args(["check", "--quiet", "--lib", "--bins", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .args(features)
            .env("CARGO_TARGET_DIR", &target)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
