//! What rules are asked about: nodes of workflows, and every reference in what is compiled.

use pgs_description::{Access, StoreKind, WorksOn};
use pgs_protocol::protocol::{
    Action, Binding, Call, Node, Path, Place, Route, RuntimeBinding, Step, StorePath, Workflow,
};

use crate::analysis::call::CallProblem;
use crate::analysis::node_read::{NodeRead, NodeScope};
use crate::analysis::reach::route;
use crate::analysis::signature::operation;
use crate::analysis::statuses::of_step;
use crate::analysis::step_read::{StepRead, StepScope};
use crate::analysis::stores::{self, Need};
use crate::analysis::{Analysis, CompiledContract, CompiledStep};

/// Outcomes that say no more than that something failed: `default` is made for them.
pub const FAILURES: [&str; 2] = ["VIOLATION", "BACKEND_ERROR"];

/// A node that runs a contract.
#[derive(Clone, Copy)]
pub struct RunNode<'a> {
    /// The workflow.
    pub workflow: &'a Workflow,
    /// The node.
    pub node: &'a Node,
    /// The contract's FQDN.
    pub contract: &'a str,
    /// Its inputs.
    pub inputs: &'a [(String, Binding)],
}

/// The nodes of all workflows, with their workflows.
fn nodes<'a>(analysis: &Analysis<'a>) -> impl Iterator<Item = (&'a Workflow, &'a Node)> {
    let workflows = analysis.protocol.workflows.values();
    workflows.flat_map(|workflow| workflow.nodes.iter().map(move |node| (workflow, node)))
}

/// The IN nodes of all workflows.
pub fn intent_nodes<'a>(analysis: &Analysis<'a>) -> impl Iterator<Item = (&'a Workflow, &'a Node)> {
    nodes(analysis).filter(|(_, node)| matches!(node.action, Action::Admit { .. }))
}

/// The nodes of all workflows that run contracts.
pub fn run_nodes<'a>(analysis: &Analysis<'a>) -> impl Iterator<Item = RunNode<'a>> {
    nodes(analysis).filter_map(|(workflow, node)| match &node.action {
        Action::Run { contract, inputs } => Some(RunNode { workflow, node, contract, inputs }),
        Action::Admit { .. } | Action::Exit { .. } => None,
    })
}

/// Those of them that are compiled: a run can reach them, and their contract is known.
pub fn compiled_nodes<'a>(analysis: &Analysis<'a>) -> impl Iterator<Item = RunNode<'a>> {
    run_nodes(analysis)
        .filter(|run| analysis.reaches(run.workflow, &run.node.key) && analysis.types(run.contract).is_some())
}

/// Visits what every reference of the steps that are compiled finds: of arguments, outputs and evaluations.
pub fn step_reads(analysis: &Analysis<'_>, visit: &mut dyn FnMut(&StepScope<'_>, StepRead<'_>, &Place)) {
    for compiled in &analysis.compiled {
        for step in &compiled.steps {
            reads_of(compiled, step, analysis, visit);
        }
    }
}

fn reads_of(
    CompiledContract { contract, .. }: &CompiledContract<'_>,
    CompiledStep { step, call, .. }: &CompiledStep<'_>,
    analysis: &Analysis<'_>,
    visit: &mut dyn FnMut(&StepScope<'_>, StepRead<'_>, &Place),
) {
    // Of what can't be called, nothing is known.
    let (Some(scope), Some(callee)) = (analysis.step_scope(contract, step), &call.callee) else { return };
    let mut path = |path: &Path, place: &Place| visit(&scope, scope.read(path), place);
    for argument in callee.arguments() {
        paths(&argument.binding, &argument.place, &mut path);
    }
    for (key, binding) in &step.outputs {
        paths(binding, &step.place.at(["outputs", key]), &mut path);
    }
    for (_, status) in of_step(step, analysis.protocol, &analysis.statuses) {
        let Route::Evaluation(name) = route(step, &status) else { continue };
        let Some(evaluation) = contract.evaluations.get(&name) else { continue };
        // Where both sides lead to one status, nothing is evaluated.
        if evaluation.on_true != evaluation.on_false {
            let place = evaluation.place.at(["condition"]);
            let sides = [&evaluation.condition.left, &evaluation.condition.right];
            sides.into_iter().filter_map(|side| scope.operand(side)).for_each(|read| visit(&scope, read, &place));
        }
    }
}

