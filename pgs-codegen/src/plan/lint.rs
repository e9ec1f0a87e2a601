//! What is suspicious without being wrong (`2-execution.md`, "What can be wrong at build time").

mod endless_loop;
mod endless_recursion;
mod enum_mismatch;
mod hidden_outcome;
mod late_check;
mod stored_secret;
mod write_order;

use pgs_description::StoreKind;
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{self, Action, Place, Protocol, RuntimeBinding, Type, say};

use super::contract::article;
use super::flow::Flow;
use super::shape::maps;
use super::statuses::{Statuses, edge, reachable};
use super::{Contract, Expr, Status, Supplied};
use crate::capabilities;

/// Transforms that nobody implements, or implements otherwise than they are declared.
pub fn capabilities(protocol: &Protocol, diagnostics: &mut Diagnostics) {
    for transform in protocol.transforms.values() {
        let Some(signature) = capabilities::transform(&transform.fqdn, protocol) else {
            unknown_transform(transform, diagnostics);
            continue;
        };
        if !is_path(&signature.module) {
            say(
                diagnostics,
                Code::UnknownCapability,
                &transform.place,
                format!(
                    "pgs.toml binds {} to `{}`, which is no path of a Rust module",
                    transform.fqdn, signature.module
                ),
                "write it as in Rust: `your_crate::your_module`",
            );
        }
        let missing = transform.outputs.iter().filter(|(name, _)| !signature.outputs.iter().any(|it| &it.name == name));
        for (name, _) in missing {
            mismatch(transform, "outputs", name, "the implementation has no such output", diagnostics);
        }
        let unknown = transform.inputs.iter().filter(|(name, _)| !signature.inputs.iter().any(|it| &it.name == name));
        for (name, _) in unknown.filter(|_| !signature.others) {
            mismatch(transform, "inputs", name, "the implementation takes no such input", diagnostics);
        }
    }
}

/// Whether this is a path of Rust identifiers that are no keywords.
fn is_path(module: &str) -> bool {
    module.split("::").all(|part| syn::parse_str::<syn::Ident>(part).is_ok())
}

fn mismatch(transform: &protocol::Transform, part: &str, name: &str, message: &str, diagnostics: &mut Diagnostics) {
    say(
        diagnostics,
        Code::SignatureMismatch,
        &transform.place.at(["core", part, name]),
        format!("{message}: `{name}`"),
        "declare the transform as it is implemented, or give it a name of its own and bind it in pgs.toml",
    );
}

fn unknown_transform(transform: &protocol::Transform, diagnostics: &mut Diagnostics) {
    let signature = rust_signature(transform);
    say(
        diagnostics,
        Code::UnknownCapability,
        &transform.place,
        format!("this compiler does not implement the transform {}", transform.fqdn),
        format!(
            "write it in a crate of yours and bind it in pgs.toml: [transforms] \"{}\" = {{ module = \"your_crate::your_module\" }}. \
             The module holds:\n{signature}",
            transform.fqdn
        ),
    );
}

/// The Rust items that an implementation of this transform must have.
fn rust_signature(transform: &protocol::Transform) -> String {
    let signature = capabilities::declared(transform, String::new());
    let inputs = signature
        .inputs
        .iter()
        .map(|it| format!("    pub {}: Field<{}>,\n", super::names::snake(&it.name), rust(it.ty)));
    let outputs = signature.outputs.iter().map(|it| {
        let ty = rust(it.ty);
        let ty = if it.optional { format!("Option<{ty}>") } else { ty.to_owned() };
        format!("    pub {}: {ty},\n", super::names::snake(&it.name))
    });
    format!(
        "use pgs_rt::{{Field, Map, Number, Value, Violation}};\n\
         #[derive(Default, serde::Serialize, serde::Deserialize)]\n#[serde(default)]\npub struct Inputs {{\n{}}}\n\
         #[derive(serde::Serialize, serde::Deserialize)]\npub struct Outputs {{\n{}}}\n\
         pub fn run(inputs: Inputs) -> Result<Outputs, Violation>",
        inputs.collect::<String>(),
        outputs.collect::<String>()
    )
}

/// The Rust type of a protocol type.
fn rust(ty: Type) -> &'static str {
    match ty {
        Type::Text => "String",
        Type::Integer => "i64",
        Type::Number => "Number",
        Type::Boolean => "bool",
        Type::Object => "Map<String, Value>",
        Type::Array => "Vec<Value>",
        Type::Any => "Value",
    }
}

