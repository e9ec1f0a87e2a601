//! Sealing: what authors write becomes a snapshot that reads without a diagnostic, and stays what it is.

mod common;

use std::fs;
use std::path::PathBuf;

use common::{Fixture, SEALED_WORKFLOW, places, real_snapshot};
use pgs_codegen::seal;
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_value::json;

const INDEX: &str = "protocol_snapshot/artifact_index/index.json";

fn address(fixture: &Fixture, code: &str) -> String {
    fixture.json(INDEX)["artifacts"][&format!("shop::{code}")]["addresses"]["shop"].as_str().unwrap().to_owned()
}

#[test]
fn sealing_writes_what_reading_accepts() {
    let fixture = Fixture::sealed();
    assert_eq!(fixture.read(), []);
    let workflow = fixture.json(SEALED_WORKFLOW);
    assert_eq!(workflow["artifact_type"], "WF");
    assert_eq!(workflow["references"], json!(["shop::CC_GREET_V0", "shop::IN_GREET_V0"]));
    assert_eq!(workflow["version"], "0");
    assert_eq!(workflow["frontmatter"]["core"]["nodes"]["entry"]["fqdn_id"], "shop::IN_GREET_V0");
    assert_eq!(workflow["frontmatter"]["core"]["nodes"]["done"]["reason"], "Greeted, or not.");
}

#[test]
fn sealing_writes_the_derived_files() {
    let fixture = Fixture::sealed();
    assert_eq!(
        fixture.json(INDEX)["artifacts"]["shop::CC_GREET_V0"],
        json!({
            "addresses": {"shop": "0x0000"},
            "canonical_path": "protocol_snapshot/artifacts/capability_contracts/shop__CC_GREET_V0.json",
            "domain": "shop",
            "kind": "CC",
        })
    );
    assert_eq!(fixture.json(INDEX)["artifact_count"], 5);
    assert_eq!(
        fixture.json("protocol_snapshot/artifact_index/stores.json")["stores"],
        json!({"shop::GUESTS": {
            "declarations": [{
                "declared_by": "shop::STRUCTURE_SHOP_V0",
                "description": "Everyone who was greeted",
                "path": "shop/guests.json",
            }],
            "domain": "shop",
            "store": "GUESTS",
        }})
    );
    let graph = fixture.json("protocol_snapshot/behavior_logic/WF_GREET_V0/WF_GREET_V0.graph.json");
    assert_eq!(graph["entry"], "entry");
    assert_eq!(graph["edges"][2], json!({"condition": "default", "from": "greet", "to": "done"}));
    let case = fixture.json("protocol_snapshot/conformance/shop__CT_PURE_GREET_V0__ada.json");
    assert_eq!(case["fqdn"], "shop::CT_PURE_GREET_V0::ada");
    assert_eq!(case["ct_ir"]["inputs"], json!({"name": "Ada"}));
    assert_eq!(case["ct_ir"]["atom_stream"][0]["args"], json!({"name": "$.inputs.name"}));
    assert_eq!(case["expected"], json!({"text": "Hello, Ada"}));
}

#[test]
fn sealing_again_writes_nothing() {
    let fixture = Fixture::greeting();
    assert!(!fixture.seal().written.is_empty());
    let again = fixture.seal();
    assert_eq!((again.written, again.removed, again.artifacts), (vec![], vec![], 5));
}

#[test]
fn sealed_text_is_sorted_and_ends_in_a_line_break() {
    let fixture = Fixture::sealed();
    let text = fixture.text(SEALED_WORKFLOW);
    assert!(text.starts_with("{\n  \"artifact_code\": \"WF_GREET_V0\",\n  \"artifact_type\""), "{text}");
    assert!(text.ends_with("}\n"));
}

#[test]
fn addresses_stay() {
    let fixture = Fixture::sealed();
    assert_eq!(address(&fixture, "WF_GREET_V0"), "0x0004");
    fixture.artifact("events/shop__EV_A_V0", "core: {}\n");
    fixture.artifact("actors/shop__AC_A_V0", "core: {}\n");
    fixture.seal();
    assert_eq!(address(&fixture, "WF_GREET_V0"), "0x0004");
    assert_eq!(address(&fixture, "AC_A_V0"), "0x0005");
    assert_eq!(address(&fixture, "EV_A_V0"), "0x0006");
    fs::remove_file(fixture.home().join("protocol/actors/shop__AC_A_V0.md")).unwrap();
    fixture.seal();
    assert_eq!(address(&fixture, "EV_A_V0"), "0x0006");
}

