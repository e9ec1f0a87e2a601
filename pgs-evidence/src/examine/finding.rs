//! What is at fault, where, and what to do about it.

use pgs_rt::limits::TRANSITION_LIMIT;
use pgs_rt::{ReasonCode, Workflow};
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use super::artifact;
use super::class::{self, Class};
use crate::decide::conditions_of;
use crate::graph::{GraphData, NodeKind};
use crate::path::TakenPath;
use crate::runs::{ContractRun, DEPTH_TOLD_APART, RunError, Runs, StepRun, WorkflowRun, is_good};

/// What a run failed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is at fault.
    pub class: Class,
    /// The span of the workflow that failed; `0` is the one that was started.
    pub span: String,
    /// The key of the node, or the FQDN of its contract.
    pub node: Option<String>,
    /// The FQDN of the contract.
    pub contract: Option<String>,
    /// The name of the step.
    pub step: Option<String>,
    /// Why, in a sentence.
    pub reason: String,
    /// The FQDN of the artifact to look at first, where it is known.
    pub artifact: Option<String>,
    /// Whether that lies in a sealed snapshot, as those of PGC do.
    pub is_sealed: bool,
    /// What to do, in a sentence.
    pub remedy: String,
}

impl Finding {
    /// Where the artifact lies, below the folder of the snapshot.
    pub fn artifact_path(&self) -> Option<String> {
        let path = if self.is_sealed { artifact::path_in_sealed } else { artifact::path };
        self.artifact.as_deref().and_then(path)
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Finding", 10)?;
        object.serialize_field("class", &self.class)?;
        object.serialize_field("structural", &self.class.is_structural())?;
        object.serialize_field("span", &self.span)?;
        object.serialize_field("node", &self.node)?;
        object.serialize_field("contract", &self.contract)?;
        object.serialize_field("step", &self.step)?;
        object.serialize_field("reason", &self.reason)?;
        object.serialize_field("artifact", &self.artifact)?;
        object.serialize_field("artifact_path", &self.artifact_path())?;
        object.serialize_field("remedy", &self.remedy)?;
        object.end()
    }
}

/// What the run failed at, if it did. The graphs of the workflows say what its trace leaves out.
pub(super) fn find(runs: &Runs<'_>, workflows: &[Workflow]) -> Option<Finding> {
    Search { runs, workflows, depth: 0 }.workflow(&runs.root, &[])
}

#[derive(Clone, Copy)]
struct Search<'a, 't> {
    runs: &'a Runs<'t>,
    workflows: &'a [Workflow],
    /// How many workflows started each other down to the one that is looked at.
    depth: usize,
}

impl<'t> Search<'_, 't> {
    /// What a workflow failed at. Its errors may stand with the workflow that started it.
    fn workflow(&self, run: &WorkflowRun<'t>, outer_errors: &[RunError<'t>]) -> Option<Finding> {
        let graph = run.workflow.and_then(|fqdn| self.graph(fqdn));
        let path = TakenPath::of(run, graph.as_ref());
        let status = run.status();
        if run.end.is_none() {
            let errors = if run.errors.is_empty() { outer_errors } else { &run.errors };
            return Some(unfinished(run, &path, errors.last().copied()));
        }
        let ended_well = status.is_some_and(is_good);
        let no_edge = |at: &str| graph.as_ref().and_then(|graph| graph.node(at)).map(|node| node.kind);
        let no_exit = run.ended_without_exit() || path.exit.as_deref().and_then(no_edge) == Some(NodeKind::NoEdge);
        let found = match run.contracts.last() {
            // What a workflow inside denies is for the one that started it to judge.
            _ if ended_well && self.depth == 0 => denial(run, &path),
            _ if ended_well => None,
            None => Some(admission(run, graph.as_ref())),
            Some(contract) => Some(self.contract(run, &path, contract)),
        };
        match found {
            Some(found) if found.class.is_structural() || !no_exit => Some(found),
            None if !no_exit => None,
            _ => Some(without_edge(run, &path)),
        }
    }

    /// The graph of a workflow, where there is one.
    fn graph(&self, fqdn: &str) -> Option<GraphData> {
        let workflow = self.workflows.iter().find(|workflow| workflow.id.fqdn == fqdn)?;
        workflow.graph.as_ref().and_then(|graph| GraphData::of(graph).ok())
    }

    /// What a contract failed at: its last step, or a workflow that this one started.
    fn contract(&self, run: &WorkflowRun<'t>, path: &TakenPath, contract: &ContractRun<'t>) -> Finding {
        let step = contract.steps.last();
        let deeper = Self { depth: self.depth + 1, ..*self };
        let started = step.filter(|_| self.depth < DEPTH_TOLD_APART).map(|step| step.started.as_slice());
        let nested = started.unwrap_or_default().iter().filter_map(|n| self.runs.workflow(*n));
        let mut failures = nested.filter_map(|nested| deeper.workflow(nested, &run.errors));
        if let Some(found) = failures.next() {
            return found;
        }
        let class = class::of_contract(contract, step);
        let status = contract.status().unwrap_or("(status not recorded)");
        let (artifact, remedy) = advice(class, run, contract, step);
        Finding {
            class,
            span: run.span.clone(),
            node: path.last_contract().map(|visit| visit.node.clone()),
            contract: Some(contract.contract().to_owned()),
            step: step.map(|step| step.name().to_owned()),
            reason: reason(step, status) + &self.condition(run, contract, step),
            artifact,
            is_sealed: false,
            remedy,
        }
    }
}

