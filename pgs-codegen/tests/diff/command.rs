//! The command line: formats, exit status, git revisions, recorded runs.

use std::path::Path;
use std::process::{Command, Output};

use pgs_value::Value;

use super::protocols::Protocol;
use super::protocols::expected::Differences;
use super::{changed, folder, sample};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pgs-codegen")).current_dir(folder).arg("diff").args(arguments).output().unwrap()
}

fn compare(new: &str, arguments: &[&str]) -> Output {
    let (old, new) = (sample(), changed(new));
    let paths = [old.home(), new.home()].map(|path| path.to_str().unwrap().to_owned());
    run(Path::new("."), &[&[paths[0].as_str(), paths[1].as_str()], arguments].concat())
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn status_says_whether_anything_breaks() {
    assert_eq!(compare("texts_and_order", &[]).status.code(), Some(0));
    assert_eq!(compare("workflow_added", &[]).status.code(), Some(0));
    assert_eq!(compare("edge", &[]).status.code(), Some(1));
    assert_eq!(run(Path::new("."), &["only-one"]).status.code(), Some(2));
}

#[test]
fn markdown_is_ready_for_a_pull_request() {
    let mut differences = Differences::default();
    let output = compare("required_field", &["--format", "md"]);
    differences.compare(&folder("diff").join("required_field.md"), &text(output.stdout));
    differences.finish();
}

#[test]
fn json_says_all_of_it() {
    let output = compare("required_field", &["--format", "json"]);
    let json: Value = pgs_value::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["breaking"], &json["widening"], &json["neutral"]), (&1.into(), &1.into(), &0.into()));
    let change = &json["changes"][0];
    assert_eq!(change["verdict"], "breaking");
    assert_eq!(change["artifact"], "library::IN_BOOK_BOUGHT_V0");
    assert_eq!(change["place"], "field `price`, required");
    assert_eq!((&change["old"], &change["new"]), (&"optional".into(), &"required".into()));
    assert_eq!(change["workflows"], pgs_value::json!(["library::WF_ADD_BOOK_V0"]));
}

/// `recorded/` holds the traces of two registrations of one member, and of one book that was added twice: the second time
/// without a price.
#[test]
fn recorded_runs_are_counted() {
    let traces = folder("recorded");
    let touched = |change: &str| -> Vec<u64> {
        let output = compare(change, &["--format", "json", "--traces", traces.to_str().unwrap()]);
        let json: Value = pgs_value::from_slice(&output.stdout).unwrap();
        let changes = json["changes"].as_array().unwrap();
        assert!(changes.iter().all(|change| change["runs"]["of"] == 4), "{json}");
        changes.iter().map(|change| change["runs"]["touched"].as_u64().unwrap()).collect()
    };
    assert_eq!(touched("edge"), [1]);
    assert_eq!(touched("required_field"), [1, 0]);
    assert_eq!(touched("field_default"), [2]);
    assert_eq!(touched("step_route"), [1]);
    assert_eq!(touched("secret_shown"), [2, 2]);
    assert_eq!(touched("store_path"), [2]);
}

/// A trace shows the answer of the transform, whatever the pipeline calls it.
#[test]
fn runs_are_counted_by_what_a_transform_answered() {
    let contract = "protocol/capability_contracts/library__CC_CATALOGUE_BOOK_V0.md";
    let with = |route: &str| {
        let protocol = sample();
        let text = std::fs::read_to_string(protocol.home().join(contract)).unwrap();
        let text = text.replace("on_success: SUCCESS", "on_success: FOUND");
        protocol.write(
            contract,
            &text.replace(
                "        SUCCESS: continue\n        UNKNOWN",
                &format!("        FOUND: {route}\n        UNKNOWN"),
            ),
        );
        super::seal(&protocol);
        protocol
    };
    let (old, new, traces) = (with("continue"), with("exit"), folder("recorded"));
    let paths = [old.home(), new.home(), &traces].map(|path| path.to_str().unwrap().to_owned());
    let [old, new, traces] = &paths;
    let output = run(Path::new("."), &[old, new, "--format", "json", "--traces", traces]);
    let json: Value = pgs_value::from_slice(&output.stdout).unwrap();
    assert_eq!(json["changes"][0]["place"], "step `find_loan_period`, status FOUND", "{json}");
    assert_eq!(json["changes"][0]["runs"]["touched"], 2, "{json}");
}

