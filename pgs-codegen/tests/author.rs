//! What authors begin with can be sealed, and the compiler has nothing to say of it.

use std::fs;
use std::path::Path;

use pgs_codegen::author::capability::{self, Capability};
use pgs_codegen::author::project::{self, Crates};
use pgs_codegen::author::{self, ALL, AuthorError, Kind, NewFile, artifact, domain, rust};
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
    if kind.kind == ArtifactKind::Transform {
        return new_transform(home, name).map(|_| author::Written::default());
    }
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
        assert_eq!(codes(&sealed_and_compiled(shop.path())), [], "{}", kind.word);
    }
}

/// In a domain that is new, what always fails stops the build.
#[test]
fn a_step_that_always_fails_is_an_error_in_a_new_domain() {
    let shop = shop();
    let path = shop.path().join("protocol/capability_contracts/shop__CC_RECORD_ITEM_V0.md");
    let text = fs::read_to_string(&path).unwrap();
    let line = text.lines().find(|it| it.trim_start().starts_with("store:")).unwrap();
    fs::write(&path, text.replace(&format!("{line}\n"), "")).unwrap();
    let diagnostics = sealed_and_compiled(shop.path());
    let [found] = diagnostics.sorted()[..] else { panic!("{:?}", diagnostics.sorted()) };
    assert_eq!((found.code, diagnostics.severity(found)), (Code::MissingStore, Some(Severity::Error)));
}

/// The first transform brings a crate, the others come into it.
#[test]
fn a_transform_comes_with_its_rust() {
    let shop = shop();
    let crate_file = |name: &str| fs::read_to_string(shop.path().join("capabilities").join(name)).unwrap();
    let settings = shop.path().join("pgs.toml");
    fs::write(&settings, "[diagnostics]\nW012 = \"allow\"").unwrap();
    for (name, module) in [("WEIGH", "weigh"), ("CT_PURE_MATCH_V0", "match_"), ("CT_PURE_WEIGH_V1", "weigh_v1")] {
        let written = new_transform(shop.path(), name).unwrap();
        let source = format!("src/{module}.rs");
        assert_eq!(written.module, shop.path().join("capabilities").join(&source));
        assert!(crate_file(&source).contains("pub fn run(inputs: Inputs) -> Result<Outputs, Violation>"));
        assert!(crate_file("src/lib.rs").ends_with(&format!("pub mod {module};\n")));
        assert!(crate_file("capabilities.toml").contains(&format!("module = \"{module}\"")));
        assert_eq!(codes(&sealed_and_compiled(shop.path())), []);
    }
    assert_eq!(
        fs::read_to_string(&settings).unwrap(),
        "[diagnostics]\nW012 = \"allow\"\n\n[capabilities]\nshop-capabilities = { path = \"capabilities\" }\n"
    );
    // Nothing of it is written twice, or in part.
    let before = crate_file("capabilities.toml");
    fs::remove_file(shop.path().join("protocol/capability_transforms/shop__CT_PURE_WEIGH_V0.md")).unwrap();
    assert!(matches!(new_transform(shop.path(), "WEIGH"), Err(AuthorError::Exists { .. })));
    assert_eq!(crate_file("capabilities.toml"), before);
}

/// A side effect comes into the same crate, with its operation and a test in its module.
#[test]
fn a_side_effect_comes_with_its_rust() {
    let shop = shop();
    new_transform(shop.path(), "WEIGH").unwrap();
    let kind = Kind::of(ArtifactKind::SideEffect);
    let mut files = artifact::files(shop.path(), kind, "shop", "DOORBELL").unwrap();
    let rust = rust::of_side_effect(shop.path(), "shop", &kind.code("DOORBELL")).unwrap();
    files.extend(rust.files);
    author::write_with(shop.path(), files, rust.changes).unwrap();
    let crate_file = |name: &str| fs::read_to_string(shop.path().join("capabilities").join(name)).unwrap();
    let module = crate_file("src/doorbell.rs");
    assert!(module.contains("pub fn deliver(_run: &Run, call: Deliver) -> Reply<DeliverStatus, DeliverOutputs>"));
    assert!(module.contains("#[test]"));
    assert!(crate_file("src/lib.rs").ends_with("pub mod weigh;\npub mod doorbell;\n"));
    assert!(crate_file("capabilities.toml").contains("fqdn = \"shop::CS_DOORBELL_V0\"\nmodule = \"doorbell\""));
    // A step that calls it fits the description.
    let path = shop.path().join("protocol/capability_contracts/shop__CC_RECORD_ITEM_V0.md");
    let text = fs::read_to_string(&path).unwrap();
    let (head, tail) = text.split_once("  pipeline:\n").unwrap();
    let step = "    - step: ring\n      side_effect: shop::CS_DOORBELL_V0\n      op: DELIVER\n      inputs:\n        text: Ding\n      \
                result_surface: [SUCCESS, VIOLATION, BACKEND_ERROR]\n      on_result:\n        SUCCESS: continue\n        \
                VIOLATION: exit\n        BACKEND_ERROR: exit\n";
    fs::write(&path, format!("{head}  pipeline:\n{step}{tail}")).unwrap();
    let path = shop.path().join("protocol/runtime_bindings/shop__RB_SHOP_V0.md");
    let text = fs::read_to_string(&path).unwrap();
    let binding = "  bindings:\n    shop::CS_DOORBELL_V0:\n      policy: {}\n";
    fs::write(&path, text.replace("  bindings:\n", binding)).unwrap();
    assert_eq!(codes(&sealed_and_compiled(shop.path())), []);
}

/// Where `pgs-rt` is stands in the manifest around the protocol; one that includes generated text names the crate, too.
#[test]
fn the_rust_of_a_transform_is_for_the_crate_around_it() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("snapshots/shop");
    author::write(&home, domain::files("shop").unwrap()).unwrap();
    let manifest = folder.path().join("Cargo.toml");
    let dependency = |given: &str| {
        fs::write(&manifest, format!("[package]\nname = \"own\"\n\n[dependencies]\n{given}\n")).unwrap();
        let rust = rust::of_transform(&home, "shop", "CT_PURE_WEIGH_V0").unwrap();
        let text = rust.files.into_iter().find(|it| it.path == "capabilities/Cargo.toml").unwrap().text;
        let line = text.lines().find(|it| it.starts_with("pgs-rt = ")).unwrap().to_owned();
        (line, rust.dependency)
    };
    let (path, named) = dependency("pgs-rt = { path = \"pgs/pgs-rt\" }");
    assert_eq!(path, "pgs-rt = { path = \"../../../pgs/pgs-rt\" }");
    let line = "shop-capabilities = { path = \"snapshots/shop/capabilities\" }";
    assert_eq!(named, Some((manifest.clone(), line.to_owned())));
    let git = "pgs-rt = { git = \"https://example.org/pgs.git\" }";
    assert_eq!(dependency(&format!("{git}\n{line}")), (git.to_owned(), None));
    // Elsewhere it is the checkout that the command is from.
    fs::write(&manifest, "[package]\nname = \"own\"\n").unwrap();
    let rust = rust::of_transform(&home, "shop", "CT_PURE_WEIGH_V0").unwrap();
    assert!(rust.dependency.is_none());
}

fn new_transform(home: &Path, name: &str) -> Result<rust::Rust, AuthorError> {
    let kind = Kind::of(ArtifactKind::Transform);
    let mut files = artifact::files(home, kind, "shop", name)?;
    let rust = rust::of_transform(home, "shop", &kind.code(name))?;
    files.extend(rust.files.clone());
    author::write_with(home, files, rust.changes.clone())?;
    Ok(rust)
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
