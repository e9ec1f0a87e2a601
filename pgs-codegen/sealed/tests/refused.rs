//! Every refusal, each by one change of a snapshot that is accepted.

mod support;

use std::fs;
use std::fs::File;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;

use pgs_value::{Value, json};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use support::{CARRIED, DECLARATION, Made, Making, WORKFLOW, digest, made, make, make_with};

/// What a snapshot is refused for, once it was changed after the sealing.
fn after(change: impl FnOnce(&Made)) -> (&'static str, String, String) {
    let made = made();
    change(&made);
    made.refused()
}

/// The same of one in whose files this was changed, and sealed with them.
fn files(change: fn(&mut support::Files)) -> (&'static str, String, String) {
    make(&Making { files: change, ..Making::default() }).refused()
}

fn refusal(name: &'static str, file: &str, pointer: &str) -> (&'static str, String, String) {
    (name, file.to_owned(), pointer.to_owned())
}

fn pipe(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
}

#[test]
fn what_the_manifest_does_not_say() {
    let manifest = "manifest.json";
    let edited = |change: fn(&mut Value)| after(|made| made.edit(manifest, change));
    let removed =
        |key: &'static str| after(|made| made.edit(manifest, |it| drop(it.as_object_mut().unwrap().remove(key))));
    assert_eq!(removed("profile"), refusal("no profile named", manifest, "/profile"));
    assert_eq!(edited(|it| it["profile"] = json!("")), refusal("no profile named", manifest, "/profile"));
    assert_eq!(removed("constituents"), refusal("no constituents", manifest, "/constituents"));
    assert_eq!(removed("profile_sha256"), refusal("no profile digest", manifest, "/profile_sha256"));
    assert_eq!(removed("snapshot_id"), refusal("snapshot id", manifest, "/snapshot_id"));
    assert_eq!(edited(|it| it["snapshot_id"] = json!("00")), refusal("snapshot id", manifest, "/snapshot_id"));
    assert_eq!(removed("composite_hash"), refusal("composite hash", manifest, "/composite_hash"));
    assert_eq!(removed("domains"), refusal("malformed", manifest, "/domains"));
    let path = |it: &mut Value| it["domains"][1]["projections"]["tokenized"]["path"] = json!("tokenized/platform");
    assert_eq!(edited(path), refusal("malformed", manifest, "/domains/1/projections/tokenized/path"));
    let twice = |it: &mut Value| it["domains"][1]["domain"] = json!("platform");
    assert!(matches!(edited(twice).0, "malformed"));
    let hash = |it: &mut Value| it["domains"][1]["graph_address_hash"] = json!("00");
    assert_eq!(edited(hash), refusal("snapshot id", manifest, "/snapshot_id"));
    assert_eq!(after(|made| fs::remove_file(made.root().join(manifest)).unwrap()), refusal("unreadable", manifest, ""));
    assert_eq!(after(|made| fs::write(made.root().join(manifest), "{").unwrap()), refusal("malformed", manifest, ""));
    assert_eq!(after(|made| fs::write(made.root().join(manifest), "[]").unwrap()), refusal("malformed", manifest, ""));
}

#[test]
fn what_the_manifest_lists() {
    let with_path = |path: &'static str| {
        after(move |made| made.edit("manifest.json", |it| it["constituents"][3]["path"] = json!(path)))
    };
    for path in ["../outside.json", "/etc/passwd", "canonical//a.json", "canonical/./a.json", "", "a\\b", "a/../b"] {
        assert_eq!(with_path(path), refusal("path outside", "manifest.json", "/constituents/3/path"), "{path}");
    }
    let twice = |it: &mut Value| {
        let first = it["constituents"][0].clone();
        it["constituents"].as_array_mut().unwrap().push(first);
    };
    let refused = after(|made| made.edit("manifest.json", twice));
    assert_eq!(refused, refusal("listed twice", "manifest.json", "/constituents/29/path"));
    // What comes after the sealing can't have been sealed.
    for path in ["manifest.json", "signature.json", "conformance/a.json"] {
        let refused = after(|made| {
            fs::create_dir(made.root().join("conformance")).unwrap();
            fs::write(made.root().join("signature.json"), "{}").unwrap();
            fs::write(made.root().join("conformance/a.json"), "{}").unwrap();
            made.edit("manifest.json", |it| {
                it["constituents"].as_array_mut().unwrap().push(json!({"path": path, "sha256": "00"}));
            });
        });
        assert_eq!(refused, refusal("missing file", "manifest.json", "/constituents/29/path"), "{path}");
    }
}