#[test]
fn traces_that_are_not_there_are_an_error() {
    let output = compare("edge", &["--traces", "no-such-folder"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(output.stderr).starts_with("error: no-such-folder: "));
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
    let output = Command::new("git").current_dir(folder).args(identity).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", text(output.stderr));
}

/// A repository below whose folder `inside` the sample was changed in its second commit.
fn repository() -> Protocol {
    let repository = Protocol::new(None);
    git(repository.home(), &["init", "--quiet", "--initial-branch", "main"]);
    for (n, snapshot) in [sample(), changed("edge")].iter().enumerate() {
        for file in super::protocols::files(snapshot.home()) {
            let below = file.strip_prefix(snapshot.home()).unwrap();
            let text = std::fs::read_to_string(&file).unwrap();
            repository.write(Path::new("inside/snapshots/library").join(below), &text);
        }
        git(repository.home(), &["add", "."]);
        git(repository.home(), &["commit", "--quiet", "--message", &format!("commit {n}")]);
    }
    repository
}

#[test]
fn revisions_are_compared() {
    let repository = repository();
    let inside = repository.home().join("inside");
    let output = run(&inside, &["main~1", "main"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(output.stderr));
    assert!(text(output.stdout).contains("node `CC_CATALOGUE_BOOK_V0`, outcome ALREADY_EXISTS"));
    assert_eq!(run(&inside, &["HEAD", "snapshots"]).status.code(), Some(0));
    // Neither files nor the index were touched.
    let status = Command::new("git").current_dir(&inside).args(["status", "--porcelain"]).output().unwrap();
    assert_eq!(text(status.stdout), "");
}

#[test]
fn what_is_neither_path_nor_revision_is_an_error() {
    let repository = repository();
    let output = run(repository.home(), &["nowhere", "inside/snapshots"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(output.stderr).starts_with("error: `nowhere` is neither a path nor a git revision with `snapshots/`"));
    let output = run(repository.home(), &["HED", "inside/snapshots"]);
    assert!(text(output.stderr).ends_with(": git knows no such revision; did you mean `HEAD`?\n"));
    let output = run(repository.home(), &["main", "inside/snapshots"]);
    assert_eq!(output.status.code(), Some(2), "`snapshots/` is not in this folder");
    let output = run(repository.home(), &[".git", "inside/snapshots"]);
    assert!(text(output.stderr).starts_with("error: .git holds no protocol snapshot"));
}

/// The names and texts of a protocol are seen, and are neither markup nor links, nor do they act in a terminal.
#[test]
fn texts_of_a_protocol_do_not_act() {
    let (old, new) = (sample(), sample());
    let acting = r"@all https://evil.example *x* <b> [a](b) ` | \u202e\u200b\e[31m #1";
    for (file, find, put) in [
        (
            "protocol/workflows/library__WF_ADD_BOOK_V0.md",
            "reason: COMPLETED".to_owned(),
            format!("reason: \"{acting}\""),
        ),
        (
            "protocol/intents/library__IN_BOOK_BOUGHT_V0.md",
            "  inputs:\n".to_owned(),
            format!("  inputs:\n    \"{}\":\n      type: string\n      required: true\n", acting.replace(r"\e", "")),
        ),
    ] {
        let text = std::fs::read_to_string(new.home().join(file)).unwrap();
        assert!(text.contains(&find), "{file}");
        new.write(file, &text.replacen(&find, &put, 1));
    }
    super::seal(&new);
    let paths = [old.home(), new.home()].map(|path| path.to_str().unwrap().to_owned());
    for format in ["text", "md", "json", "sarif", "github", "approvals"] {
        let output = run(Path::new("."), &[paths[0].as_str(), paths[1].as_str(), "--format", format]);
        let said = text(output.stdout) + &text(output.stderr);
        assert!(said.contains("evil.example"), "{said}");
        assert!(!said.contains(|c| pgs_escape::is_invisible(c) && c != '\n'), "{said:?}");
        if format == "md" {
            let prose = spans().replace_all(&said, "");
            for acting in ["@", "://", "*x*", "<b>", "[a]", "#1"] {
                assert!(!prose.contains(acting), "{acting}: {prose}");
            }
        }
    }
}

/// Code between fences of equal length.
fn spans() -> fancy_regex::Regex {
    fancy_regex::Regex::new("(?<![`\\\\])(`+)(?!`).*?(?<!`)\\1(?!`)").unwrap()
}

/// What is pasted with a note approves the one change that it names, and no other.
#[test]
fn a_breaking_change_is_approved_by_itself_and_with_a_note() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("approvals.toml");
    let with = |text: &str, change: &str, format: &str| {
        std::fs::write(&path, text).unwrap();
        compare(change, &["--approvals", path.to_str().unwrap(), "--format", format])
    };
    let wanted = text(compare("required_field", &["--format", "approvals"]).stdout);
    assert_eq!(
        wanted,
        "[[approved]]\nartifact = \"library::IN_BOOK_BOUGHT_V0\"\nplace = \"field `price`, required\"\nold = \
         \"optional\"\nnew = \"required\"\nnote = \"\"\n"
    );
    let output = with(&wanted, "required_field", "text");
    assert_eq!(output.status.code(), Some(3));
    assert!(text(output.stderr).contains("has no note"), "an empty note approves nothing");

    let approved = wanted.replace("note = \"\"", "note = \"Every shop sends it.\"");
    let output = with(&approved, "required_field", "text");
    let said = text(output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("    approved: Every shop sends it.\n"), "{said}");
    assert!(said.contains("1 of the breaking ones approved."), "{said}");
    assert_eq!(text(with(&approved, "required_field", "approvals").stdout), "");
    let md = text(with(&approved, "required_field", "md").stdout);
    assert!(md.contains("**approved:** Every shop sends it"), "{md}");

    // Another change of the same field is not meant.
    let other = approved.replace("new = \"required\"", "new = \"gone\"");
    let output = with(&other, "required_field", "text");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(output.stdout).contains("an approval matches no breaking change and can go: library::IN_BOOK_BOUGHT_V0")
    );
    // What was approved and is no longer changed does not fail; it is said.
    let output = with(&approved, "texts_and_order", "json");
    assert_eq!(output.status.code(), Some(0));
    let json: Value = pgs_value::from_slice(&output.stdout).unwrap();
    assert_eq!(json["idle_approvals"].as_array().unwrap().len(), 1);
    assert_eq!(with("[[approved]]\nartefact = 1\n", "edge", "text").status.code(), Some(3));
    assert_eq!(compare("edge", &["--approvals", "no-such-file"]).status.code(), Some(2));
}

#[test]
fn a_code_host_shows_changes_beside_files() {
    let repository = repository();
    let inside = repository.home().join("inside");
    let output = run(&inside, &["main~1", "main", "--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(output.stdout);
    let head = "::error file=snapshots/library/protocol/workflows/library__WF_ADD_BOOK_V0.md,line=1,title=breaking%3A \
                library%3A%3AWF_ADD_BOOK_V0::library::WF_ADD_BOOK_V0, node `CC_CATALOGUE_BOOK_V0`, outcome ALREADY_EXISTS, ";
    assert!(said.starts_with(head), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");

    let output = run(&inside, &["main~1", "snapshots", "--format", "sarif"]);
    let log: Value = pgs_value::from_slice(&output.stdout).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"breaking".into(), &"error".into()));
    let file = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(file, "snapshots/library/protocol/workflows/library__WF_ADD_BOOK_V0.md");
    assert!(result.get("suppressions").is_none());

    let note = text(run(&inside, &["main~1", "main", "--format", "approvals"]).stdout);
    std::fs::write(inside.join("approvals.toml"), note.replace("note = \"\"", "note = \"Known.\"")).unwrap();
    let output = run(&inside, &["main~1", "snapshots", "--format", "sarif"]);
    assert_eq!(output.status.code(), Some(0), "the file in the current folder is read");
    let log: Value = pgs_value::from_slice(&output.stdout).unwrap();
    assert_eq!(log["runs"][0]["results"][0]["suppressions"][0]["justification"], "Known.");
    let said = text(run(&inside, &["main~1", "main", "--format", "github"]).stdout);
    assert!(said.starts_with("::notice file="), "{said}");
}

#[test]
fn pictures_show_both_graphs() {
    let drawn = |change: &str| {
        let home = tempfile::tempdir().unwrap();
        let output = compare(change, &["--svg", home.path().to_str().unwrap()]);
        let said = text(output.stderr);
        let files = super::protocols::files(home.path());
        let texts = files.iter().map(|file| {
            let below = file.strip_prefix(home.path()).unwrap().display().to_string();
            (below, std::fs::read_to_string(file).unwrap())
        });
        let texts: std::collections::BTreeMap<String, String> = texts.collect();
        assert!(said.ends_with(&format!(": {} picture{}\n", texts.len(), if texts.len() == 1 { "" } else { "s" })));
        texts
    };
    let edge = drawn("edge");
    let svg = &edge["library/wf_add_book_v0.svg"];
    assert_eq!(edge.len(), 1, "only what changed is drawn");
    for shown in [
        ">+ ALREADY_EXISTS<",
        ">- ALREADY_EXISTS<",
        "class=\"o added\"",
        "class=\"o removed\"",
        "prefers-color-scheme: dark",
    ] {
        assert!(svg.contains(shown), "{shown}: {svg}");
    }
    let removed = drawn("node_removed");
    assert!(removed.values().any(|svg| svg.contains("class=\"exit removed\"")), "{removed:?}");
    let added = drawn("node_added");
    assert!(added.values().any(|svg| svg.contains("class=\"contract added\"") && svg.contains("class=\"l added\"")));
    let input = drawn("node_input");
    assert!(input.values().any(|svg| svg.contains("class=\"contract changed\"") && svg.contains(">~ ")));
    // A condition stands in the contract, and decides at the node that runs it.
    assert!(!drawn("evaluation").is_empty());
    assert_eq!(drawn("node_renamed").len(), 0, "a node of another name does what it did");
    assert_eq!(drawn("texts_and_order").len(), 0);
}