impl<'t> Search<'_, 't> {
    /// The condition that decided, behind what is said without it; empty where none did, or no graph tells it.
    fn condition(&self, run: &WorkflowRun<'t>, contract: &ContractRun<'t>, step: Option<&StepRun<'t>>) -> String {
        let Some((step, graph)) = step.zip(run.workflow.and_then(|fqdn| self.graph(fqdn))) else {
            return String::new();
        };
        if step.reason().is_some() || step.status() != Some("SUCCESS") {
            return String::new();
        }
        let status = contract.status().unwrap_or_default();
        let found = conditions_of(&graph, contract.contract(), status, Some(step.name()));
        if found.is_empty() { String::new() } else { format!(": {}", found.join(", or ")) }
    }
}

/// Why a contract ended as it did.
fn reason(step: Option<&StepRun<'_>>, status: &str) -> String {
    match step {
        Some(StepRun { call: Some(_), end: None, .. }) => "the step did not end".into(),
        Some(step) => match (step.reason(), step.status()) {
            (Some(reason), _) => reason.to_owned(),
            (None, Some("SUCCESS")) => format!("a condition of the contract decided on {status}"),
            (None, _) => format!("the contract ended with {status}; the reason is not recorded"),
        },
        None => format!("the contract ended with {status}"),
    }
}

/// The artifact to look at first, and what to do about it.
fn advice(
    class: Class,
    run: &WorkflowRun<'_>,
    contract: &ContractRun<'_>,
    step: Option<&StepRun<'_>>,
) -> (Option<String>, String) {
    let workflow = run.workflow.map(str::to_owned);
    let capability = step.map(|step| step.capability().to_owned());
    let own = Some(contract.contract().to_owned());
    match class {
        Class::Binding => unbound(workflow, own, contract, step),
        Class::Transform => (capability, "correct what the step gives the transform, or the transform itself".into()),
        Class::SideEffect => (capability, "repair what the reason names, then run the workflow again".into()),
        Class::Denial | Class::Business | Class::Admission | Class::Graph => {
            (own, "nothing is broken: the protocol decided so; ask for something else, or change the contract".into())
        }
    }
}

/// Which binding to correct: the runtime binding, the inputs of the node, or those of the step.
fn unbound(
    workflow: Option<String>,
    own: Option<String>,
    contract: &ContractRun<'_>,
    step: Option<&StepRun<'_>>,
) -> (Option<String>, String) {
    if step.is_some_and(StepRun::has_no_path) {
        return (workflow, "give the store a path in the runtime binding that this workflow names".into());
    }
    let field = step.and_then(StepRun::unbound_input);
    let missing = class::null_inputs(contract).find(|input| field.is_none_or(|field| *input == field));
    match (missing, field) {
        (Some(input), _) => (workflow, format!("bind `{input}` at the node to something that has a value")),
        (None, Some(field)) => (own, format!("bind `{field}` in the step's inputs to a value of its type")),
        (None, None) => (own, "bind the inputs of the step to values of their types".into()),
    }
}

/// The reason of an EXIT at which what was asked for was done.
const COMPLETED: &str = "COMPLETED";