/// What concerns several steps, or several artifacts, at once.
pub fn together(protocol: &Protocol, statuses: &Statuses, diagnostics: &mut Diagnostics) {
    let flows: Vec<Flow<'_>> =
        protocol.workflows.values().map(|workflow| Flow::of(workflow, protocol, statuses)).collect();
    for flow in &flows {
        late_check::check(flow, diagnostics);
        endless_loop::check(flow, diagnostics);
        hidden_outcome::check(flow.workflow, protocol, statuses, diagnostics);
    }
    endless_recursion::check(&flows, diagnostics);
    write_order::check(&flows, diagnostics);
    stored_secret::check(&flows, diagnostics);
    enum_mismatch::check(protocol, diagnostics);
}

/// Contracts that no workflow runs.
pub fn unused(protocol: &Protocol, diagnostics: &mut Diagnostics) {
    let runs = |fqdn: &String| {
        protocol.workflows.values().flat_map(|it| &it.nodes).any(|node| match &node.action {
            Action::Run { contract, .. } => contract == fqdn,
            _ => false,
        })
    };
    for contract in protocol.contracts.values().filter(|contract| !runs(&contract.fqdn)) {
        say(
            diagnostics,
            Code::UnusedContract,
            &contract.place,
            "no workflow runs this contract; nothing is generated for it",
            "remove the contract, or run it at a node",
        );
    }
}

/// Declared outputs that no step maps.
pub fn contract(contract: &protocol::Contract, diagnostics: &mut Diagnostics) {
    for (key, _) in &contract.outputs {
        let is_input = contract.inputs.iter().any(|(name, _)| name == key);
        if !is_input && !maps(contract, std::slice::from_ref(key)) {
            say(
                diagnostics,
                Code::UnmappedOutput,
                &contract.place.at(["core", "outputs", key]),
                format!("no step maps the declared output `{key}`; it is never in the surface"),
                "map it in the `outputs` of a step, or remove the declaration",
            );
        }
    }
}

/// A node input that is of another type than the contract declares.
pub fn node_input(
    contract: &str,
    protocol: &Protocol,
    key: &str,
    expr: &Expr,
    place: &Place,
    diagnostics: &mut Diagnostics,
) {
    let declared = protocol.contracts.get(contract).and_then(|it| it.inputs.iter().find(|(name, _)| name == key));
    let Some((_, schema)) = declared else { return };
    if !expr.ty().fits(schema.ty()) {
        say(
            diagnostics,
            Code::TypeMismatch,
            place,
            format!("input `{key}` of {contract} is declared {}, bound to {}", schema.ty().word(), article(expr.ty())),
            "bind a value of the declared type, or declare the type of the value",
        );
    }
}

/// A node input that the contract does not declare.
pub fn undeclared(contract: &str, key: &str, place: &Place, diagnostics: &mut Diagnostics) {
    say(
        diagnostics,
        Code::UndeclaredInput,
        place,
        format!("{contract} does not declare the input `{key}`; it only passes through to the surface"),
        "declare it in the contract, or remove the binding",
    );
}

/// Statuses that differ only in what the names of Rust do not keep: case, and characters between words.
pub fn alike(statuses: &[Status], of: &str, place: &Place, diagnostics: &mut Diagnostics) {
    for (n, status) in statuses.iter().enumerate() {
        if let Some(other) = statuses.iter().take(n).find(|other| other.variant == status.variant) {
            let message = format!(
                "{of} can end with {} and with {}, which would both be `{}` in Rust",
                other.word, status.word, status.variant
            );
            say(diagnostics, Code::DuplicateName, place, message, "spell the status in one way");
        }
    }
}

/// Everything that concerns the graph of a workflow.
pub fn workflow(
    workflow: &protocol::Workflow,
    protocol: &Protocol,
    statuses: &Statuses,
    diagnostics: &mut Diagnostics,
) {
    alike(&statuses.of_workflow(&workflow.fqdn), &workflow.fqdn, &workflow.place, diagnostics);
    let reached = reachable(workflow, statuses);
    for node in &workflow.nodes {
        if !reached.iter().any(|(key, _)| key == &node.key) {
            say(
                diagnostics,
                Code::UnreachableNode,
                &node.place,
                format!("no run reaches the node `{}`", node.key),
                "lead an edge to it, or remove it",
            );
        }
        match &node.action {
            Action::Admit { .. } => entry(workflow, node, diagnostics),
            Action::Run { contract, inputs } => {
                unbound(contract, inputs, node, protocol, diagnostics);
                routes(contract, node, statuses, diagnostics);
            }
            Action::Exit { .. } => {}
        }
    }
}

