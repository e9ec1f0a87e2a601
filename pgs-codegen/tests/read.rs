//! Reading a snapshot: what is whole passes, what is not is said with its place.

mod common;

use std::fs;

use common::{Fixture, SEALED_WORKFLOW, all, places, real_snapshot};
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::snapshot::{self, ArtifactKind};
use pgs_value::{Value, json};

const WORKFLOW: &str = "shop::WF_GREET_V0";

fn artifact(change: impl FnOnce(&mut Value)) -> Vec<pgs_protocol::diagnostic::Diagnostic> {
    let fixture = Fixture::sealed();
    fixture.edit(SEALED_WORKFLOW, change);
    fixture.read()
}

#[test]
fn real_snapshot_has_no_diagnostics() {
    let Some(root) = real_snapshot() else { return };
    let mut diagnostics = Diagnostics::default();
    let snapshot = snapshot::read(&root, &mut diagnostics).unwrap();
    assert_eq!(all(&diagnostics), []);
    assert_eq!(snapshot.name, "pgs");
    assert_eq!(snapshot.artifacts.len(), 254);
    assert_eq!(snapshot.addresses.len(), 391);
    assert_eq!(snapshot.artifacts.values().filter(|it| it.kind == ArtifactKind::Workflow).count(), 29);
    assert!(snapshot.artifacts.keys().all(|fqdn| snapshot.addresses.contains_key(fqdn)));
}

#[test]
fn every_changed_content_and_frontmatter_of_the_real_snapshot_is_found() {
    let Some(root) = real_snapshot() else { return };
    let fixture = Fixture::empty();
    for kind in ArtifactKind::ALL {
        let folder = root.join("artifacts").join(kind.folder());
        // Earlier compilers wrote what this one has none of.
        let Ok(files) = fs::read_dir(folder) else { continue };
        let file = files.map(|entry| entry.unwrap().path()).min().unwrap();
        let path = format!("protocol_snapshot/artifacts/{}/{}", kind.folder(), file.file_name().unwrap().display());
        let sealed = fs::read_to_string(file).unwrap();
        let index = root.join("artifact_index/index.json");
        fixture.write("protocol_snapshot/artifact_index/index.json", &fs::read_to_string(index).unwrap());
        fixture.write(&path, &sealed);
        // The index is whole, and the other artifacts are not there.
        let alone: Vec<_> = fixture.read().iter().map(|it| it.code).collect();
        assert_eq!(alone, [Code::OtherIndex]);
        let fqdn = fixture.json(&path)["fqdn_id"].as_str().unwrap().to_owned();

        fixture.edit(&path, |it| it["content"] = json!(it["content"].as_str().unwrap().replacen('#', "-", 1)));
        assert_eq!(places(&fixture.read()), [(Code::HashMismatch, fqdn.as_str(), "/content_hash")]);

        fixture.write(&path, &sealed);
        fixture.edit(&path, |it| it["frontmatter"]["core"]["summary"] = json!("something else"));
        assert_eq!(places(&fixture.read()), [(Code::MachineMismatch, fqdn.as_str(), "/frontmatter/core/summary")]);
        fixture.write(&path, &sealed);
    }
}

#[test]
fn sealed_markdown_has_no_diagnostics() {
    let fixture = Fixture::sealed();
    let mut diagnostics = Diagnostics::default();
    let snapshot = snapshot::read(&fixture.root(), &mut diagnostics).unwrap();
    assert_eq!(all(&diagnostics), []);
    let workflow = &snapshot.artifacts[WORKFLOW];
    assert_eq!((workflow.code.as_str(), workflow.namespace.as_str()), ("WF_GREET_V0", "shop"));
    assert_eq!(workflow.frontmatter["core"]["nodes"]["greet"]["fqdn_id"], "shop::CC_GREET_V0");
    assert_eq!(snapshot.addresses[WORKFLOW]["shop"], 4);
    assert_eq!(snapshot.name, fixture.home().file_name().unwrap().to_str().unwrap());
}

#[test]
fn changed_content() {
    let found = artifact(|it| it["content"] = json!(it["content"].as_str().unwrap().replace("Prose", "Prosa")));
    assert_eq!(places(&found), [(Code::HashMismatch, WORKFLOW, "/content_hash")]);
}

#[test]
fn changed_frontmatter() {
    let place = "/frontmatter/core/nodes/greet/inputs/name";
    let found = artifact(|it| *it.pointer_mut(place).unwrap() = json!("$.payload.nickname"));
    assert_eq!(places(&found), [(Code::MachineMismatch, WORKFLOW, place)]);
    assert_eq!(
        found[0].message,
        r#"`name` is "$.payload.nickname" here, and "$.payload.name" in the machine block that was hashed"#
    );
}

#[test]
fn added_and_removed_frontmatter() {
    let found = artifact(|it| it["frontmatter"]["core"]["nodes"]["greet"]["extra"] = json!(1));
    assert_eq!(places(&found), [(Code::MachineMismatch, WORKFLOW, "/frontmatter/core/nodes/greet/extra")]);
    let found = artifact(|it| _ = it["frontmatter"]["core"].as_object_mut().unwrap().remove("start_node"));
    assert_eq!(places(&found), [(Code::MachineMismatch, WORKFLOW, "/frontmatter/core/start_node")]);
}

