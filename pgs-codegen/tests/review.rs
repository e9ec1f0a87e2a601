//! What a reviewer sees of a protocol change: five kinds of change to the sample `library`, and the diff of the generated
//! Rust text and the pages that each makes. The diffs stand in `docs/reviewing.md`; they show the change and nothing else.
//!
//! `PGS_UPDATE_EXPECTED=1 cargo test -p pgs-codegen --test review` writes them there.

mod protocols;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pgs_protocol::report;
use protocols::expected::{Differences, with_block};
use protocols::{Protocol, project};
use similar::TextDiff;

/// A change: its name in the page, and what it replaces in which files of `protocol/`.
struct Change {
    name: &'static str,
    edits: &'static [(&'static str, &'static str, &'static str)],
}

const CHANGES: [Change; 5] = [
    Change {
        name: "route",
        edits: &[(
            "workflows/library__WF_REGISTER_MEMBER_V0.md",
            "        ALREADY_EXISTS: CC_RECORD_EVENT_V0\n",
            "        ALREADY_EXISTS: EXIT_FAILED\n",
        )],
    },
    Change {
        name: "input",
        edits: &[
            (
                "intents/library__IN_BOOK_RESERVED_V0.md",
                "  outcomes:\n",
                "    until:\n      type: string\n      description: When the member no longer wants it\n  outcomes:\n",
            ),
            (
                "workflows/library__WF_RESERVE_BOOK_V0.md",
                "          waiting: [$.payload.member_id]\n",
                "          waiting: [$.payload.member_id]\n          until: $.payload.until\n",
            ),
        ],
    },
    Change {
        name: "outcome",
        edits: &[
            (
                "capability_contracts/library__CC_REGISTER_MEMBER_V0.md",
                "      result_surface: [SUCCESS, VIOLATION]\n      on_result:\n        SUCCESS: continue\n        VIOLATION: exit\n",
                "      result_surface: [SUCCESS, NO_ADDRESS]\n      on_ct_result:\n        on_success: SUCCESS\n        \
                 on_failure: NO_ADDRESS\n      on_result:\n        SUCCESS: continue\n        NO_ADDRESS: exit\n",
            ),
            (
                "capability_contracts/library__CC_REGISTER_MEMBER_V0.md",
                "allowed: [SUCCESS, ALREADY_EXISTS,",
                "allowed: [SUCCESS, NO_ADDRESS, ALREADY_EXISTS,",
            ),
            (
                "workflows/library__WF_REGISTER_MEMBER_V0.md",
                "        ALREADY_EXISTS: CC_RECORD_EVENT_V0\n",
                "        ALREADY_EXISTS: CC_RECORD_EVENT_V0\n        NO_ADDRESS: EXIT_REJECTED\n",
            ),
        ],
    },
    Change {
        name: "step",
        edits: &[
            (
                "capability_contracts/library__CC_WRITE_RESERVATION_V0.md",
                "      result_surface: [SUCCESS, VIOLATION, BACKEND_ERROR]\n      on_result:\n        SUCCESS: exit\n",
                "      result_surface: [SUCCESS, VIOLATION, BACKEND_ERROR]\n      on_result:\n        SUCCESS: continue\n",
            ),
            (
                "capability_contracts/library__CC_WRITE_RESERVATION_V0.md",
                "        BACKEND_ERROR: exit\n",
                "        BACKEND_ERROR: exit\n    - step: confirm_reservation\n      \
             side_effect: capability_side_effects::CS_MUTABLE_JSON_V0\n      op: EXISTS\n      store: RESERVATIONS\n      \
             inputs:\n        key: $.inputs.book_id\n      outputs: {}\n      \
             result_surface: [SUCCESS, VIOLATION, BACKEND_ERROR]\n      on_result:\n        SUCCESS: exit\n        \
             VIOLATION: exit\n        BACKEND_ERROR: exit\n",
            ),
        ],
    },
    Change {
        name: "store",
        edits: &[
            ("structures/library__STRUCTURE_LIBRARY_STORAGE_V0.md", "    BOOKS:\n", "    BARCODES:\n"),
            ("capability_contracts/library__CC_CATALOGUE_BOOK_V0.md", "store: BOOKS", "store: BARCODES"),
        ],
    },
];

