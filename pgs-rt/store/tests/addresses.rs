//! State is opened by an address, or says what is wrong with it.

use std::sync::Arc;

use pgs_store::{
    BACKENDS, Backend, BackendEntry, Constructors, Driver, Durability, FILES, Scope, Session, State, StoreError,
    StoreResult,
};

#[test]
fn an_address_is_a_word_a_colon_and_an_absolute_path() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("data");
    let state = State::open(&format!("files:{}", root.display()), BACKENDS, Durability::Os).unwrap();
    assert_eq!(state.data_root(), root);
    state.session(Scope::Operations).append("a/events", &mut |_| Ok(pgs_store::Object::new())).unwrap();
    assert_eq!(std::fs::read_to_string(root.join("a/events")).unwrap(), "{}\n");
}

#[test]
fn what_is_no_address_says_how_one_reads() {
    for (address, words) in [
        ("/srv/data", "write files:/… or sqlite:/…"),
        ("postgres:/srv/data", "there is no store `postgres`; write files:/… or sqlite:/…"),
        ("files:data", "the data root is no absolute path; write files:/…"),
    ] {
        let error = State::open(address, BACKENDS, Durability::Sync).unwrap_err();
        assert!(matches!(error, StoreError::Unaddressed { .. }), "{error:?}");
        assert_eq!(error.to_string(), format!("{address} is no address of state: {words}"));
    }
}

#[test]
fn a_build_without_a_backend_says_which_feature_brings_it() {
    let error = State::open("sqlite:/srv/data", BACKENDS, Durability::Sync).unwrap_err();
    assert_eq!(error, StoreError::NotBuilt { scheme: "sqlite", feature: "sqlite" });
    assert!(error.to_string().contains("build it with `--features sqlite`"), "{error}");
}

#[test]
fn state_in_another_form_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("pgs.db"), "").unwrap();
    let error = State::at(folder.path(), &FILES, Durability::Sync).unwrap_err();
    assert!(matches!(&error, StoreError::Conflict { path, .. } if path.ends_with("pgs.db")), "{error:?}");
    assert!(error.to_string().contains("use the store sqlite (on the command line --store sqlite)"), "{error}");
}

/// A backend of somebody else, beside those of the project.
#[test]
fn a_table_may_hold_other_backends() {
    let theirs = BackendEntry {
        scheme: "theirs",
        about: "Somebody else's",
        marker: None,
        driver: Driver::Built(Constructors {
            open: |_, _| Ok(Arc::new(Theirs)),
            source: |_| unreachable!(),
            target: |_| unreachable!(),
        }),
    };
    let state = State::open("theirs:/anywhere", &[FILES, theirs], Durability::Sync).unwrap();
    assert_eq!(state.sync().unwrap_err().to_string(), "theirs");
}

struct Theirs;

impl Backend for Theirs {
    fn session(&self, _: Scope) -> Box<dyn pgs_store::Session> {
        unreachable!()
    }

    fn sync(&self) -> pgs_store::StoreResult<()> {
        Err(StoreError::Lost { reason: "theirs".to_owned() })
    }
}

/// A backend that keeps nothing and holds nothing.
struct Bare;

impl Backend for Bare {
    fn session(&self, _: Scope) -> Box<dyn Session> {
        unreachable!("nobody begins one")
    }

    fn sync(&self) -> StoreResult<()> {
        Ok(())
    }
}

/// Else two runs with one id would both take place.
#[test]
fn a_backend_that_can_hold_nothing_says_so() {
    let error = State::on(Arc::new(Bare)).hold("runs-00", "the run id `order 1`").map(|_| ()).unwrap_err();
    assert_eq!(error, StoreError::NoHold { subject: "the run id `order 1`".to_owned() });
    assert!(error.to_string().contains("runs can't have an id"), "{error}");
}
