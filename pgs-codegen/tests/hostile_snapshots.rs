//! Snapshots that are made to run something else than what was reviewed, or to hold the build up: each is refused, with
//! its place.

mod common;

use std::fs;
use std::path::Path;

use common::{Fixture, SEALED_WORKFLOW, places};
use pgs_protocol::diagnostic::{Code, Diagnostic};
use pgs_value::json;

const INDEX: &str = "protocol_snapshot/artifact_index/index.json";
const CONTRACT: &str = "protocol_snapshot/artifacts/capability_contracts/shop__CC_GREET_V0.json";
const WORKFLOW: &str = "shop::WF_GREET_V0";

/// Puts what one artifact is and does under the name of another one, with every hash right.
fn impersonate(fixture: &Fixture, from: &str, to: &str) {
    let other = fixture.json(from);
    fixture.edit(to, |it| {
        for part in ["content", "content_hash", "frontmatter"] {
            it[part] = other[part].clone();
        }
    });
}

/// Writes other Markdown into an artifact, with the right hash.
fn reseal(fixture: &Fixture, path: &str, content: &str) {
    let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(content));
    fixture.edit(path, |it| (it["content"], it["content_hash"]) = (json!(content), json!(hash)));
}

#[test]
fn one_workflow_under_the_name_of_another() {
    let fixture = Fixture::greeting();
    let burn = "wf_code: WF_BURN_V0\ncore: {start_node: a, nodes: {a: {type: EXIT}}}\n";
    fixture.artifact("workflows/shop__WF_BURN_V0", burn);
    fixture.seal();
    impersonate(&fixture, "protocol_snapshot/artifacts/workflows/shop__WF_BURN_V0.json", SEALED_WORKFLOW);
    let found = fixture.read();
    assert_eq!(places(&found), [(Code::MachineMismatch, WORKFLOW, "/frontmatter/wf_code")]);
    assert!(found[0].message.contains(r#"`wf_code` is "WF_BURN_V0" in the machine block that is hashed"#));
}

#[test]
fn every_key_that_states_a_name_is_asked() {
    for (key, stated, is_foreign) in [
        ("cc_code", "CC_GREET_V0", false),
        ("cc_code", "shop::CC_GREET_V0", false),
        ("cc_code", "market::CC_GREET_V0", true),
        ("artifact_code", "CC_OTHER_V0", true),
        ("fqdn", "shop::CC_GREET_V0", false),
        ("fqdn", "market::CC_GREET_V0", true),
        ("fqdn_id", "market::CC_GREET_V0", true),
        ("namespace", "shop", false),
        ("namespace", "market", true),
    ] {
        let fixture = Fixture::greeting();
        let machine = format!("{key}: {stated}\ncore: {{}}\n");
        fixture.artifact("capability_contracts/shop__CC_GREET_V0", &machine);
        if is_foreign {
            let found = fixture.seal_error();
            let pointer = format!("/{key}");
            assert_eq!(
                places(&found),
                [(Code::MachineMismatch, "shop__CC_GREET_V0.md", pointer.as_str())],
                "{machine}"
            );
        } else {
            fixture.seal();
            assert_eq!(fixture.read(), [], "{machine}");
        }
    }
}

#[test]
fn a_code_of_two_other_namespaces_is_not_chosen_by_what_no_hash_covers() {
    let fixture = Fixture::greeting();
    for namespace in ["market", "street"] {
        fixture
            .artifact(&format!("capability_contracts/{namespace}__CC_OPEN_V0"), &format!("namespace: {namespace}\n"));
    }
    let workflow = |code: &str| format!("core: {{start_node: a, nodes: {{a: {{type: CC, code: \"{code}\"}}}}}}\n");
    fixture.artifact("workflows/shop__WF_GREET_V0", &workflow("market::CC_OPEN_V0"));
    fixture.seal();
    assert_eq!(fixture.read(), []);
    reseal(&fixture, SEALED_WORKFLOW, &format!("## Machine\n\n```yaml\n{}```\n", workflow("CC_OPEN_V0")));
    for namespace in ["market", "street"] {
        fixture.edit(SEALED_WORKFLOW, |it| {
            let node = &mut it["frontmatter"]["core"]["nodes"]["a"];
            (node["code"], node["fqdn_id"]) = (json!("CC_OPEN_V0"), json!(format!("{namespace}::CC_OPEN_V0")));
        });
        let found = fixture.read();
        assert_eq!(places(&found), [(Code::DuplicateName, WORKFLOW, "/frontmatter/core/nodes/a/code")]);
        assert!(found[0].message.contains("market::CC_OPEN_V0 or street::CC_OPEN_V0"), "{}", found[0].message);
    }
}

#[test]
fn one_address_for_two_artifacts() {
    let fixture = Fixture::sealed();
    let of = |name: &str| format!("/artifacts/shop::{name}/addresses/shop");
    let address = fixture.json(INDEX).pointer(&of("IN_GREET_V0")).unwrap().clone();
    fixture.edit(INDEX, |it| *it.pointer_mut(&of("WF_GREET_V0")).unwrap() = address);
    let found = fixture.read();
    assert_eq!(places(&found), [(Code::DuplicateName, WORKFLOW, of("WF_GREET_V0").as_str())]);
    assert!(found[0].message.ends_with("is also that of `shop::IN_GREET_V0`"), "{}", found[0].message);
}

#[test]
fn a_key_that_stands_twice_in_json() {
    let fixture = Fixture::sealed();
    for path in [SEALED_WORKFLOW, INDEX, "protocol_snapshot/conformance/shop__CT_PURE_GREET_V0__ada.json"] {
        let text = fixture.text(path);
        fixture.write(path, &text.replacen('{', "{\"twice\": {\"a\": 1, \"b\": [{\"a\": 2, \"\\u0061\": 3}]},", 1));
        let mut found = fixture.read();
        // An artifact has no key of this name, either.
        found.retain(|it| it.code != Code::UnknownKey);
        assert_eq!(places(&found), [(Code::DuplicateName, Path::new(path).file_name().unwrap().to_str().unwrap(), "")]);
        assert!(
            found[0].message.starts_with("`a` stands twice in one object at line 1 column"),
            "{}",
            found[0].message
        );
        fixture.write(path, &text);
    }
}

#[test]
fn a_key_that_stands_twice_in_a_machine_block() {
    let fixture = Fixture::sealed();
    let content = fixture.json(SEALED_WORKFLOW)["content"].as_str().unwrap().to_owned();
    let content = content.replace("      code: IN_GREET_V0\n", "      code: IN_OTHER_V0\n      code: IN_GREET_V0\n");
    reseal(&fixture, SEALED_WORKFLOW, &content);
    let found = fixture.read();
    assert_eq!(places(&found), [(Code::DuplicateName, WORKFLOW, "/content")]);
    assert!(found[0].message.starts_with("`code` stands twice"), "{}", found[0].message);
}

/// What is sealed and what is checked is the same block, or none.
#[test]
fn a_machine_block_stands_once_and_is_seen() {
    let block = |start: &str| format!("## Machine\n\n```yaml\nstart: {start}\n```\n");
    for (content, message) in [
        (block("a") + &block("b"), "`## Machine` stands at line 1 and again at line 6"),
        (format!("## Machine\n\n{}", block("a")), "`## Machine` stands at line 1 and again at line 3"),
        (format!("<!--\n{}-->\n", block("a")), "the machine block at line 2 stands in HTML that begins at line 1"),
        (
            format!("<!-- a\n\n-- > b\n{}", block("a")),
            "the machine block at line 4 stands in HTML that begins at line 1",
        ),
        ("## Machine\n<!--\n```yaml\na: 1\n```\n-->\n".to_owned(), "the machine block at line 3 stands in HTML"),
        (format!("<script>\n{}</script>\n", block("a")), "the machine block at line 2 stands in HTML"),
        (format!("<!--\n{}-->\n{}", block("a"), block("b")), "the machine block at line 2 stands in HTML"),
    ] {
        let fixture = Fixture::sealed();
        reseal(&fixture, SEALED_WORKFLOW, &content);
        let found = fixture.read();
        assert_eq!(places(&found), [(Code::MalformedArtifact, WORKFLOW, "/content")], "{content}");
        assert!(found[0].message.contains(message), "{content}: {}", found[0].message);
        fixture.write("protocol/workflows/shop__WF_GREET_V0.md", &content);
        let found = fixture.seal_error();
        assert_eq!(places(&found), [(Code::MalformedArtifact, "shop__WF_GREET_V0.md", "")], "{content}");
        assert!(found[0].message.contains(message), "{content}: {}", found[0].message);
    }
    for seen in
        ["<!-- prose -->\n", "```html\n<!--\n```\n", "a <!-- b\n\n", "    <!-- code\n\n", "# Machine\n## Machines\n"]
    {
        let fixture = Fixture::greeting();
        fixture.write("protocol/events/shop__EV_SEEN_V0.md", &format!("{seen}{}", block("a")));
        fixture.seal();
        assert_eq!(fixture.read(), [], "{seen}");
    }
}

#[test]
fn namespaces_that_hide_a_file_or_look_like_an_option() {
    for namespace in [".x", "-x", "x.", "x..y", "x.-y", "."] {
        let fixture = Fixture::greeting();
        fixture.artifact("events/shop__EV_X_V0", "core: {}\n");
        fixture.seal();
        fixture.edit("protocol_snapshot/artifacts/events/shop__EV_X_V0.json", |it| {
            it["fqdn_id"] = json!(format!("{namespace}::EV_X_V0"));
            it["namespace"] = json!(namespace);
        });
        let found = fixture.read();
        assert_eq!(places(&found), [(Code::MalformedArtifact, "shop__EV_X_V0.json", "/fqdn_id")], "{namespace}");
        fixture.artifact(&format!("events/{namespace}__EV_X_V0"), "core: {}\n");
        // A hidden file is no source.
        if !namespace.starts_with('.') {
            assert_eq!(fixture.seal_error()[0].code, Code::MalformedArtifact, "{namespace}");
        }
    }
    for namespace in ["a.b", "a-b", "_a", "9a"] {
        let fixture = Fixture::greeting();
        fixture.artifact(&format!("events/{namespace}__EV_X_V0"), "core: {}\n");
        fixture.seal();
        assert_eq!(fixture.read(), [], "{namespace}");
    }
}

#[cfg(unix)]
fn only(found: &[Diagnostic], words: &str) {
    let [one] = found else { panic!("{found:?}") };
    // A pipe in the place of what no run needs stops nothing.
    let folders = ["governance", "conformance"].map(std::ffi::OsStr::new);
    let is_aside = !one.file.is_symlink() && one.file.components().any(|part| folders.contains(&part.as_os_str()));
    assert_eq!(one.code, if is_aside { Code::UnreadableAside } else { Code::Unreadable }, "{found:?}");
    assert!(found[0].message.contains(words), "{}", found[0].message);
}

/// A link in a snapshot shows a file of the machine that reads it, leads in a circle, or to what has no end.
#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    for (target, link) in [
        ("/dev/zero", "artifacts/events/shop__EV_ZERO_V0.json"),
        ("/etc/passwd", "conformance/shop__CT_X_V0__x.json"),
        ("..", "artifacts/more"),
        (".", "governance/artifacts/more"),
        ("shop__EV_ROUND_V0.json", "artifacts/events/shop__EV_ROUND_V0.json"),
    ] {
        let fixture = Fixture::sealed();
        let link = fixture.root().join(link);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(target, &link).unwrap();
        only(&fixture.read(), "symbolic link");
    }
    let fixture = Fixture::sealed();
    fs::rename(fixture.root().join("conformance"), fixture.home().join("elsewhere")).unwrap();
    symlink("../elsewhere", fixture.root().join("conformance")).unwrap();
    only(&fixture.read(), "symbolic link");
}