/// What decides what a run does, and another value of it: file, what stands there, what stands there then.
const FACTS: &[(&str, &str, &str)] = &[
    // The condition of an evaluation: operator, literal, and which status follows.
    ("capability_contracts/library__CC_CHECK_LOAN_LIMIT_V0.md", "$.open_loans < ", "$.open_loans <= "),
    ("capability_contracts/library__CC_READ_CARD_V0.md", "$.reference_only != true", "$.reference_only != false"),
    (
        "capability_contracts/library__CC_CHECK_LOAN_LIMIT_V0.md",
        "on_true: SUCCESS\n      on_false: LIMIT_REACHED",
        "on_true: LIMIT_REACHED\n      on_false: SUCCESS",
    ),
    // A transform: which, and with what.
    (
        "capability_contracts/library__CC_REGISTER_MEMBER_V0.md",
        "email: $.inputs.member.email",
        "email: $.inputs.member.full_name",
    ),
    ("capability_contracts/library__CC_REGISTER_MEMBER_V0.md", "prefix: M\n", "prefix: N\n"),
    // What is written: a literal, a value of a contract, a value of a node.
    ("capability_contracts/library__CC_LEND_BOOK_V0.md", "state: LENT", "state: OUT"),
    (
        "capability_contracts/library__CC_REGISTER_MEMBER_V0.md",
        "language: $.inputs.member.language",
        "language: $.inputs.member.full_name",
    ),
    ("workflows/library__WF_LEND_BOOK_V0.md", "loan_limit: 3", "loan_limit: 4"),
    // A filter and an update.
    ("capability_contracts/library__CC_LIST_OVERDUE_V0.md", "member_id: present", "book_id: present"),
    ("capability_contracts/library__CC_MARK_OVERDUE_V0.md", "state: LENT\n", "state: LOST\n"),
    ("capability_contracts/library__CC_MARK_OVERDUE_V0.md", "marked_at:", "noticed_at:"),
    // What workflows are given that others start, and which are started.
    ("capability_contracts/library__CC_REMIND_ALL_V0.md", "reason: OVERDUE", "reason: READY"),
    ("capability_contracts/library__CC_REMIND_ALL_V0.md", "sequence: $.inputs.overdue_loans", "sequence: []"),
    ("capability_contracts/library__CC_TELL_NEXT_READER_V0.md", "reason: READY", "reason: OVERDUE"),
    ("capability_contracts/library__CC_WORK_OFF_SLIPS_V0.md", "LEND: library", "BORROW: library"),
    // What is kept back.
    (
        "capability_contracts/library__CC_REGISTER_MEMBER_V0.md",
        "suppress_trace_fields: [email]",
        "suppress_trace_fields: [email, full_name]",
    ),
    // The way in.
    ("ingress_intents/library__TI_HTTP_LEND_BOOK_V0.md", "method: POST", "method: PUT"),
    ("ingress_intents/library__TI_HTTP_LEND_BOOK_V0.md", "path: /api/v0/loans", "path: /api/v0/lendings"),
    // Levels of diagnostics, and why.
    ("../pgs.toml", "Letters go to", "Letters may go to"),
    ("../pgs.toml", "W015", "W006"),
];

/// The most lines that a change may add or remove.
const MOST: usize = 30;
/// The same of the pages.
const MOST_OF_PAGES: usize = 8;

