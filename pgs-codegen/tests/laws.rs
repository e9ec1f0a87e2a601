//! What is true of every protocol, tried on random ones.

mod protocols;

use std::collections::BTreeSet;
use std::path::Path;

use pgs_codegen::analysis::Analysis;
use pgs_codegen::emit::Files;
use pgs_codegen::plan::{self, Contract, Domain, End, Evaluation, Goto, Next, Plan, Workflow};
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::report;
use pgs_value::{Map, Value, json};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use protocols::Protocol;

/// How many random protocols each law is tried on.
const CASES: u32 = 48;

/// An artifact: its path below `protocol/`, and its machine block, which as JSON is YAML too.
type Artifact = (String, Value);

const STATUSES: [&str; 7] = ["SUCCESS", "NOT_FOUND", "VIOLATION", "BACKEND_ERROR", "KNOWN", "LOW", "default"];

fn configuration() -> ProptestConfig {
    ProptestConfig { cases: CASES, failure_persistence: None, max_shrink_iters: 64, ..ProptestConfig::default() }
}

/// A value for an input: literals, templates, and paths that may lead nowhere.
fn binding(roots: Vec<&'static str>) -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => select(roots).prop_map(Value::from),
        2 => select(vec![json!(1), json!("text"), json!([1, "x"]), json!({"a": null}), json!(2.5), json!(true)]),
        1 => select(vec![json!("{{timestamp}}"), json!({"now": ["{{timestamp}}"]})]),
    ]
}

/// A step of a pipeline of `steps` steps.
fn step(n: usize, steps: usize) -> impl Strategy<Value = Value> {
    let targets: Vec<String> =
        (0..steps).map(|n| format!("step{n}")).chain(["continue", "exit", "low"].map(String::from)).collect();
    let argument = || binding(vec!["$.inputs.word", "$.inputs.count", "$.results.step0.found", "$.inputs.undeclared"]);
    let call = prop_oneof![
        argument().prop_map(|key| json!({
            "transform": "capability_transforms::CT_PURE_LOOKUP_V0",
            "inputs": {"key": key, "map": {"a": 1}},
            "outputs": {"found": "$.capability_result.result"},
        })),
        argument().prop_map(|key| json!({
            "transform": "capability_transforms::CT_PURE_LOOKUP_V0",
            "inputs": {"key": key, "map": {"a": 1}},
            "on_ct_result": {"on_success": "KNOWN"},
        })),
        (select(vec!["READ", "DELETE", "EXISTS"]), argument()).prop_map(|(op, key)| json!({
            "side_effect": "capability_side_effects::CS_MUTABLE_JSON_V0",
            "op": op,
            "store": "CARDS",
            "inputs": {"key": key},
        })),
        argument().prop_map(|word| json!({
            "side_effect": "capability_side_effects::CS_WORKFLOW_GATEWAY_V0",
            "op": "EXECUTE",
            "inputs": {"workflow_code": "law::WF_0_V0", "payload": {"word": word}},
            "outputs": {"answer": "$.execution_result"},
        })),
    ];
    let routes = prop::collection::btree_map(select(&STATUSES[..6]), select(targets), 0..4);
    (call, routes).prop_map(move |(mut call, routes)| {
        call["step"] = Value::from(format!("step{n}"));
        call["on_result"] = json!(routes);
        call
    })
}

fn contract(n: usize) -> impl Strategy<Value = Artifact> {
    let pipeline = (1..4_usize).prop_flat_map(|steps| (0..steps).map(|n| step(n, steps)).collect::<Vec<_>>());
    pipeline.prop_map(move |pipeline| {
        let machine = json!({"core": {
            "summary": format!("Contract {n}"),
            "inputs": {"word": {"type": "string", "required": true}, "count": {"type": "integer"}},
            "outputs": {"found": {"type": "integer"}},
            "evaluation": {"low": {"condition": "$.inputs.count < 3", "on_true": "LOW", "on_false": "SUCCESS"}},
            "pipeline": pipeline,
        }});
        (format!("capability_contracts/law__CC_{n}_V0"), machine)
    })
}

/// A node that runs one of the contracts, with edges to any of the nodes.
fn node(contracts: usize, nodes: usize) -> impl Strategy<Value = Value> {
    let targets: Vec<String> =
        (0..nodes).map(|n| format!("node{n}")).chain(["done", "failed"].map(String::from)).collect();
    let edges = prop::collection::btree_map(select(&STATUSES[..]), select(targets), 0..5);
    let bound =
        || binding(vec!["$.payload.word", "$.payload.place.town", "$.results.node0.found", "$.results.node0.word"]);
    (0..contracts, edges, bound(), bound()).prop_map(|(contract, edges, word, count)| {
        json!({"type": "CC", "code": format!("CC_{contract}_V0"), "inputs": {"word": word, "count": count}, "next": edges})
    })
}

