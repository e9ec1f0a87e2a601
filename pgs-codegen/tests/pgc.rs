//! Protocols of PGC: what rules say of them, and what becomes of the published one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use pgs_codegen::analysis::Analysis;
use pgs_codegen::emit::Layout;
use pgs_codegen::lint;
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::protocol::{
    Action, Admission, Binding, Body, Call, Contract, DeclaredOperation, Effect, Generation, Intent, LeftOut, Node,
    Path as Keys, Place, Placing, Protocol, Purity, Root, Route, RuntimeBinding, Schema, Semantics, SideEffect, Step,
    StorePath, Structure, Transform, Type, Unlisted, Workflow,
};
use pgs_protocol::report;

const WORKFLOW: &str = "town::WF_NOTE_V0";
const CONTRACT: &str = "town::CC_NOTE_V0";
const STORE: &str = "capability_side_effects::CS_MUTABLE_JSON_V0";
const LOOKUP: &str = "capability_transforms::CT_PURE_LOOKUP_V0";

fn place(artifact: &str) -> Place {
    Place { artifact: artifact.to_owned(), file: PathBuf::from(format!("{artifact}.json")), pointer: String::new() }
}

fn schema(ty: Type) -> Schema {
    Schema { types: vec![ty], required: true, ..Schema::default() }
}

fn input(name: &str) -> Binding {
    Binding::Path(Keys { root: Root::Input, keys: vec![name.to_owned()] })
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

fn exits(statuses: &[&str]) -> Vec<(String, Route)> {
    statuses.iter().map(|status| ((*status).to_owned(), Route::Exit)).collect()
}

/// A step that writes a note.
fn write() -> Step {
    let statuses = ["SUCCESS", "VIOLATION", "BACKEND_ERROR"];
    Step {
        name: "write".into(),
        call: Call::SideEffect { fqdn: STORE.into(), op: "WRITE".into() },
        store: Some("NOTES".into()),
        inputs: vec![("key".into(), input("key")), ("value".into(), input("value"))],
        outputs: Vec::new(),
        routes: exits(&statuses),
        unlisted: Unlisted::Refused,
        surface: words(&statuses),
        place: place(CONTRACT),
    }
}

/// A step that looks something up.
fn look_up() -> Step {
    Step {
        name: "look_up".into(),
        call: Call::Transform { fqdn: LOOKUP.into(), on_success: "SUCCESS".into(), on_failure: "VIOLATION".into() },
        store: None,
        inputs: vec![("map".into(), input("value")), ("key".into(), input("key"))],
        routes: vec![("SUCCESS".into(), Route::Continue), ("VIOLATION".into(), Route::Exit)],
        surface: words(&["SUCCESS", "VIOLATION"]),
        ..write()
    }
}

fn node(key: &str, action: Action, next: &[(&str, &str)]) -> Node {
    let next = next.iter().map(|(outcome, target)| ((*outcome).to_owned(), (*target).to_owned())).collect();
    Node { key: key.into(), action, next, place: place(WORKFLOW) }
}

fn binding(fqdn: &str, stores: &[&str]) -> RuntimeBinding {
    let stores = stores.iter().map(|name| {
        let path = format!("town/{}.json", name.to_lowercase());
        ((*name).to_owned(), StorePath { path, place: place(fqdn) })
    });
    RuntimeBinding {
        placing: Placing::ByStructure,
        fqdn: fqdn.to_owned(),
        summary: String::new(),
        bound: BTreeSet::from([STORE.to_owned()]),
        policies: BTreeMap::new(),
        structure: Structure::Known("town::STRUCTURE_V0".into()),
        stores: stores.collect(),
        place: place(fqdn),
    }
}

/// A protocol without fault: a gate, and a contract of these steps.
fn protocol(steps: Vec<Step>) -> Protocol {
    let nodes = vec![
        node(
            "IN_NOTE_V0",
            Action::Admit { intent: Some("town::IN_NOTE_V0".into()), has_schema: false },
            &[("ACK", "NOTE"), ("NACK", "OUT")],
        ),
        node(
            "NOTE",
            Action::Run {
                contract: CONTRACT.into(),
                inputs: ["key", "value"]
                    .map(|name| {
                        let path = Keys { root: Root::Payload, keys: vec![name.to_owned()] };
                        (name.to_owned(), Binding::Path(path))
                    })
                    .to_vec(),
            },
            &[("SUCCESS", "OUT"), ("VIOLATION", "OUT"), ("BACKEND_ERROR", "OUT")],
        ),
        node("OUT", Action::Exit { reason: None, emit: Vec::new() }, &[]),
    ];
    let workflow = Workflow {
        fqdn: WORKFLOW.into(),
        domain: "town".into(),
        summary: "Notes something".into(),
        start: "IN_NOTE_V0".into(),
        nodes,
        binding: Some("town::RB_NOTES_V0".into()),
        admission: Admission::default(),
        actor: None,
        consults: Vec::new(),
        superseded_by: None,
        place: place(WORKFLOW),
    };
    let fields = vec![("key".to_owned(), schema(Type::Text)), ("value".to_owned(), schema(Type::Object))];
    let intent = Intent {
        fqdn: "town::IN_NOTE_V0".into(),
        summary: String::new(),
        inputs: fields.clone(),
        waived: Vec::new(),
        workflow: Some(WORKFLOW.into()),
        admission: Admission::default(),
        place: place("town::IN_NOTE_V0"),
    };
    let contract = Contract {
        fqdn: CONTRACT.into(),
        summary: String::new(),
        inputs: fields,
        outputs: Vec::new(),
        steps,
        allowed: words(&["SUCCESS", "VIOLATION", "BACKEND_ERROR"]),
        on_input_failure: None,
        evaluations: BTreeMap::new(),
        suppressed: Vec::new(),
        error_codes: Vec::new(),
        place: place(CONTRACT),
    };
    let write = DeclaredOperation {
        name: "WRITE".into(),
        effect: Some(Effect::Write),
        handler: Some("write".into()),
        statuses: words(&["SUCCESS", "VIOLATION", "BACKEND_ERROR"]),
    };
    let look_up = Transform {
        versions: BTreeSet::new(),
        fqdn: LOOKUP.into(),
        inputs: vec![("map".into(), schema(Type::Object)), ("key".into(), schema(Type::Text))],
        outputs: vec![("result".into(), Schema::default())],
        body: Body::Atom(Purity::Pure),
        summary: String::new(),
        place: place(LOOKUP),
    };
    let names = [WORKFLOW, CONTRACT, "town::IN_NOTE_V0", STORE, LOOKUP];
    let addresses = names
        .iter()
        .zip(0..)
        .map(|(fqdn, address)| ((*fqdn).to_owned(), BTreeMap::from([("town".to_owned(), address)])));
    Protocol {
        semantics: Semantics::of(Generation::Pgc),
        workflows: BTreeMap::from([(WORKFLOW.to_owned(), workflow)]),
        intents: BTreeMap::from([("town::IN_NOTE_V0".to_owned(), intent)]),
        contracts: BTreeMap::from([(CONTRACT.to_owned(), contract)]),
        transforms: BTreeMap::from([(LOOKUP.to_owned(), look_up)]),
        side_effects: BTreeMap::from([(
            STORE.to_owned(),
            SideEffect { fqdn: STORE.into(), operations: vec![write], place: place(STORE) },
        )]),
        bindings: BTreeMap::from([("town::RB_NOTES_V0".to_owned(), binding("town::RB_NOTES_V0", &["NOTES"]))]),
        addresses: addresses.collect(),
        ..Protocol::default()
    }
}

/// What is said of a protocol: `W156 the message`.
fn said(protocol: &Protocol) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    lint::lint(&Analysis::of(protocol), &mut diagnostics);
    diagnostics.sorted().iter().map(|it| format!("{} {}", it.code, it.message)).collect()
}