/// Visits what every reference of the nodes that are compiled finds.
pub fn node_reads(analysis: &Analysis<'_>, visit: &mut dyn FnMut(&Workflow, NodeRead<'_>, &Place)) {
    for run in compiled_nodes(analysis) {
        let scope = NodeScope { workflow: run.workflow, analysis };
        for (key, binding) in run.inputs {
            paths(binding, &run.node.place.at(["inputs", key]), &mut |path, place| {
                visit(run.workflow, scope.read(path), place);
            });
        }
    }
}

/// Visits the paths of a binding, each with its place.
pub fn paths(binding: &Binding, place: &Place, visit: &mut dyn FnMut(&Path, &Place)) {
    match binding {
        Binding::Path(path) | Binding::Plus { path, .. } => visit(path, place),
        Binding::Object(fields) => {
            for (key, inner) in fields {
                paths(inner, &place.at([key.as_str()]), visit);
            }
        }
        Binding::List(items) => {
            for (n, item) in items.iter().enumerate() {
                paths(item, &place.at([n.to_string().as_str()]), visit);
            }
        }
        Binding::Literal(_) | Binding::Timestamp | Binding::Outcome => {}
    }
}

/// What is wrong with the calls of the steps that are compiled.
pub fn call_problems<'b, 'a: 'b>(analysis: &'b Analysis<'a>) -> impl Iterator<Item = (&'a Step, &'b CallProblem)> {
    let steps = analysis.compiled.iter().flat_map(|contract| &contract.steps);
    steps.flat_map(|compiled| compiled.call.problems.iter().map(|problem| (compiled.step, problem)))
}

/// The runtime binding that a workflow names, if there is one.
pub fn binding_of<'a>(workflow: &Workflow, analysis: &Analysis<'a>) -> Option<&'a RuntimeBinding> {
    analysis.protocol.bindings.get(workflow.binding.as_ref()?)
}

/// What the contract of a node needs of a runtime binding.
pub fn needs_of(run: &RunNode<'_>, analysis: &Analysis<'_>) -> Vec<Need> {
    let steps =
        analysis.compiled(&run.workflow.domain, run.contract).into_iter().flat_map(|it| &it.steps).map(|it| it.step);
    stores::needs(steps, analysis.protocol)
}

/// A step that works on a store.
pub struct StoreStep<'a> {
    /// The step.
    pub step: &'a Step,
    /// The side effect that it calls.
    pub side_effect: &'a str,
    /// The kind as which it takes the store.
    pub kind: StoreKind,
    /// Whether it writes it.
    pub writes: bool,
    /// The store.
    pub store: StorePath,
}

/// The steps that are compiled and work on a store below the data root.
pub fn store_steps<'a>(analysis: &'a Analysis<'_>) -> Vec<StoreStep<'a>> {
    let mut found = Vec::new();
    for run in compiled_nodes(analysis) {
        let steps = analysis.compiled(&run.workflow.domain, run.contract).into_iter().flat_map(|it| &it.steps);
        for CompiledStep { step, .. } in steps {
            let Call::SideEffect { fqdn, op } = &step.call else { continue };
            let Ok((implemented, operation)) = operation(fqdn, op, analysis.protocol) else { continue };
            if let WorksOn::Store(kind) = implemented.works_on
                && let Ok(Some(store)) =
                    stores::place(run.workflow, kind, step.store.as_deref(), fqdn, analysis.protocol)
            {
                found.push(StoreStep {
                    step,
                    side_effect: fqdn,
                    kind,
                    writes: operation.access != Access::Read,
                    store,
                });
            }
        }
    }
    found
}

/// The stores of the nodes that are compiled and lie below the data root, each place once, by path.
pub fn placed_stores(analysis: &Analysis<'_>) -> Vec<(StorePath, StoreKind)> {
    let mut placed: Vec<(StorePath, StoreKind)> = Vec::new();
    for run in compiled_nodes(analysis) {
        for need in needs_of(&run, analysis) {
            let Need::Store { kind, name, side_effect } = need else { continue };
            if let Ok(Some(store)) = stores::place(run.workflow, kind, name.as_deref(), &side_effect, analysis.protocol)
                && !placed.iter().any(|(known, of)| known.place == store.place && *of == kind)
            {
                placed.push((store, kind));
            }
        }
    }
    placed.sort_by(|(a, _), (b, _)| {
        (&a.path, &a.place.file, &a.place.pointer).cmp(&(&b.path, &b.place.file, &b.place.pointer))
    });
    placed
}