fn entry(workflow: &protocol::Workflow, node: &protocol::Node, diagnostics: &mut Diagnostics) {
    if node.key != workflow.start {
        say(
            diagnostics,
            Code::MisplacedIntent,
            &node.place,
            format!("the IN node `{}` is not the start of the workflow", node.key),
            "a payload is admitted once, at the start: make it the start node, or remove it",
        );
    }
    for outcome in ["ACK", "NACK"].into_iter().filter(|outcome| edge(node, outcome).is_none()) {
        say(
            diagnostics,
            Code::UnroutedStatus,
            &node.place.at(["next"]),
            format!("the IN node `{}` does not route {outcome}; the run ends there", node.key),
            format!("add an edge for {outcome}; `default` does not stand for NACK of an IN node"),
        );
    }
    let target = edge(node, "NACK").and_then(|key| workflow.node(&key));
    if let Some(target) = target.filter(|target| !matches!(target.action, Action::Exit { .. })) {
        say(
            diagnostics,
            Code::RejectedPayloadHasEffects,
            &node.place.at(["next", "NACK"]),
            format!("NACK leads to `{}`; a rejected payload must have no side effect", target.key),
            "lead NACK to an EXIT node",
        );
    }
}

fn unbound(
    contract: &str,
    inputs: &[(String, protocol::Binding)],
    node: &protocol::Node,
    protocol: &Protocol,
    diagnostics: &mut Diagnostics,
) {
    let declared = protocol.contracts.get(contract).map(|it| it.inputs.as_slice()).unwrap_or_default();
    for (key, schema) in declared {
        if schema.required && schema.default.is_none() && !inputs.iter().any(|(name, _)| name == key) {
            say(
                diagnostics,
                Code::UnboundInput,
                &node.place.at(["inputs"]),
                format!("node `{}` does not bind the required input `{key}` of {contract}; it is null", node.key),
                format!("bind `{key}`, or declare it optional"),
            );
        }
    }
}

fn routes(contract: &str, node: &protocol::Node, statuses: &Statuses, diagnostics: &mut Diagnostics) {
    let outcomes = statuses.of_contract(contract);
    for status in outcomes.iter().filter(|status| edge(node, &status.word).is_none()) {
        say(
            diagnostics,
            Code::UnroutedStatus,
            &node.place.at(["next"]),
            format!(
                "{contract} can end with {}, which node `{}` does not route; the run ends there",
                status.word, node.key
            ),
            if hidden_outcome::FAILURES.contains(&status.word.as_str()) {
                format!("add an edge for {}, or `default`", status.word)
            } else {
                format!("add an edge for {}", status.word)
            },
        );
    }
    for (outcome, _) in &node.next {
        if outcome != "default" && !outcomes.iter().any(|status| &status.word == outcome) {
            say(
                diagnostics,
                Code::ImpossibleStatus,
                &node.place.at(["next", outcome]),
                format!("{contract} never ends with {outcome}; the edge is never taken"),
                "remove the edge",
            );
        }
    }
}

/// A step whose store the runtime binding of a workflow does not place.
pub fn missing_store(
    (contract, store): (&Contract, Option<&str>),
    node: &str,
    binding: &RuntimeBinding,
    protocol: &Protocol,
    kind: StoreKind,
    diagnostics: &mut Diagnostics,
) {
    let Some(declared) = protocol.contracts.get(&contract.fqdn) else { return };
    let side_effects: Vec<&String> = contract
        .supplied
        .iter()
        .filter_map(|it| match it {
            Supplied::Store { kind: other, side_effect, .. } if *other == kind => Some(side_effect),
            _ => None,
        })
        .collect();
    for step in &declared.steps {
        let protocol::Call::SideEffect { fqdn, op } = &step.call else { continue };
        if step.store.as_deref() != store || !side_effects.contains(&fqdn) {
            continue;
        }
        let (what, remedy) = match store {
            Some(store) => (
                format!("the store `{store}`, which {} does not place", binding.fqdn),
                format!("add `{store}` to the entity_stores of its storage structure"),
            ),
            None => (
                format!("no store, and {} gives {fqdn} no path", binding.fqdn),
                "name a store in the step, or give the side effect a `policy.path`".to_owned(),
            ),
        };
        say(
            diagnostics,
            Code::MissingStore,
            &step.place,
            format!("{op} of step `{}` has {what}; at node `{node}` it always ends with BACKEND_ERROR", step.name),
            remedy,
        );
    }
}