/// A workflow that ended in success, at an EXIT that says something else.
fn denial(run: &WorkflowRun<'_>, path: &TakenPath) -> Option<Finding> {
    let exit = run.exit()?;
    let reason = exit.reason.filter(|reason| *reason != COMPLETED)?;
    let status = run.status().unwrap_or_default();
    Some(Finding {
        class: Class::Denial,
        span: run.span.clone(),
        node: path.visits.last().map(|visit| visit.node.clone()),
        contract: run.contracts.last().map(|contract| contract.contract().to_owned()),
        step: None,
        reason: format!("{status} at {}, whose reason is {reason}", exit.node),
        artifact: run.workflow.map(str::to_owned),
        is_sealed: false,
        remedy: "nothing is broken: the protocol denies so; ask for something else".into(),
    })
}

fn admission(run: &WorkflowRun<'_>, graph: Option<&GraphData>) -> Finding {
    let intent = graph.and_then(GraphData::intent);
    let rules = run.unmet_rules();
    let reason = if rules.is_empty() { "the rules that it breaks are not recorded".into() } else { rules.join("; ") };
    Finding {
        class: Class::Admission,
        span: run.span.clone(),
        node: intent.map(|node| node.key.clone()),
        contract: None,
        step: None,
        reason: format!("the payload was not admitted: {reason}"),
        artifact: intent.and_then(|node| node.contract.clone()).or_else(|| run.workflow.map(str::to_owned)),
        is_sealed: false,
        remedy: "send a payload that meets the rules of the intent".into(),
    }
}

fn without_edge(run: &WorkflowRun<'_>, path: &TakenPath) -> Finding {
    let last = path.visits.last();
    let outcome = last.and_then(|visit| visit.outcome.as_deref()).or(run.status()).unwrap_or("the outcome");
    Finding {
        class: Class::Graph,
        span: run.span.clone(),
        node: last.map(|visit| visit.node.clone()),
        contract: run.contracts.last().map(|contract| contract.contract().to_owned()),
        step: None,
        reason: format!("{outcome} has no edge at this node"),
        artifact: run.workflow.map(str::to_owned),
        is_sealed: false,
        remedy: format!("give the node an edge for {outcome} (`next`)"),
    }
}

/// A workflow without `WF_COMPLETE`.
fn unfinished(run: &WorkflowRun<'_>, path: &TakenPath, error: Option<RunError<'_>>) -> Finding {
    let contract = run.contracts.last().filter(|contract| contract.end.is_none());
    let step = contract.and_then(|contract| contract.steps.last()).filter(|step| step.end.is_none());
    let (class, remedy) = match error {
        Some(RunError { code: Some(ReasonCode::Template), .. }) => {
            (Class::Binding, "bind the path of the template to an integer")
        }
        Some(_) if step.is_some() => (Class::SideEffect, "repair what the reason names, then run the workflow again"),
        Some(error) if is_endless(run, &error) => (Class::Graph, "break the cycle that the path shows"),
        Some(_) => (Class::Graph, "look at what the reason names"),
        None => (Class::Graph, "look at the state that the side effects name: what was done before it stays"),
    };
    let artifact = match (class, step) {
        (Class::SideEffect, Some(step)) => Some(step.capability().to_owned()),
        _ => run.workflow.map(str::to_owned),
    };
    Finding {
        class,
        span: run.span.clone(),
        node: path.last_contract().map(|visit| visit.node.clone()),
        contract: contract.map(|contract| contract.contract().to_owned()),
        step: step.map(|step| step.name().to_owned()),
        reason: error.map_or_else(|| breaks_off(step), |error| error.message.to_owned()),
        artifact,
        is_sealed: false,
        remedy: remedy.into(),
    }
}

/// Whether a workflow passed from node to node without end.
fn is_endless(run: &WorkflowRun<'_>, error: &RunError<'_>) -> bool {
    match error.code {
        Some(code) => code == ReasonCode::TooManyTransitions,
        None => run.contracts.len() >= TRANSITION_LIMIT,
    }
}

fn breaks_off(step: Option<&StepRun<'_>>) -> String {
    match step {
        Some(step) => format!("the trace breaks off in step `{}`; whether it took effect is not recorded", step.name()),
        None => "the trace breaks off: the workflow did not end".into(),
    }
}