#[test]
fn every_artifact_has_an_address_in_every_domain() {
    let fixture = Fixture::greeting();
    fixture.artifact("workflows/market__WF_OPEN_V0", "core: {start_node: a, nodes: {a: {type: EXIT}}}\n");
    fixture.seal();
    let index = fixture.json(INDEX);
    for (fqdn, entry) in index["artifacts"].as_object().unwrap() {
        let domains: Vec<_> = entry["addresses"].as_object().unwrap().keys().collect();
        assert_eq!(domains, ["market", "shop"], "{fqdn}");
    }
}

#[test]
fn what_is_no_longer_declared_is_removed() {
    let fixture = Fixture::sealed();
    fs::remove_file(fixture.home().join("protocol/structures/shop__STRUCTURE_SHOP_V0.md")).unwrap();
    fs::remove_file(fixture.home().join("protocol/conformance/shop__CT_PURE_GREET_V0__ada.json")).unwrap();
    let mut removed: Vec<PathBuf> = fixture.seal().removed;
    removed.sort();
    let expected =
        ["artifacts/structures/shop__STRUCTURE_SHOP_V0.json", "conformance/shop__CT_PURE_GREET_V0__ada.json"];
    assert_eq!(removed, expected.map(|path| fixture.root().join(path)));
    assert!(!fixture.root().join("artifacts/structures").exists());
    assert_eq!(fixture.read(), []);
}

#[test]
fn a_code_means_its_own_namespace_first() {
    let fixture = Fixture::greeting();
    fixture.artifact("capability_contracts/market__CC_GREET_V0", "core: {}\n");
    fixture.artifact("capability_contracts/market__CC_OPEN_V0", "core: {}\n");
    let workflow =
        "core: {start_node: a, nodes: {a: {type: CC, code: CC_GREET_V0}, b: {type: CC, code: CC_OPEN_V0}}}\n";
    fixture.artifact("workflows/shop__WF_GREET_V0", workflow);
    fixture.seal();
    let nodes = &fixture.json(SEALED_WORKFLOW)["frontmatter"]["core"]["nodes"];
    assert_eq!(nodes["a"]["fqdn_id"], "shop::CC_GREET_V0");
    assert_eq!(nodes["b"]["fqdn_id"], "market::CC_OPEN_V0");
}