fn workflow(n: usize, contracts: usize) -> impl Strategy<Value = Artifact> {
    let nodes = (1..5_usize).prop_flat_map(move |nodes| (0..nodes).map(|_| node(contracts, nodes)).collect::<Vec<_>>());
    (nodes, any::<bool>()).prop_map(move |(list, admits)| {
        let mut nodes = Map::new();
        if admits {
            let edges = json!({"ACK": "node0", "NACK": "failed"});
            nodes.insert("asked".into(), json!({"type": "IN", "code": "IN_ASKED_V0", "next": edges}));
        }
        nodes.extend(list.into_iter().enumerate().map(|(n, node)| (format!("node{n}"), node)));
        nodes.insert("done".into(), json!({"type": "EXIT", "reason": "COMPLETED"}));
        nodes.insert("failed".into(), json!({"type": "EXIT", "reason": "FAILED"}));
        let start = if admits { "asked" } else { "node0" };
        let machine = json!({
            "runtime_binding": "RB_CARDS_V0",
            "core": {"summary": format!("Workflow {n}"), "start_node": start, "nodes": nodes},
        });
        (format!("workflows/law__WF_{n}_V0"), machine)
    })
}

/// A protocol of a few contracts and workflows. It may be a bad one.
fn protocol() -> impl Strategy<Value = Vec<Artifact>> {
    let parts = (1..4_usize, 1..3_usize).prop_flat_map(|(contracts, workflows)| {
        let workflows: Vec<_> = (0..workflows).map(|n| workflow(n, contracts)).collect();
        ((0..contracts).map(contract).collect::<Vec<_>>(), workflows)
    });
    parts.prop_map(|(contracts, workflows)| {
        let mut artifacts = vec![
            (
                "intents/law__IN_ASKED_V0".to_owned(),
                json!({"core": {"inputs": {
                    "word": {"type": "string", "required": true},
                    "place": {"type": "object"},
                }}}),
            ),
            (
                "runtime_bindings/law__RB_CARDS_V0".to_owned(),
                json!({"core": {"storage_structure": "STRUCTURE_CARDS_V0"}}),
            ),
            (
                "structures/law__STRUCTURE_CARDS_V0".to_owned(),
                json!({"core": {"entity_stores": {"CARDS": {"path": "cards.json"}}}}),
            ),
        ];
        artifacts.extend(contracts);
        artifacts.extend(workflows);
        artifacts
    })
}

fn sealed<'a>(artifacts: impl IntoIterator<Item = &'a Artifact>) -> Protocol {
    let protocol = Protocol::new(None);
    for (path, machine) in artifacts {
        protocol.artifact(path, &machine.to_string());
    }
    protocol.add_capabilities();
    let diagnostics = protocol.seal();
    assert!(!diagnostics.has_errors(), "{}", report::render(&diagnostics, false));
    protocol
}

/// The generated files. The generator makes nothing that is an error.
fn files(protocol: &Protocol) -> Files {
    let compiled = protocol.compile();
    let report = report::render(&compiled.diagnostics, false);
    assert_eq!(compiled.files.is_none(), compiled.diagnostics.has_errors(), "{report}");
    compiled.files.unwrap_or_else(|| panic!("{report}"))
}

fn plan(protocol: &Protocol) -> Plan {
    let mut diagnostics = Diagnostics::default();
    let read = pgs_protocol::read(&[protocol.snapshot()], &mut diagnostics);
    plan::plan(&Analysis::of(&read))
}

/// Every answer of every step leads to a step that is there, or ends the contract with one of its outcomes.
fn steps_are_total(contract: &Contract) {
    let steps: BTreeSet<&str> = contract.steps.iter().map(|step| step.variant.as_str()).collect();
    for step in &contract.steps {
        let answers: BTreeSet<String> = step.arms.iter().map(|arm| format!("{:?}", arm.status)).collect();
        assert!(!step.arms.is_empty(), "{}: step {} leads nowhere", contract.fqdn, step.name);
        assert_eq!(answers.len(), step.arms.len(), "{}: an answer of step {} twice", contract.fqdn, step.name);
        for arm in &step.arms {
            match &arm.goto {
                Goto::Step(variant) => {
                    assert!(steps.contains(variant.as_str()), "{}: no step {variant}", contract.fqdn);
                }
                Goto::End(status) | Goto::RunsOut(status) => {
                    assert!(contract.outcomes.contains(status), "{}: {status:?}", contract.fqdn);
                }
                Goto::Refused => panic!("{}: step {} refuses a run", contract.fqdn, step.name),
                Goto::Evaluate(ident) => {
                    let evaluation = contract.evaluations.iter().find(|it| &it.ident == ident);
                    let Some(Evaluation { on_true, on_false, .. }) = evaluation else {
                        panic!("{}: no evaluation {ident}", contract.fqdn)
                    };
                    assert!([on_true, on_false].iter().all(|it| contract.outcomes.contains(it)), "{}", contract.fqdn);
                }
            }
        }
    }
}