#[cfg(unix)]
#[test]
fn pipes_are_not_opened() {
    let pipe = |fixture: &Fixture, path: &str| {
        let path = fixture.home().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    };
    for path in [
        "protocol_snapshot/artifacts/events/shop__EV_PIPE_V0.json",
        "protocol_snapshot/governance/artifacts/x/y.json",
        "protocol_snapshot/conformance/x.json",
        "pgs.toml",
    ] {
        let fixture = Fixture::sealed();
        pipe(&fixture, path);
        only(&fixture.read(), "no regular file");
    }
    let fixture = Fixture::greeting();
    pipe(&fixture, "protocol/events/shop__EV_PIPE_V0.md");
    only(&fixture.seal_error(), "no regular file");
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let fixture = Fixture::sealed();
    let file = fs::File::create(fixture.root().join("conformance/large.json")).unwrap();
    file.set_len(65 << 20).unwrap();
    let found = fixture.read();
    assert_eq!(places(&found), [(Code::UnreadableAside, "large.json", "")]);
    assert!(found[0].message.contains("more than 67108864 bytes"), "{}", found[0].message);
}

#[test]
fn json_that_is_nested_too_deep_is_refused() {
    let fixture = Fixture::sealed();
    let before = fixture.text(CONTRACT);
    fixture.write(CONTRACT, &"[".repeat(1 << 20));
    assert_eq!(places(&fixture.read()), [(Code::Unreadable, "shop__CC_GREET_V0.json", "")]);
    fixture.write(CONTRACT, &before);
    assert_eq!(fixture.read(), []);
}