#[test]
fn what_is_not_listed() {
    let undeclared = |file: &str| refusal("undeclared content", file, "");
    assert_eq!(after(|made| fs::write(made.root().join(".DS_Store"), "").unwrap()), undeclared(".DS_Store"));
    let picture = "behavior_logic/shop/WF/a.png";
    let refused = after(|made| {
        fs::create_dir_all(made.root().join(picture).parent().unwrap()).unwrap();
        fs::write(made.root().join(picture), "").unwrap();
    });
    assert_eq!(refused, undeclared(picture));
    let link = after(|made| symlink("/etc", made.root().join("canonical/more")).unwrap());
    assert_eq!(link, undeclared("canonical/more"));
    assert_eq!(after(|made| pipe(&made.root().join("pipe"))), undeclared("pipe"));
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.json");
    assert_eq!(after(|made| fs::write(made.root().join(name), "").unwrap()), undeclared("caf\u{fffd}.json"));
    // It comes before what is missing.
    let both = after(|made| {
        fs::remove_file(made.root().join(WORKFLOW)).unwrap();
        fs::write(made.root().join("z"), "").unwrap();
    });
    assert_eq!(both, undeclared("z"));
    // A folder without files is nothing.
    let made = made();
    fs::create_dir(made.root().join("empty")).unwrap();
    made.open().unwrap();
}

#[test]
fn what_is_missing_or_something_else() {
    let removed = |put: fn(&Path)| {
        after(move |made| {
            fs::remove_file(made.root().join(WORKFLOW)).unwrap();
            put(&made.root().join(WORKFLOW));
        })
    };
    assert_eq!(removed(|_| ()).0, "missing file");
    let no_file = refusal("not a file", WORKFLOW, "");
    assert_eq!(removed(|path| fs::create_dir(path).unwrap()), no_file);
    assert_eq!(removed(|path| symlink("shop__WF_SELL_V0.md", path).unwrap()), no_file);
    assert_eq!(removed(pipe), no_file);
    let manifest = after(|made| {
        fs::rename(made.root().join("manifest.json"), made.root().join("../elsewhere.json")).unwrap();
        symlink("../elsewhere.json", made.root().join("manifest.json")).unwrap();
    });
    assert_eq!(manifest, refusal("not a file", "manifest.json", ""));
    let folder = after(|made| {
        fs::rename(made.root().join("canonical"), made.root().join("../elsewhere")).unwrap();
        symlink("../elsewhere", made.root().join("canonical")).unwrap();
    });
    assert_eq!(folder, refusal("undeclared content", "canonical", ""));
}

#[test]
fn what_is_too_much() {
    let large =
        after(|made| File::options().write(true).open(made.root().join(WORKFLOW)).unwrap().set_len(2 << 30).unwrap());
    assert_eq!(large, refusal("too large", WORKFLOW, ""));
    let deep = after(|made| {
        let mut path = made.root();
        (0..40).for_each(|_| path.push("a"));
        fs::create_dir_all(path).unwrap();
    });
    assert_eq!(deep.0, "too large");
    // Sealed as it is, and still no document.
    for text in [
        "[".repeat(100_000),
        format!("{{\"a\": {}}}", "9".repeat(100_000)),
        "{\"a\": 1e999}".to_owned(),
        "\u{feff}{}".to_owned(),
    ] {
        let made = made();
        fs::write(made.root().join("tokenized/shop/dispatch.json"), text).unwrap();
        made.reseal();
        assert_eq!(made.refused(), refusal("malformed", "tokenized/shop/dispatch.json", ""));
    }
    let made = made();
    fs::write(made.root().join(WORKFLOW), b"{\"a\": \"\xff\"}").unwrap();
    made.reseal();
    assert_eq!(made.refused(), refusal("unmet profile", &made.profiles().join("SHOP.md").display().to_string(), ""));
}

