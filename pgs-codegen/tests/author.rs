//! What authors begin with can be sealed, and the compiler has nothing to say of it.

use std::fs;
use std::path::Path;

use pgs_codegen::author::capability::{self, Capability};
use pgs_codegen::author::project::{self, Crates};
use pgs_codegen::author::{self, ALL, AuthorError, Kind, NewFile, artifact, domain};
use pgs_codegen::emit::Layout;
use pgs_codegen::{compile, seal};
use pgs_protocol::diagnostic::{Code, Diagnostics, Severity};
use pgs_protocol::snapshot::ArtifactKind;
use tempfile::TempDir;

/// A folder with a new domain `shop`.
fn shop() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    author::write(folder.path(), domain::files("shop").unwrap()).unwrap();
    folder
}

/// What sealing and compiling say.
#[track_caller]
fn sealed_and_compiled(home: &Path) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    assert!(seal::seal(home, &mut diagnostics).is_some(), "{:?}", diagnostics.sorted());
    compile(&[home.join("protocol_snapshot")], &Layout::Include { has_graphs: false, has_tables: true }).diagnostics
}

/// The codes of errors and warnings.
fn codes(diagnostics: &Diagnostics) -> Vec<Code> {
    let serious = diagnostics.sorted().into_iter().filter(|it| it.code.severity() != Severity::Note);
    serious.map(|it| it.code).collect()
}

fn new(home: &Path, kind: Kind, name: &str) -> Result<author::Written, AuthorError> {
    author::write(home, artifact::files(home, kind, "shop", name)?)
}

#[test]
fn nothing_is_said_of_a_new_domain() {
    let shop = shop();
    assert!(sealed_and_compiled(shop.path()).sorted().is_empty());
}

#[test]
fn one_of_each_kind_can_be_added() {
    let shop = shop();
    for kind in ALL {
        new(shop.path(), kind, &format!("A_{}", kind.prefix.trim_end_matches('_'))).unwrap();
        let found = codes(&sealed_and_compiled(shop.path()));
        if kind.kind == ArtifactKind::Transform {
            // One of one's own is Rust, and that is asked for.
            assert_eq!(found, [Code::UnknownCapability]);
            fs::remove_file(shop.path().join("protocol/capability_transforms/shop__CT_PURE_A_CT_PURE_V0.md")).unwrap();
        } else {
            assert_eq!(found, [], "{}", kind.word);
        }
    }
}

#[test]
fn a_workflow_comes_with_an_intent_and_a_contract() {
    let shop = shop();
    let written = new(shop.path(), Kind::of(ArtifactKind::Workflow), "shop_is_closed").unwrap_err();
    assert!(matches!(written, AuthorError::Name { .. }), "{written}");
    let written = new(shop.path(), Kind::of(ArtifactKind::Workflow), "CHECK_OUT").unwrap();
    let names: Vec<String> =
        written.written.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["shop__WF_CHECK_OUT_V0.md", "shop__IN_CHECK_OUT_V0.md", "shop__CC_CHECK_OUT_V0.md"]);
    assert!(sealed_and_compiled(shop.path()).sorted().is_empty());
}

#[test]
fn every_capability_can_be_added() {
    let shop = shop();
    for capability in capability::all() {
        author::write(shop.path(), capability::files(capability)).unwrap();
    }
    assert_eq!(codes(&sealed_and_compiled(shop.path())), []);
}

#[test]
fn the_artifact_of_a_capability_says_what_the_description_says() {
    for capability in capability::all() {
        let text = capability::markdown(capability);
        let names: Vec<&String> = match capability {
            Capability::Transform(_, it) => {
                it.inputs.iter().map(|it| &it.name).chain(it.outputs.iter().map(|it| &it.name)).collect()
            }
            Capability::SideEffect(_, it) => it.operations.keys().collect(),
        };
        for name in names {
            assert!(text.contains(&format!("    {name}:\n")), "{name} in\n{text}");
        }
    }
}

#[test]
fn nothing_is_overwritten() {
    let shop = shop();
    let file = shop.path().join("protocol/workflows/shop__WF_ADD_ITEM_V0.md");
    fs::write(&file, "mine").unwrap();
    let error = author::write(shop.path(), domain::files("shop").unwrap()).unwrap_err();
    assert!(matches!(&error, AuthorError::Exists { path } if *path == file), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    // What others may have brought is left alone.
    let shared = vec![NewFile::shared("protocol/workflows/shop__WF_ADD_ITEM_V0.md", "other".to_owned())];
    assert_eq!(author::write(shop.path(), shared).unwrap().kept, std::slice::from_ref(&file));
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn names_that_are_near_are_told() {
    let said = |error: AuthorError| error.to_string();
    let kind = said(artifact::kind("workflo").unwrap_err());
    assert_eq!(kind, "there is no kind of artifact `workflo`; did you mean `workflow`?");
    let capability = said(capability::find("CS_REGISTRY_V1").unwrap_err());
    assert_eq!(capability, "no capability is called `CS_REGISTRY_V1`; did you mean `CS_REGISTRY_V0`?");
    assert!(matches!(domain::files("Shop"), Err(AuthorError::Domain { .. })));
}

#[test]
fn a_name_is_for_the_one_domain_or_says_which() {
    let shop = shop();
    let of = |name: &str| author::domain_of(shop.path(), name);
    assert_eq!(of("CHECK_OUT").unwrap(), ("shop".to_owned(), "CHECK_OUT".to_owned()));
    assert_eq!(of("depot::CHECK_OUT").unwrap(), ("depot".to_owned(), "CHECK_OUT".to_owned()));
    fs::write(shop.path().join("protocol/workflows/depot__WF_A_V0.md"), "").unwrap();
    assert!(matches!(of("CHECK_OUT"), Err(AuthorError::Domains { .. })));
}

#[test]
fn a_new_project_has_its_domain_below_snapshots() {
    let folder = tempfile::tempdir().unwrap();
    let crates = Crates::of("https://example.org/pgs.git");
    author::write(folder.path(), project::files("shop-service", "shop", &crates).unwrap()).unwrap();
    let manifest = fs::read_to_string(folder.path().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("pgs-rt = { git = \"https://example.org/pgs.git\" }"), "{manifest}");
    assert!(sealed_and_compiled(&folder.path().join("snapshots/shop")).sorted().is_empty());
}

/// Of several domains the one that the name says.
#[test]
fn a_namespace_says_which_domain_is_written_to() {
    let project = tempfile::tempdir().unwrap();
    for domain in ["mill", "shop"] {
        author::write(&project.path().join("snapshots").join(domain), author::domain::files(domain).unwrap()).unwrap();
    }
    let home = author::home(project.path(), Some("shop")).unwrap();
    assert_eq!(home, project.path().join("snapshots/shop"));
    assert!(author::home(project.path(), Some("barn")).is_err());
    assert!(author::home(project.path(), None).is_err());
}