#[test]
fn crates_of_the_settings_are_named_by_names_and_are_what_cargo_knows() {
    for (settings, code, words) in [
        ("[dependencies]\n\"x = 1\\n[workspace]\" = \"1\"\n", Code::Unreadable, "is no name of a crate"),
        ("[dependencies]\npgs-rt = { path = \"x\" }\n", Code::Unreadable, "every generated crate has"),
        ("[dependencies]\npgs_rt = { path = \"x\" }\n", Code::Unreadable, "every generated crate has"),
        ("[dependencies]\nx = { workspace = true }\n", Code::Unreadable, "has the key `workspace`"),
        ("[dependencies]\nx = { \"a\\n[b]\" = 1 }\n", Code::Unreadable, "has the key `a\\n[b]`"),
        ("[dependencies]\nx = 1\n", Code::Unreadable, "the crate `x` is integer"),
        ("[diagnostics]\nN091 = \"allow\"\n", Code::UnknownLevel, "N091 can't be hidden"),
    ] {
        let fixture = Fixture::sealed();
        fixture.write("pgs.toml", settings);
        let found = fixture.read();
        assert_eq!(found.iter().map(|it| it.code).collect::<Vec<_>>(), [code], "{settings}: {found:?}");
        assert!(found[0].message.contains(words), "{settings}: {}", found[0].message);
    }
}