#[test]
fn a_file_that_was_changed() {
    let attestation = "trust/shop/structure_attestation.json";
    let changed = |file: &'static str, find: &'static str, put: &'static str| {
        after(move |made| {
            let text = fs::read_to_string(made.root().join(file)).unwrap();
            assert!(text.contains(find));
            fs::write(made.root().join(file), text.replacen(find, put, 1)).unwrap();
        })
    };
    assert_eq!(changed(WORKFLOW, "\"start_node\"", "\"start_nodf\""), refusal("changed file", WORKFLOW, ""));
    assert_eq!(changed(attestation, "V0", "V1"), refusal("changed file", attestation, ""));
    assert_eq!(changed(attestation, "{", "["), refusal("changed file", attestation, ""));
    let picture = "evidence/shop/evidence_graph.json";
    assert_eq!(changed(picture, "[]", "[ ]"), refusal("changed file", picture, ""));
}

/// Any byte of any file, but for the white space and the time of an attestation, which is hashed without them.
#[test]
fn any_byte_that_is_changed_is_found() {
    let made = made();
    let manifest = made.json("manifest.json");
    let constituents = manifest["constituents"].as_array().unwrap();
    let mut random = fastrand::Rng::with_seed(15);
    for _ in 0..200 {
        let path = random.choice(constituents).unwrap()["path"].as_str().unwrap();
        let file = made.root().join(path);
        let sealed = fs::read(&file).unwrap();
        let mut bytes = sealed.clone();
        let at = random.usize(..bytes.len());
        bytes[at] ^= 1 << random.u8(..8);
        fs::write(&file, &bytes).unwrap();
        let compact = |bytes: &[u8]| {
            let mut value: Value = pgs_value::from_slice(bytes).unwrap_or_default();
            value.as_object_mut().map(|it| it.remove("signed_at"));
            digest(&value)
        };
        let says_the_same = path.ends_with("attestation.json") && compact(&bytes) == compact(&sealed);
        match made.open() {
            Ok(_) => assert!(says_the_same, "byte {at} of {path}"),
            Err(refusal) => assert_eq!((refusal.name(), refusal.file().as_path()), ("changed file", Path::new(path))),
        }
        fs::write(&file, sealed).unwrap();
    }
    made.open().unwrap();
}

#[test]
fn the_profile() {
    let file = |made: &Made| made.profiles().join("SHOP.md").display().to_string();
    let with = |declaration: &str| {
        let made = made();
        made.write_profile(declaration);
        (made.refused(), file(&made))
    };
    let (refused, path) = with(&DECLARATION.replace("[WORKFLOW, INVARIANT]", "[WORKFLOW, EVENT]"));
    assert_eq!(refused, refusal("unmet profile", &path, ""));
    let (refused, path) = with(&DECLARATION.replace("shop::WF_SELL_V0", "shop::WF_BUY_V0"));
    assert_eq!(refused, refusal("unmet profile", &path, ""));
    let (refused, path) = with(&DECLARATION.replace("INVARIANT_NAMED_V0", "INVARIANT_OTHER_V0"));
    assert_eq!(refused, refusal("unmet profile", &path, ""));
    // A requirement less is a weaker profile.
    let (refused, path) = with(&DECLARATION.replace("[WORKFLOW, INVARIANT]", "[WORKFLOW]"));
    assert_eq!(refused, refusal("changed profile", &path, ""));
    // Another order of its keys, and a comment, are not.
    let made = made();
    made.write_profile(
        &DECLARATION.replace("  since: 2026-01-05T9:30:00Z\n", "  # Since:\n  since: 2026-01-05 09:30:00Z\n"),
    );
    made.open().unwrap();
    let (refused, _) = with(&DECLARATION.replace("SHOP_PROFILE_V0", "SHOP_PROFILE_V1"));
    assert_eq!(refused, refusal("unknown profile", "manifest.json", "/profile"));
    fs::remove_dir_all(made.profiles()).unwrap();
    assert_eq!(made.refused(), refusal("unreadable profiles", &made.profiles().display().to_string(), ""));
}