#[test]
fn fqdn_id_of_a_node_that_is_not_its_code() {
    let place = "/frontmatter/core/nodes/greet/fqdn_id";
    for other in [json!("shop::CC_OTHER_V0"), json!("CC_GREET_V0_shop"), json!(7)] {
        let found = artifact(|it| *it.pointer_mut(place).unwrap() = other);
        assert_eq!(places(&found), [(Code::MachineMismatch, WORKFLOW, place)]);
    }
    let found = artifact(|it| it["frontmatter"]["core"]["nodes"]["done"]["fqdn_id"] = json!("shop::CC_GREET_V0"));
    assert_eq!(places(&found), [(Code::MachineMismatch, WORKFLOW, "/frontmatter/core/nodes/done/fqdn_id")]);
}

#[test]
fn fqdn_id_of_a_node_in_another_namespace() {
    let place = "/frontmatter/core/nodes/greet/fqdn_id";
    let fixture = Fixture::greeting();
    fixture.artifact("capability_contracts/market__CC_GREET_V0", "core: {}\n");
    fixture.seal();
    fixture.edit(SEALED_WORKFLOW, |it| *it.pointer_mut(place).unwrap() = json!("market::CC_GREET_V0"));
    let found = fixture.read();
    assert_eq!(places(&found), [(Code::MachineMismatch, WORKFLOW, place)]);
    assert!(found[0].message.ends_with("means `shop::CC_GREET_V0`"), "{}", found[0].message);
}

#[test]
fn integers_are_compared_by_every_digit() {
    let fixture = Fixture::greeting();
    fixture.artifact("events/shop__EV_BIG_V0", "core: {limit: 9007199254740993, half: 0.5}\n");
    fixture.seal();
    let path = "protocol_snapshot/artifacts/events/shop__EV_BIG_V0.json";
    assert!(fixture.text(path).contains("\"limit\": 9007199254740993"));
    fixture.edit(path, |it| it["frontmatter"]["core"]["limit"] = json!(9_007_199_254_740_992_u64));
    assert_eq!(places(&fixture.read()), [(Code::MachineMismatch, "shop::EV_BIG_V0", "/frontmatter/core/limit")]);
}

#[test]
fn missing_and_mistyped_parts() {
    for part in ["artifact_code", "content", "content_hash", "fqdn_id", "frontmatter"] {
        let name = if part == "fqdn_id" { "shop__WF_GREET_V0.json" } else { WORKFLOW };
        let pointer = format!("/{part}");
        let found = artifact(|it| _ = it.as_object_mut().unwrap().remove(part));
        assert_eq!(places(&found), [(Code::MalformedArtifact, name, pointer.as_str())]);
        let found = artifact(|it| it[part] = json!(12));
        assert_eq!(places(&found), [(Code::MalformedArtifact, name, pointer.as_str())]);
    }
}

#[test]
fn names_that_disagree() {
    let found = artifact(|it| it["artifact_code"] = json!("WF_OTHER_V0"));
    assert_eq!(places(&found), [(Code::MalformedArtifact, WORKFLOW, "/artifact_code")]);
    let found = artifact(|it| it["namespace"] = json!("market"));
    assert_eq!(places(&found), [(Code::MalformedArtifact, WORKFLOW, "/namespace")]);
    for wrong in ["WF_GREET_V0", "shop::", "::WF_GREET_V0", "shop::WF GREET", "a::b::c", "../shop::WF_GREET_V0"] {
        let found = artifact(|it| it["fqdn_id"] = json!(wrong));
        assert_eq!(places(&found), [(Code::MalformedArtifact, "shop__WF_GREET_V0.json", "/fqdn_id")], "{wrong}");
    }
}

#[test]
fn file_named_otherwise() {
    let fixture = Fixture::sealed();
    let other = fixture.root().join("artifacts/workflows/shop__WF_GREETING_V0.json");
    fs::rename(fixture.home().join(SEALED_WORKFLOW), other).unwrap();
    assert_eq!(places(&fixture.read()), [(Code::MalformedArtifact, WORKFLOW, "/fqdn_id")]);
}

#[test]
fn one_name_twice() {
    let fixture = Fixture::sealed();
    let copy = "protocol_snapshot/artifacts/events/shop__WF_GREET_V0.json";
    fixture.write(copy, &fixture.text(SEALED_WORKFLOW));
    let found = fixture.read();
    assert_eq!(places(&found), [(Code::DuplicateName, WORKFLOW, "/fqdn_id")]);
}