/// Every outcome of every node has one route: to a node that is there, or to an end with one of the workflow's statuses.
fn routes_are_total(domain: &Domain, workflow: &Workflow) {
    let nodes: BTreeSet<&str> = workflow.nodes.iter().map(|node| node.variant.as_str()).collect();
    let check_end = |End { status, exit, .. }: &End| {
        assert!(workflow.statuses.contains(status), "{}: {status:?}", workflow.fqdn);
        let is_exit = |ident: &String| workflow.exits.iter().any(|it| &it.ident == ident);
        assert!(exit.as_ref().is_none_or(is_exit), "{}: no exit {exit:?}", workflow.fqdn);
    };
    let check = |next: &Next| match next {
        Next::Node(variant) => assert!(nodes.contains(variant.as_str()), "{}: no node {variant}", workflow.fqdn),
        Next::End(end) => check_end(end),
    };
    if let Some(entry) = &workflow.entry.node {
        check(&entry.ack);
        // A rejected payload does not go on: its route is an end.
        assert!(matches!(entry.nack, Next::End(_)), "{}: NACK goes on", workflow.fqdn);
        check(&entry.nack);
    }
    workflow.entry.first.iter().for_each(check);
    for node in &workflow.nodes {
        let contract = domain.contracts.iter().find(|it| it.fqdn == node.contract_fqdn).unwrap();
        let routed: Vec<_> = node.arms.iter().map(|(status, _)| status.clone()).collect();
        assert_eq!(routed, contract.outcomes, "{}: routes of node {}", workflow.fqdn, node.key);
        node.arms.iter().for_each(|(_, next)| check(next));
    }
}

proptest! {
    #![proptest_config(configuration())]

    #[test]
    fn every_outcome_has_one_route(artifacts in protocol()) {
        let plan = plan(&sealed(&artifacts));
        for domain in &plan.domains {
            domain.contracts.iter().for_each(steps_are_total);
            domain.workflows.iter().for_each(|workflow| routes_are_total(domain, workflow));
        }
    }

    #[test]
    fn what_is_emitted_is_rust(artifacts in protocol()) {
        for (path, content) in files(&sealed(&artifacts)) {
            if path.extension().is_some_and(|extension| extension == "rs") {
                let text = content.text().unwrap_or_default();
                let parsed = syn::parse_file(text);
                prop_assert!(parsed.is_ok(), "{}: {:?}\n{}", path.display(), parsed.err(), text);
            }
        }
    }

    #[test]
    fn text_does_not_depend_on_the_order_of_files(artifacts in protocol().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle()))) {
        let (artifacts, shuffled) = artifacts;
        prop_assert_eq!(files(&sealed(&artifacts)), files(&sealed(&shuffled)));
    }

    #[test]
    fn a_change_changes_the_modules_of_its_artifact_only(artifacts in protocol(), place in any::<Index>()) {
        let before = files(&sealed(&artifacts));
        let mut changed = artifacts.clone();
        let described: Vec<usize> = (0..changed.len()).filter(|n| changed[*n].1["core"].get("summary").is_some()).collect();
        let (path, machine) = &mut changed[described[place.index(described.len())]];
        machine["core"]["summary"] = json!("Another summary");
        let code = path.rsplit("__").next().unwrap().to_lowercase();
        let after = files(&sealed(&changed));
        let modules: Vec<_> = before.iter().filter(|(path, text)| after.get(*path) != Some(text)).map(|(path, _)| path).collect();
        prop_assert!(before.keys().eq(after.keys()));
        prop_assert!(!modules.is_empty() || !code.starts_with("wf"), "{} changes nothing", code);
        prop_assert!(
            // The root holds the digest of the protocol, and pages say what the contracts that they name are for.
            modules.iter().all(|path| path.as_path() == Path::new("lib.rs")
                || path.extension().is_some_and(|extension| extension == "md")
                || (path.starts_with("law") && path.file_stem().is_some_and(|stem| *stem == *code))),
            "{} changes {:?}", code, modules
        );
    }
}