#[test]
fn copies_that_differ() {
    let artifact = |domain: &str, it: &mut Value| {
        if domain == "shop" && it["fqdn_id"] == CARRIED {
            *it = support::artifact(CARRIED, "CS", &json!({"core": {"operations": {"PUT": {}}}}));
        }
    };
    let refused = make(&Making { artifact: Box::new(artifact), ..Making::default() }).refused();
    let file = "canonical/shop/capability_side_effects/capability_side_effects__CS_BOOK_V0.json";
    assert_eq!(refused, refusal("copies differ", file, "/content_hash"));
}

#[test]
fn hashes_that_are_stated_in_several_ways() {
    let edited = |file: &'static str, key: &'static str, name: &'static str| {
        let made = made();
        made.edit(file, |it| it[key] = json!("00"));
        made.reseal();
        assert_eq!(made.refused(), (name, file.to_owned(), format!("/{key}")));
    };
    for projection in ["canonical", "tokenized", "vocabulary"] {
        let file = match projection {
            "canonical" => "canonical/shop/metadata.json",
            "tokenized" => "tokenized/shop/metadata.json",
            _ => "vocabulary/shop/metadata.json",
        };
        edited(file, "projection_hash", "projection hash");
        edited(file, "graph_address_hash", "projection hash");
    }
    edited("tokenized/shop/metadata.json", "vocabulary_hash", "projection hash");
    edited("trust/shop/structure_attestation.json", "attestation_hash", "projection hash");
    let made = made();
    made.edit("trust/shop/structure_attestation.json", |it| it["tokenized_projection_hash"] = json!("00"));
    made.reseal();
    assert_eq!(made.refused(), refusal("projection hash", "tokenized/shop/metadata.json", "/projection_hash"));
}

#[test]
fn hashes_that_are_not_those_of_what_they_are_stated_of() {
    let refused = files(|it| it.get_mut(WORKFLOW).unwrap()["layer_code"] = json!("OTHER"));
    assert_eq!(refused, refusal("canonical projection", "canonical/shop/metadata.json", "/projection_hash"));
    let refused = files(|it| it.get_mut("tokenized/shop/topology.json").unwrap()["edges"] = json!([1]));
    assert_eq!(refused, refusal("tokenized projection", "tokenized/shop/metadata.json", "/projection_hash"));
    let refused = files(|it| it.get_mut("vocabulary/shop/forward.json").unwrap()["0x0009"] = json!("shop::WF_NEW_V0"));
    assert_eq!(refused, refusal("vocabulary projection", "vocabulary/shop/metadata.json", "/projection_hash"));
    // The dispatch is covered by the list of files alone.
    let made = make(&Making {
        files: |it| it.get_mut("trust/shop/structure_attestation.json").unwrap()["attestation_hash"] = json!("00"),
        manifest: |it| it["domains"][1]["projections"]["trust"]["attestation_hash"] = json!("00"),
        ..Making::default()
    });
    assert_eq!(
        made.refused(),
        refusal("attestation hash", "trust/shop/structure_attestation.json", "/attestation_hash")
    );
    let file = "trust/shop/structure_attestation.json";
    let refused = files(|it| {
        it.get_mut("trust/shop/structure_attestation.json").unwrap()["imported_governance"]["closure_member_count"] =
            json!(3);
    });
    assert_eq!(refused, refusal("governance closure", file, "/imported_governance/governance_closure_hash"));
    let mut changed = support::artifact("shop::TE_SELL_V0", "TE", &json!({"at": "2026"}));
    changed["content"] = json!("# T\n\n## Machine\n\n```yaml\nat: '2027'\n```\n");
    let file = "canonical/shop/transport/egress/shop__TE_SELL_V0.json";
    assert_eq!(make_with("shop::TE_SELL_V0", &changed).refused(), refusal("content hash", file, "/content_hash"));
}