fn has(protocol: &Protocol, text: &str) {
    let said = said(protocol);
    assert!(said.iter().any(|it| it.contains(text)), "{text}: {said:#?}");
}

#[test]
fn a_protocol_without_fault_earns_nothing() {
    assert_eq!(said(&protocol(vec![look_up(), write()])), [""; 0]);
}

#[test]
fn an_outcome_that_on_result_does_not_list_is_refused() {
    let mut step = write();
    step.routes.pop();
    has(&protocol(vec![step]), "W156 step `write` can end with BACKEND_ERROR, which its `on_result` does not list");
}

#[test]
fn a_result_surface_is_what_is_declared() {
    let mut step = write();
    step.surface = words(&["SUCCESS", "VIOLATION", "NOT_FOUND"]);
    let protocol = protocol(vec![step]);
    has(&protocol, "W157 `result_surface` of step `write` lacks BACKEND_ERROR");
    has(&protocol, "W157 `result_surface` of step `write` lists NOT_FOUND");
}

#[test]
fn a_store_that_is_consulted_is_not_written() {
    let mut protocol = protocol(vec![write()]);
    let workflow = protocol.workflows.get_mut(WORKFLOW).unwrap();
    workflow.consults = vec!["town::RB_ARCHIVE_V0".into()];
    protocol.bindings.insert("town::RB_NOTES_V0".into(), binding("town::RB_NOTES_V0", &[]));
    protocol.bindings.insert("town::RB_ARCHIVE_V0".into(), binding("town::RB_ARCHIVE_V0", &["NOTES"]));
    has(&protocol, "W158 step `write` of town::CC_NOTE_V0 writes to `NOTES`, which town::RB_ARCHIVE_V0 describes");
}

#[test]
fn a_transform_reads_all_that_it_declares() {
    let mut step = look_up();
    step.inputs.pop();
    has(&protocol(vec![step, write()]), "W159 step `look_up` of town::CC_NOTE_V0 does not bind `key`");
}

#[test]
fn a_list_leaves_nothing_out() {
    let mut step = look_up();
    let nothing = Binding::Path(Keys { root: Root::Step("look_up".into()), keys: vec!["none".into()] });
    step.inputs[1].1 = Binding::List(vec![nothing]);
    has(&protocol(vec![step, write()]), "W159 a list binds what is never there");
}