#[test]
fn errors_are_said_together_and_nothing_is_written() {
    let fixture = Fixture::greeting();
    fixture.artifact("events/shop__EV_TWICE_V0", "core: {}\nid: 1\nid: 2\n");
    fixture.artifact("events/EV_NAMELESS_V0", "core: {}\n");
    fixture.artifact("events/shop__EV_BROKEN_V0", "core: [\n");
    fixture.artifact("widgets/shop__W_V0", "core: {}\n");
    let workflow = "core: {start_node: a, nodes: {a: {type: CC, code: CC_MISSING_V0}}}\n";
    fixture.artifact("workflows/shop__WF_LOST_V0", workflow);
    fixture.write("protocol/conformance/shop__CT_NONE_V0__x.json", "{}");
    fixture
        .write("protocol/conformance/shop__CT_PURE_GREET_V0__y.json", r#"{"inputs": {}, "expected": {}, "extra": 1}"#);
    let found = fixture.seal_error();
    let expected = [
        (Code::DanglingReference, "shop__CT_NONE_V0__x.json", ""),
        (Code::MalformedArtifact, "shop__CT_PURE_GREET_V0__y.json", "/expected_outcome"),
        (Code::MalformedArtifact, "shop__CT_PURE_GREET_V0__y.json", "/extra"),
        (Code::MalformedArtifact, "EV_NAMELESS_V0.md", ""),
        (Code::Unreadable, "shop__EV_BROKEN_V0.md", ""),
        (Code::DuplicateName, "shop__EV_TWICE_V0.md", ""),
        (Code::MalformedArtifact, "widgets", ""),
        (Code::DanglingReference, "shop::WF_LOST_V0", "/core/nodes/a/code"),
    ];
    assert_eq!(places(&found), expected);
    assert!(!fixture.root().exists());
}

#[test]
fn one_code_in_two_other_namespaces_is_ambiguous() {
    let fixture = Fixture::greeting();
    fixture.artifact("capability_contracts/market__CC_OPEN_V0", "core: {}\n");
    fixture.artifact("capability_contracts/street__CC_OPEN_V0", "core: {}\n");
    fixture
        .artifact("workflows/shop__WF_GREET_V0", "core: {start_node: a, nodes: {a: {type: CC, code: CC_OPEN_V0}}}\n");
    let found = fixture.seal_error();
    assert_eq!(places(&found), [(Code::DuplicateName, "shop::WF_GREET_V0", "/core/nodes/a/code")]);
    assert!(found[0].message.contains("market::CC_OPEN_V0 or street::CC_OPEN_V0"), "{}", found[0].message);
}

#[test]
fn json_without_markdown_is_sealed_in_place() {
    let fixture = Fixture::sealed();
    fs::remove_dir_all(fixture.home().join("protocol")).unwrap();
    assert_eq!(fixture.seal().written, Vec::<PathBuf>::new());

    fixture.edit(SEALED_WORKFLOW, |it| {
        it["content"] = json!(it["content"].as_str().unwrap().replace("$.payload.name", "$.payload.nickname"));
        it["layer_code"] = json!("KEPT");
    });
    let other = fixture.text("protocol_snapshot/artifacts/structures/shop__STRUCTURE_SHOP_V0.json");
    let other = other.replace("STRUCTURE_SHOP_V0", "STRUCTURE_YARD_V0");
    fixture.write("protocol_snapshot/artifacts/structures/shop__STRUCTURE_YARD_V0.json", &other);
    fixture.seal();
    assert_eq!(fixture.read(), []);
    let workflow = fixture.json(SEALED_WORKFLOW);
    assert_eq!(workflow["frontmatter"]["core"]["nodes"]["greet"]["inputs"]["name"], "$.payload.nickname");
    assert_eq!(workflow["layer_code"], "KEPT");
    assert_eq!(address(&fixture, "WF_GREET_V0"), "0x0004");
    assert_eq!(address(&fixture, "STRUCTURE_YARD_V0"), "0x0005");
}

#[test]
fn real_snapshot_is_sealed_as_it_is() {
    let Some(root) = real_snapshot() else { return };
    let fixture = Fixture::empty();
    for file in files(&root) {
        fixture.write(
            &format!("protocol_snapshot/{}", file.strip_prefix(&root).unwrap().display()),
            &fs::read_to_string(&file).unwrap(),
        );
    }
    let sealed = fixture.seal();
    assert_eq!((sealed.artifacts, sealed.written, sealed.removed), (391, vec![], vec![]));
}

#[test]
fn folder_with_nothing_to_seal() {
    let mut diagnostics = Diagnostics::default();
    let empty = Fixture::empty();
    assert_eq!(seal::seal(empty.home(), &mut diagnostics), None);
    assert_eq!(diagnostics.sorted()[0].code, Code::Unreadable);
}

fn files(folder: &std::path::Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Scenarios are carried along, each whole; they change no artifact, no address and no digest.
#[test]
fn scenarios_are_sealed_each_whole_and_no_artifact_knows_them() {
    let fixture = Fixture::sealed();
    let workflow = fixture.text(SEALED_WORKFLOW);
    fixture.write(
        "protocol/scenarios/greetings.yaml",
        "wf: shop::WF_GREET_V0\nseed_data: { a: {} }\nscenarios:\n  - name: one\n    seed_data: { b: {} }\n    steps: [{}]\n  - steps: [{}]\n",
    );
    fixture.write("protocol/scenarios/page.md", "# Greets\n\n```yaml\nwf: shop::WF_GREET_V0\nsteps: [{}]\n```\n");
    fixture.write("protocol/scenarios/README.md", "How they are written.\n");
    fixture.seal();
    assert_eq!(fixture.read(), []);
    assert_eq!(
        fixture.json("protocol_snapshot/scenarios/greetings.json"),
        json!({"scenarios": [
            {"name": "one", "seed_data": {"a": {}, "b": {}}, "steps": [{}], "wf": "shop::WF_GREET_V0"},
            {"name": "greetings 2", "seed_data": {"a": {}}, "steps": [{}], "wf": "shop::WF_GREET_V0"},
        ]})
    );
    assert_eq!(
        fixture.json("protocol_snapshot/scenarios/page.json"),
        json!({"scenarios": [{"name": "Greets", "steps": [{}], "wf": "shop::WF_GREET_V0"}]})
    );
    assert_eq!(fixture.text(SEALED_WORKFLOW), workflow);
    fs::remove_file(fixture.home().join("protocol/scenarios/page.md")).unwrap();
    fixture.seal();
    assert!(!fixture.home().join("protocol_snapshot/scenarios/page.json").exists());
}

#[test]
fn what_is_no_scenario_is_not_sealed() {
    for (name, text, told) in [
        ("a.yaml", "a: &x 1\n", "anchors and aliases are not read"),
        ("a.yaml", "a: 1\na: 2\n", "the key `a` stands twice, again at line 2"),
        ("a.yaml", "[1]\n", "item 1 of the list is no scenario"),
        ("a.json", "{", "EOF"),
        ("a.md", "# A\n```yaml\n7\n```\n", "it holds no scenario"),
    ] {
        let fixture = Fixture::sealed();
        fixture.write(&format!("protocol/scenarios/{name}"), text);
        let found = fixture.seal_error();
        assert!(found.len() == 1 && found[0].message.contains(told), "{told}: {found:?}");
    }
}

/// The sample of PGC, in a folder of its own.
fn allotments() -> (tempfile::TempDir, PathBuf) {
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../snapshots/allotments");
    let home = tempfile::tempdir().unwrap();
    for file in files(&from) {
        let to = home.path().join(file.strip_prefix(&from).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(file, to).unwrap();
    }
    let root = home.path().join("protocol_snapshot");
    (home, root)
}

fn told(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics.sorted().iter().map(|it| it.message.clone()).collect()
}

#[test]
fn a_protocol_of_pgc_is_sealed_in_its_own_form_and_the_committed_one_is_what_its_sources_give() {
    let (home, root) = allotments();
    let text = |path: &PathBuf| (path.strip_prefix(&root).unwrap().to_owned(), fs::read_to_string(path).unwrap());
    let all = || files(&root).iter().map(text).collect::<std::collections::BTreeMap<_, _>>();
    let committed = all();
    let mut diagnostics = Diagnostics::default();
    let again = seal::seal(home.path(), &mut diagnostics).unwrap();
    assert_eq!((again.artifacts, again.written, again.removed), (38, vec![], vec![]));
    fs::remove_dir_all(&root).unwrap();
    assert_eq!(seal::seal(home.path(), &mut diagnostics).unwrap().written.len(), committed.len());
    assert!(all() == committed, "seal snapshots/allotments, and commit what changes");
    let checked = pgs_codegen::check(&[root]);
    let found: Vec<Code> = checked.sorted().iter().map(|it| it.code).collect();
    assert_eq!(found, [Code::UncheckedSeal, Code::ProvedSeal], "{:?}", told(&checked));
}

#[test]
fn what_is_changed_in_a_protocol_of_pgc_is_sealed_anew() {
    let (home, root) = allotments();
    fs::remove_file(home.path().join("protocol/allotments/test_data/TEST_DATA_CT_LABEL_CRATES_V0.md")).unwrap();
    let page = home.path().join("protocol/allotments/workflows/WF_LEASE_PLOT_V0.md");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replace("summary: Lease a plot to a member", "summary: Lease a plot")).unwrap();
    fs::write(home.path().join("protocol/allotments/README.md"), "For people.\n").unwrap();
    let mut diagnostics = Diagnostics::default();
    let sealed = seal::seal(home.path(), &mut diagnostics).unwrap();
    // The artifact, and its three cases.
    assert_eq!(sealed.removed.len(), 4);
    assert!(!pgs_codegen::check(&[root]).has_errors());
}

#[test]
fn a_protocol_of_pgc_that_can_t_be_sealed_is_left_as_it_was() {
    let (home, _) = allotments();
    let settings = home.path().join("pgs.toml");
    let refused = || {
        let mut diagnostics = Diagnostics::default();
        assert_eq!(seal::seal(home.path(), &mut diagnostics), None);
        told(&diagnostics)
    };
    let page = home.path().join("protocol/allotments/workflows/WF_LEASE_PLOT_V0.md");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replace("artifact_kind: WORKFLOW", "artifact_kind: WORKFLOWS")).unwrap();
    assert_eq!(refused(), ["`WORKFLOWS` is no kind of artifact"]);
    fs::write(&page, text).unwrap();
    fs::copy(home.path().join("profiles/ALLOTMENTS_PROFILE_V0.md"), home.path().join("profiles/OTHER.md")).unwrap();
    assert!(refused()[0].starts_with("2 profiles are declared in "));
    fs::write(&settings, "").unwrap();
    assert_eq!(refused(), ["the settings name no folder of profiles, and a sealed snapshot claims a profile"]);
}
