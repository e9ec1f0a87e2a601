//! What stops a build: a snapshot that is not what was hashed, and files in the way.

use std::fs;
use std::os::unix::fs::symlink;

use super::support::files_below;
use super::{Site, replace};

/// Fails unless the build stops, names the artifact, and generates nothing.
#[track_caller]
fn stops(site: &Site, names: &[&str]) {
    let said = site.build.fails();
    for name in names {
        assert!(said.contains(name), "{said}\ndoes not say {name:?}");
    }
    assert_eq!(files_below(&site.build.generated), Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_changed_byte_in_the_content_stops_the_build() {
    for kind in ["workflows/greeting__WF", "intents/greeting__IN", "capability_contracts/greeting__CC"] {
        let site = Site::with(&["greeting"]);
        let name = format!("{kind}_GREETING_V0.json");
        let path = site.snapshots.join("greeting/protocol_snapshot/artifacts").join(&name);
        // The first heading of the Markdown: no machine block, so that the hash alone can tell.
        replace(&path, "\"content\": \"# ", "\"content\": \"#  ");
        let fqdn = name.rsplit_once('/').unwrap().1.replace("__", "::").replace(".json", "");
        stops(&site, &[&fqdn, "hash"]);
    }
}

#[test]
fn a_changed_value_in_the_frontmatter_alone_stops_the_build() {
    for (from, to) in [
        ("\"reason\": \"COMPLETED\"", "\"reason\": \"COMPLETES\""),
        ("\"name\": \"$.payload.name\"", "\"name\": \"$.payload.mane\""),
        ("\"ACK\": \"CC_GREETING_V0\"", "\"ACK\": \"EXIT_DONE\""),
    ] {
        let site = Site::with(&["greeting"]);
        replace(&site.workflow("greeting"), from, to);
        stops(&site, &["greeting::WF_GREETING_V0", "frontmatter"]);
    }
}

#[test]
fn a_file_that_is_no_json_stops_the_build_with_its_name() {
    let site = Site::with(&["greeting"]);
    fs::write(site.workflow("greeting"), "{").unwrap();
    stops(&site, &["greeting__WF_GREETING_V0.json"]);
}

#[test]
fn a_file_in_the_way_is_not_overwritten() {
    let site = Site::with(&["greeting"]);
    fs::create_dir_all(&site.build.generated).unwrap();
    let mine = site.build.generated.join("lib.rs");
    fs::write(&mine, "// mine\n").unwrap();
    let said = site.build.fails();
    assert!(said.contains("lib.rs") && said.contains("PGS_GENERATED"), "{said}");
    assert_eq!(fs::read_to_string(&mine).unwrap(), "// mine\n");
}

#[test]
fn an_empty_file_of_mine_is_neither_removed_nor_overwritten() {
    let site = Site::with(&["greeting"]);
    fs::create_dir_all(site.build.generated.join("greeting")).unwrap();
    let mine = [site.build.generated.join("mine.rs"), site.build.generated.join("greeting/notes.md")];
    for path in &mine {
        fs::write(path, "").unwrap();
    }
    site.build.succeeds(false);
    for path in &mine {
        assert!(path.is_file(), "{}", path.display());
    }
    fs::remove_dir_all(&site.build.generated).unwrap();
    fs::create_dir_all(&site.build.generated).unwrap();
    fs::write(site.build.generated.join("lib.rs"), "").unwrap();
    let said = site.build.fails();
    assert!(said.contains("lib.rs") && said.contains("PGS_GENERATED"), "{said}");
}

/// Behind the links lies what looks as if it had been generated.
#[test]
fn no_link_is_followed() {
    let site = Site::with(&["greeting"]);
    let outside = tempfile::tempdir().unwrap();
    let victim = outside.path().join("old.rs");
    let text = "// Generated from the protocol snapshots.\n";
    fs::write(&victim, text).unwrap();
    fs::create_dir_all(&site.build.generated).unwrap();
    let links = [(outside.path(), "linked"), (victim.as_path(), "linked.rs")];
    for (target, name) in links {
        symlink(target, site.build.generated.join(name)).unwrap();
    }
    site.build.succeeds(false);
    for name in ["lib.rs", "greeting"] {
        let place = site.build.generated.join(name);
        let removed = if place.is_dir() { fs::remove_dir_all(&place) } else { fs::remove_file(&place) };
        removed.unwrap();
        symlink(if name == "lib.rs" { &victim } else { outside.path() }, &place).unwrap();
        let said = site.build.fails();
        assert!(said.contains(name) && said.contains("PGS_GENERATED"), "{said}");
        fs::remove_file(&place).unwrap();
    }
    assert_eq!(fs::read_to_string(&victim).unwrap(), text);
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
    assert!(links.iter().all(|(_, name)| site.build.generated.join(name).is_symlink()));
}

#[test]
fn a_file_of_mine_beside_the_generated_ones_stays() {
    let site = Site::with(&["greeting"]);
    fs::create_dir_all(site.build.generated.join("greeting")).unwrap();
    let mine = [site.build.generated.join("mine.rs"), site.build.generated.join("greeting/notes.txt")];
    for path in &mine {
        fs::write(path, "// mine\n").unwrap();
    }
    site.build.succeeds(false);
    for path in &mine {
        assert_eq!(fs::read_to_string(path).unwrap(), "// mine\n");
    }
}

/// They would be compiled, with their build scripts, and run.
#[test]
fn crates_of_a_foreign_snapshot_are_not_added_without_a_word() {
    let site = Site::with(&["greeting"]);
    let folder = site.snapshots.join("greeting");
    fs::write(folder.join("pgs.toml"), "[dependencies]\nsurprise = { path = \"surprise\" }\n").unwrap();
    let output = site.build.command(false).env_remove("PGS_ADD_CRATES").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{said}");
    for word in ["pgs.toml", "surprise", "PGS_ADD_CRATES=1"] {
        assert!(said.contains(word), "{said}\ndoes not say {word:?}");
    }
    assert_eq!(files_below(&site.build.generated), Vec::<std::path::PathBuf>::new());
    // With the switch they are added, and named.
    let warnings = site.build.warnings();
    assert!(warnings.iter().any(|it| it.contains("N091") && it.contains("`surprise`")), "{warnings:?}");
}