#[test]
fn what_an_output_is_mapped_from_is_there() {
    let mut step = look_up();
    let field = Binding::Path(Keys { root: Root::Raw, keys: vec!["resutl".into()] });
    step.outputs = vec![("found".into(), field)];
    let protocol = protocol(vec![step, write()]);
    has(&protocol, "W159 step `look_up` of town::CC_NOTE_V0 maps the field `resutl`, which its result never has");
    assert!(said(&protocol).iter().all(|it| !it.starts_with("W007")));
}

#[test]
fn an_outcome_without_an_edge_is_refused() {
    let mut protocol = protocol(vec![write()]);
    protocol.workflows.get_mut(WORKFLOW).unwrap().nodes[1].next.pop();
    has(
        &protocol,
        "W003 town::CC_NOTE_V0 can end with BACKEND_ERROR, which node `NOTE` does not route; the run is refused",
    );
}

/// Nothing is there that would take a payload which nobody has admitted.
#[test]
fn a_payload_that_is_not_admitted_comes_to_no_contract() {
    let mut protocol = protocol(vec![write()]);
    protocol.workflows.get_mut(WORKFLOW).unwrap().nodes[0].next[1].1 = "NOTE".into();
    has(&protocol, "E015 NACK leads to `NOTE`; a rejected payload must have no side effect");
}

#[test]
fn an_operation_is_declared() {
    let mut protocol = protocol(vec![write()]);
    protocol.side_effects.get_mut(STORE).unwrap().operations.clear();
    has(&protocol, "E009 capability_side_effects::CS_MUTABLE_JSON_V0 does not declare the operation `WRITE`");
}

#[test]
fn what_is_not_in_force_is_said() {
    let mut protocol = protocol(vec![write()]);
    let mut old = protocol.workflows[WORKFLOW].clone();
    old.fqdn = "town::WF_JOT_V0".into();
    old.superseded_by = Some(WORKFLOW.into());
    protocol.superseded.insert(old.fqdn.clone(), old);
    has(&protocol, "N155 town::WF_JOT_V0 is not in force: town::WF_NOTE_V0 has taken its place");
}

/// A step of a workflow that calls what nobody implements.
fn lacking() -> Protocol {
    let mut step = look_up();
    step.call = Call::Transform {
        fqdn: "town::CT_DREAM_V0".into(),
        on_success: "SUCCESS".into(),
        on_failure: "VIOLATION".into(),
    };
    protocol(vec![step, write()])
}

#[test]
fn what_is_lacking_is_said_once_with_the_line_that_leaves_it_out() {
    let mut diagnostics = Diagnostics::default();
    lint::lint(&Analysis::of(&lacking()), &mut diagnostics);
    let text = report::render(&diagnostics, false);
    assert_eq!(text.matches("error[E008]").count(), 1, "{text}");
    assert!(text.contains("1 workflow calls what this compiler does not implement"), "{text}");
    assert!(text.contains("town::WF_NOTE_V0; lacking: town::CT_DREAM_V0"), "{text}");
    assert!(text.contains("[workflows] leave_out = [\"town::*\"]"), "{text}");
}

#[test]
fn what_is_left_out_is_named_with_what_it_lacks() {
    let mut protocol = lacking();
    let workflow = protocol.workflows.remove(WORKFLOW).unwrap();
    protocol.left_out.push(LeftOut { workflow, place: place("pgs.toml") });
    has(&protocol, "W155 1 workflow is left out, and not built: town::WF_NOTE_V0; it lacks town::CT_DREAM_V0");
    assert!(said(&protocol).iter().all(|it| !it.starts_with('E')));
}

/// The published snapshot, where it is there.
fn published() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/pgc/snapshot");
    root.join("manifest.json").exists().then_some(root)
}

#[test]
fn the_published_snapshot_is_without_errors_and_compiles() {
    let Some(root) = published() else { return };
    let layout = Layout::Include { has_graphs: false, has_tables: false };
    let compiled = pgs_codegen::compile(&[root], &layout);
    let text = report::render(&compiled.diagnostics, false);
    assert!(!compiled.diagnostics.has_errors(), "{text}");
    assert!(text.contains("warning[W155]: 10 workflows are left out"), "{text}");
    assert_eq!(compiled.binaries.len(), 28, "27 workflows in force, and `pgs`");
    let files = compiled.files.unwrap();
    let text = |path: &str| files.get(Path::new(path)).and_then(|it| it.text()).unwrap_or_default().to_owned();
    for (path, content) in &files {
        if path.extension().is_some_and(|it| it == "rs") {
            assert!(syn::parse_file(content.text().unwrap_or_default()).is_ok(), "{}", path.display());
        }
    }
    assert!(text("pgs/causal_language_model/molecules/ct_write_response_v0.rs").contains("atoms.each("));
    assert!(text("pgs/blockchain/bindings/wf_create_wallet_v0.rs").contains("registry::Store::consulted("));
    assert!(text("pgs/blockchain/workflows/wf_record_verification_decision_v0.rs").contains("Workflow::superseded("));
    assert!(text("pgs/workload/workflows/wf_collatz_conjecture_v0.rs").contains("use pgs_pgc::prelude::*;"));
}