/// The sample, sealed before so that artifacts keep their addresses, with these edits.
fn changed(edits: &[(&str, &str, &str)]) -> Protocol {
    let protocol = Protocol::new(Some(&project().join("snapshots/library")));
    for (file, from, to) in edits {
        let path = protocol.home().join("protocol").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
    let diagnostics = protocol.seal();
    assert!(!diagnostics.has_errors(), "{}", report::render(&diagnostics, false));
    protocol
}

/// The generated text of files with this extension, by path.
fn generated(protocol: &Protocol, extension: &str) -> BTreeMap<PathBuf, String> {
    let compiled = protocol.compile();
    let files = compiled.files.unwrap_or_else(|| panic!("{}", report::render(&compiled.diagnostics, false)));
    let of_kind = files.into_iter().filter(|(path, _)| path.extension().is_some_and(|it| it == extension));
    of_kind.map(|(path, content)| (path, content.text().unwrap().to_owned())).collect()
}

/// The difference of texts, as `git diff` shows it; the digest of the protocol aside, which every change makes.
fn diff(before: &BTreeMap<PathBuf, String>, after: &BTreeMap<PathBuf, String>) -> String {
    diff_around(before, after, 2)
}

/// The same with so many lines around each change.
fn diff_around(before: &BTreeMap<PathBuf, String>, after: &BTreeMap<PathBuf, String>, around: usize) -> String {
    let mut out = String::new();
    let paths: std::collections::BTreeSet<&PathBuf> = before.keys().chain(after.keys()).collect();
    for path in paths.into_iter().filter(|path| *path != Path::new("lib.rs")) {
        let text = |files: &BTreeMap<PathBuf, String>| files.get(path).cloned().unwrap_or_default();
        let (before, after) = (text(before), text(after));
        if before != after {
            let name = format!("generated/{}", path.display());
            let diff = TextDiff::from_lines(&before, &after);
            out.push_str(
                &diff
                    .unified_diff()
                    .context_radius(around)
                    .header(&format!("a/{name}"), &format!("b/{name}"))
                    .to_string(),
            );
        }
    }
    out
}

/// How many lines a diff adds or removes.
fn changed_lines(diff: &str) -> usize {
    let is_change = |line: &&str| line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---");
    diff.lines().filter(is_change).count()
}

#[test]
fn a_change_shows_itself_and_nothing_else() {
    let sample = changed(&[]);
    let (before, pages) = (generated(&sample, "rs"), generated(&sample, "md"));
    let path = project().join("docs/reviewing.md");
    let mut page = fs::read_to_string(&path).unwrap();
    for change in &CHANGES {
        let changed = changed(change.edits);
        let diff = diff(&before, &generated(&changed, "rs"));
        let lines = changed_lines(&diff);
        assert!(lines > 0 && lines < MOST, "the change `{}` shows {lines} lines:\n{diff}", change.name);
        let of_pages = diff_around(&pages, &generated(&changed, "md"), 1);
        let (begin, end) = (format!("<!-- page: {} -->\n", change.name), format!("<!-- end: page {} -->", change.name));
        page = with_block(&page, &begin, &end, &format!("```diff\n{of_pages}```\n"));
        let (begin, end) = (format!("<!-- diff: {} -->\n", change.name), format!("<!-- end: {} -->", change.name));
        page = with_block(&page, &begin, &end, &format!("```diff\n{diff}```\n"));
    }
    let mut differences = Differences::default();
    differences.compare(&path, &page);
    differences.finish();
}

#[test]
fn pages_show_a_change_in_a_few_lines() {
    let before = generated(&changed(&[]), "md");
    for change in &CHANGES {
        let diff = diff(&before, &generated(&changed(change.edits), "md"));
        let lines = changed_lines(&diff);
        assert!(lines > 0 && lines <= MOST_OF_PAGES, "the change `{}` shows {lines} lines:\n{diff}", change.name);
    }
}

#[test]
fn pages_show_every_fact_that_decides() {
    let before = generated(&changed(&[]), "md");
    for fact in FACTS {
        let diff = diff(&before, &generated(&changed(&[*fact]), "md"));
        let lines = changed_lines(&diff);
        assert!(lines > 0, "{}: {:?} instead of {:?} shows nothing", fact.0, fact.2, fact.1);
        assert!(lines <= MOST_OF_PAGES, "{fact:?} shows {lines} lines:\n{diff}");
    }
}

#[test]
fn nodes_stand_in_the_order_of_the_graph() {
    let pages = generated(&changed(&[]), "md");
    let page = &pages[Path::new("library/wf_lend_book_v0.md")];
    let keys: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let of = |key: &str| keys.iter().position(|it| *it == key).unwrap_or_else(|| panic!("no node {key}"));
    for pair in
        ["IN_BOOK_ASKED_FOR_V0", "CC_CHECK_MEMBER_V0", "CC_READ_CARD_V0", "CC_LEND_BOOK_V0", "RECORD_LENT"].windows(2)
    {
        assert!(of(pair[0]) < of(pair[1]), "{keys:?}");
    }
    assert!(of("RECORD_LENT") < of("REFUSE_STRANGER"), "what follows success comes first: {keys:?}");
    assert!(page.contains("- Answers `BACKEND_ERROR` or `VIOLATION`: the run ends at `EXIT_FAILED`\n"), "{page}");
    // The steps of a contract stand once.
    assert_eq!(page.matches("- Step `append_entry`").count(), 1, "{page}");
}