#[test]
fn addresses_that_are_not_those_of_the_artifacts() {
    // An address that nothing has, and one that was given otherwise.
    let names = |domain: &str, names: &mut std::collections::BTreeSet<String>| {
        if domain == "shop" {
            names.insert("shop::AA_V0".to_owned());
        }
    };
    let made = make(&Making { names, ..Making::default() });
    assert_eq!(made.refused(), refusal("vocabulary", "vocabulary/shop/reverse.json", "/shop::CC_SELL_V0"));
    let names = |domain: &str, names: &mut std::collections::BTreeSet<String>| {
        if domain == "shop" {
            names.insert("zoo::LAST_V0".to_owned());
        }
    };
    let made = make(&Making { names, ..Making::default() });
    assert_eq!(made.refused(), refusal("graph address hash", "manifest.json", "/domains"));
    let contract = support::contract(&["DENIED", "SUCCESS"]);
    let made = make_with("shop::CC_SELL_V0", &support::artifact("shop::CC_SELL_V0", "CC", &contract));
    assert_eq!(made.refused(), refusal("vocabulary", "vocabulary/shop/reverse.json", "/outcome::DENIED"));
    let contract = support::contract(&["SUCCESS"]);
    let made = make_with("shop::CC_SELL_V0", &support::artifact("shop::CC_SELL_V0", "CC", &contract));
    assert_eq!(made.refused(), refusal("vocabulary", "vocabulary/shop/reverse.json", "/outcome::VIOLATION"));
}

#[test]
fn what_is_executed_and_not_what_the_artifacts_say() {
    let dispatch = "tokenized/shop/dispatch.json";
    let edited = |change: fn(&mut Value)| {
        let made = made();
        made.edit(dispatch, change);
        made.reseal();
        made.refused()
    };
    let at = |pointer: &str| refusal("dispatch", dispatch, pointer);
    assert_eq!(edited(|it| it["entry"]["4"]["start"] = json!(3)), at("/entry/4/start"));
    assert_eq!(edited(|it| it["pipeline"]["2"][0]["inputs"]["answer"] = json!(4)), at("/pipeline/2/0/inputs/answer"));
    assert_eq!(
        edited(|it| it["bindings"]["4"]["SELL"]["last"][0] = json!("$.payload.it")),
        at("/bindings/4/SELL/last/0")
    );
    assert_eq!(edited(|it| it["admission"] = json!({"1": {}})), at("/admission/1"));
    assert_eq!(edited(|it| it["emits"] = json!({})), at("/emits/4"));
    assert_eq!(edited(|it| drop(it.as_object_mut().unwrap().remove("terminal"))), at("/terminal/4"));
    let refused = files(|it| it.get_mut("tokenized/shop/handlers.json").unwrap()["ct"] = json!({"9": {}}));
    assert_eq!(refused, refusal("dispatch", "tokenized/shop/handlers.json", "/ct/9"));
}

#[test]
fn an_index_that_says_otherwise() {
    let refused = files(|it| {
        it.get_mut("artifact_index/index.json").unwrap()["artifacts"]["shop::WF_SELL_V0"]["kind"] = json!("CC");
    });
    assert_eq!(refused, refusal("index", "artifact_index/index.json", "/artifacts/shop::WF_SELL_V0/kind"));
}

#[test]
fn parts_that_are_not_there_or_not_as_they_should_be() {
    for file in
        ["tokenized/shop/dispatch.json", "trust/shop/structure_attestation.json", "vocabulary/shop/forward.json"]
    {
        let made = made();
        fs::remove_file(made.root().join(file)).unwrap();
        made.reseal();
        assert_eq!(made.refused(), refusal("missing part", file, ""));
    }
    let file = "canonical/shop/transport/egress/shop__TE_SELL_V0.json";
    for (key, value) in [
        ("fqdn_id", json!("shop::OTHER_V0")),
        ("fqdn_id", json!("SELL")),
        ("frontmatter", json!([])),
        ("content", json!(1)),
        ("content_hash", Value::Null),
        ("artifact_type", json!({})),
    ] {
        let made = made();
        made.edit(file, |it| it[key] = value);
        made.reseal();
        assert_eq!(made.refused(), refusal("malformed", file, &format!("/{key}")));
    }
}