#[test]
fn unreadable_files() {
    let fixture = Fixture::sealed();
    for (text, message) in [
        (&b"{\"a\": }"[..], "the file is not JSON: expected value at line 1 column 7"),
        (b"[1]", "the file holds an array, not an object"),
        (b"\xff", "the file is not UTF-8: invalid utf-8 sequence of 1 bytes from index 0"),
    ] {
        fs::write(fixture.home().join(SEALED_WORKFLOW), text).unwrap();
        let found = fixture.read();
        assert_eq!(places(&found), [(Code::Unreadable, "shop__WF_GREET_V0.json", "")]);
        assert_eq!(found[0].message, message);
    }
}

#[test]
fn everything_is_said_at_once() {
    let fixture = Fixture::sealed();
    fixture.edit(SEALED_WORKFLOW, |it| it["content_hash"] = json!("00"));
    fixture.write("protocol_snapshot/artifacts/intents/shop__IN_GREET_V0.json", "{");
    fixture.write("protocol_snapshot/conformance/case.json", "[]");
    fixture.write("protocol_snapshot/artifacts/widgets/x.json", "{}");
    fixture.write("pgs.toml", "[transforms]\n\"shop::CT_X_V0\" = 3\n");
    let codes: Vec<_> = fixture.read().iter().map(|it| (it.code.id(), it.artifact.clone())).collect();
    let expected = [
        ("E001", "pgs.toml"),
        ("E001", "shop__IN_GREET_V0.json"),
        ("E002", WORKFLOW),
        ("W131", "widgets"),
        ("W135", "case.json"),
    ];
    assert_eq!(codes, expected.map(|(code, artifact)| (code, artifact.to_owned())));
}

#[test]
fn content_without_a_readable_machine_block() {
    let sealed_with = |content: &str| {
        let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(content));
        artifact(|it| (it["content"], it["content_hash"]) = (json!(content), json!(hash)))
    };
    for content in ["# Prose", "## Machine\n\nnone", "## Machine\n```yaml\na: 1\n", "```yaml\na: 1\n```\n## Machine"] {
        assert_eq!(places(&sealed_with(content)), [(Code::MalformedArtifact, WORKFLOW, "/content")], "{content}");
    }
    let found = sealed_with("## Machine\n```yaml\na: 1\nb: [1\n```\n");
    assert_eq!(places(&found), [(Code::Unreadable, WORKFLOW, "/content")]);
    assert!(found[0].message.ends_with("at line 5, column 1"), "{}", found[0].message);
    assert_eq!(
        places(&sealed_with("## Machine\n```yaml\n[1]\n```\n")),
        [(Code::MalformedArtifact, WORKFLOW, "/content")]
    );
}

#[test]
fn index_with_an_address_that_is_no_hex_text() {
    let fixture = Fixture::sealed();
    let place = "/artifacts/shop::WF_GREET_V0/addresses/shop";
    for wrong in [json!(4), json!("4"), json!("0xZZ"), json!("0x-4"), json!("0xFFFFFFFFFFFFFFFF")] {
        fixture.edit("protocol_snapshot/artifact_index/index.json", |it| *it.pointer_mut(place).unwrap() = wrong);
        assert_eq!(places(&fixture.read()), [(Code::MalformedArtifact, WORKFLOW, place)]);
    }
}

#[test]
fn snapshot_without_index_or_artifacts() {
    let fixture = Fixture::sealed();
    fs::remove_file(fixture.root().join("artifact_index/index.json")).unwrap();
    assert_eq!(places(&fixture.read()), [(Code::DerivedAddresses, "index.json", "")]);
    fs::remove_dir_all(fixture.root()).unwrap();
    assert_eq!(places(&fixture.read()), [(Code::Unreadable, "protocol_snapshot", "")]);
}

#[test]
fn settings_beside_the_snapshot() {
    let fixture = Fixture::sealed();
    fixture.write(
        "pgs.toml",
        "[transforms]\n\"shop::CT_PURE_GREET_V0\" = { module = \"greetings::greet\" }\n\
         [dependencies]\ngreetings = { path = \"greetings\" }\n",
    );
    let snapshot = snapshot::read(&fixture.root(), &mut Diagnostics::default()).unwrap();
    assert_eq!(snapshot.settings.transforms["shop::CT_PURE_GREET_V0"].module, "greetings::greet");
    assert_eq!(snapshot.settings.dependencies["greetings"]["path"].as_str(), Some("greetings"));

    fixture.write("pgs.toml", "[transforms]\n[colours]\n");
    let found = fixture.read();
    assert_eq!(places(&found), [(Code::Unreadable, "pgs.toml", "")]);
    assert!(found[0].message.contains("unknown field `colours`"), "{}", found[0].message);
    assert!(found[0].message.contains("line 2"), "{}", found[0].message);
}

#[test]
fn governance_is_verified_and_not_kept() {
    let fixture = Fixture::sealed();
    let path = "protocol_snapshot/governance/artifacts/concerns/shop__WF_GREET_V0.json";
    fixture.write(path, &fixture.text(SEALED_WORKFLOW));
    assert_eq!(fixture.read(), []);
    fixture.edit(path, |it| it["content"] = json!("other"));
    assert_eq!(places(&fixture.read()), [(Code::HashMismatch, WORKFLOW, "/content_hash")]);
}
