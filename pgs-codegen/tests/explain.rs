//! What there is to say about a code is written once: `explain` prints it, and the tables of `docs/diagnostics.md` are
//! made of it.
//!
//! `PGS_UPDATE_EXPECTED=1 cargo test -p pgs-codegen --test explain` writes the tables.

mod protocols;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use pgs_protocol::diagnostic::{Code, Severity, first_sentence};
use protocols::expected::{Differences, with_block};
use protocols::{compile, project};

fn explain(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pgs-codegen")).arg("explain").args(arguments).output().unwrap()
}

fn page() -> PathBuf {
    project().join("docs/diagnostics.md")
}

/// A cell of a table.
fn cell(text: &str) -> String {
    let text = first_sentence(text).replace('|', "\\|");
    text.trim_end_matches('.').to_owned()
}

/// The table of the codes of one severity.
fn table(severity: Severity) -> String {
    let mut out = String::from("| code | meaning | why it matters | what to do |\n|---|---|---|---|\n");
    for code in Code::ALL.iter().filter(|code| code.severity() == severity) {
        let it = code.explanation();
        writeln!(out, "| {code} | {} | {} | {} |", cell(it.meaning), cell(it.why), cell(it.remedy)).unwrap();
    }
    out
}

#[test]
fn every_explanation_has_all_its_parts() {
    let mut reasons = BTreeSet::new();
    for code in Code::ALL {
        let it = code.explanation();
        for (part, text) in [("meaning", it.meaning), ("why", it.why), ("example", it.example), ("remedy", it.remedy)] {
            assert!(!text.is_empty(), "{code} has no {part}");
        }
        assert_eq!(it.text.matches("\n## ").count(), 3, "{code} has the three headings and no other");
        assert!(reasons.insert(it.reason()), "{code} gives the reason of another code: {}", it.reason());
    }
}

#[test]
fn explain_prints_the_whole_text() {
    let output = explain(&["w003"]);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    let code = Code::UnroutedStatus;
    assert_eq!(text, format!("# W003 (warning): {}\n\n{}", code.title(), code.explanation().text));
}

#[test]
fn explain_lists_all_codes() {
    let text = String::from_utf8(explain(&[]).stdout).unwrap();
    let listed: Vec<&str> = text.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(listed, Code::ALL.iter().map(|code| code.id()).collect::<Vec<_>>());
}

#[test]
fn a_code_that_does_not_exist_is_an_error() {
    let output = explain(&["W999"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"");
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(text, "error: there is no code `W999`; `pgs-codegen explain` lists the codes\n");
}

#[test]
fn docs_say_what_explain_says() {
    let mut page_now = fs::read_to_string(page()).unwrap();
    for (name, severity) in [("errors", Severity::Error), ("warnings", Severity::Warning), ("notes", Severity::Note)] {
        let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end: {name} -->"));
        page_now = with_block(&page_now, &begin, &end, &table(severity));
    }
    let mut differences = Differences::default();
    differences.compare(&page(), &page_now);
    differences.finish();
}

/// The page counts what a real snapshot earns; that snapshot is no part of the project.
#[test]
fn docs_count_what_a_real_snapshot_earns() {
    let real = project().join("../shared/pgs/protocol_snapshot");
    if !real.exists() {
        eprintln!("passed over: there is no {}", real.display());
        return;
    }
    let diagnostics = compile(&[real], Path::new("generated")).diagnostics;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics.sorted() {
        *counts.entry(diagnostic.code.id()).or_default() += 1;
    }
    let text = fs::read_to_string(page()).unwrap();
    let (_, section) = text.split_once("\n## A real snapshot\n").unwrap();
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        Some((Code::find(cells.next()?)?.id(), cells.next()?.parse().ok()?))
    };
    let counted: BTreeMap<&str, usize> = section.lines().filter_map(row).collect();
    assert_eq!(counted, counts, "the counts in docs/diagnostics.md");
}
