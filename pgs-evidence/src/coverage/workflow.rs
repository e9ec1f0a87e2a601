//! What was taken of one workflow.

use pgs_rt::admission::SchemaViolation;
use pgs_rt::{Graph, Value, View, Workflow, from_value};

use crate::graph::{EvaluationData, GraphData};
use crate::mark::{Mark, Marks};
use crate::path::TakenPath;
use crate::runs::{ContractRun, WorkflowRun};

/// What was taken of one workflow.
#[derive(Clone, Debug)]
pub struct WorkflowCoverage {
    /// The FQDN.
    pub workflow: &'static str,
    /// How many runs there were.
    pub runs: usize,
    /// The nodes, in the order of the graph.
    pub nodes: Vec<NodeCoverage>,
    /// The edges, in the order of the graph.
    pub edges: Vec<EdgeCoverage>,
    /// The evaluations of the contracts that nodes run.
    pub evaluations: Vec<EvaluationCoverage>,
    /// The rules that payloads are admitted by.
    pub rules: Vec<RuleCoverage>,
    pub(crate) graph: Graph,
    pub(crate) data: GraphData,
}

/// How often a node was visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeCoverage {
    /// The key; `(no edge)` stands for the end of outcomes without an edge.
    pub key: String,
    /// How often.
    pub times: usize,
}

/// How often an edge was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeCoverage {
    /// The key of the node that it leaves.
    pub from: String,
    /// The key of the node that it leads to.
    pub to: String,
    /// Its outcomes.
    pub outcomes: Vec<OutcomeCoverage>,
}

/// How often an outcome came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeCoverage {
    /// The outcome.
    pub outcome: String,
    /// How often.
    pub times: usize,
}

/// How often an evaluation decided which way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationCoverage {
    /// The FQDN of the contract.
    pub contract: String,
    /// The condition, as written.
    pub condition: String,
    /// How often it held.
    pub held: usize,
    /// How often it did not.
    pub failed: usize,
}

/// How often a rule was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCoverage {
    /// The place, as in a violation; an item of a list is `[]`.
    pub path: String,
    /// The word of the schema.
    pub rule: String,
    /// How often.
    pub times: usize,
}

/// How many of how many were taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many were.
    pub taken: usize,
    /// How many there are.
    pub all: usize,
}

impl Count {
    fn of(taken: impl Iterator<Item = bool>) -> Self {
        taken.fold(Self::default(), |count, is_taken| Self {
            taken: count.taken + usize::from(is_taken),
            all: count.all + 1,
        })
    }

    /// In percent; 100 of none.
    #[allow(clippy::cast_precision_loss, reason = "nobody has so many edges")]
    pub fn percent(self) -> f64 {
        if self.all == 0 { 100.0 } else { self.taken as f64 * 100.0 / self.all as f64 }
    }
}

impl EdgeCoverage {
    /// How often it was taken.
    pub fn times(&self) -> usize {
        self.outcomes.iter().map(|outcome| outcome.times).sum()
    }
}

impl WorkflowCoverage {
    pub(super) fn new(workflow: &Workflow, data: GraphData) -> Self {
        let outcome = |outcome: &str| OutcomeCoverage { outcome: outcome.to_owned(), times: 0 };
        let edge = |edge: &crate::graph::Edge| EdgeCoverage {
            from: edge.from.clone(),
            to: edge.to.clone(),
            outcomes: edge.outcomes.iter().map(|it| outcome(&it.outcome)).collect(),
        };
        let evaluation = |it: &EvaluationData| EvaluationCoverage {
            contract: it.contract.clone(),
            condition: it.condition.clone(),
            held: 0,
            failed: 0,
        };
        Self {
            workflow: workflow.id.fqdn,
            runs: 0,
            nodes: data.nodes.iter().map(|node| NodeCoverage { key: node.key.clone(), times: 0 }).collect(),
            edges: data.edges.iter().map(edge).collect(),
            evaluations: data.evaluations.iter().map(evaluation).collect(),
            rules: data
                .rules
                .iter()
                .map(|it| RuleCoverage { path: it.path.clone(), rule: it.rule.clone(), times: 0 })
                .collect(),
            graph: workflow.graph.unwrap_or(Graph { data: "", mermaid: "", picture: &[] }),
            data,
        }
    }

    /// Adds a run.
    pub(super) fn add(&mut self, run: &WorkflowRun<'_>) {
        self.runs += 1;
        let path = TakenPath::of(run, Some(&self.data));
        let visited = path.visits.iter().map(|visit| &visit.node).chain(&path.exit);
        for key in visited {
            self.nodes.iter_mut().filter(|node| node.key == *key).for_each(|node| node.times += 1);
        }
        for visit in &path.visits {
            let Some((edge, outcome)) =
                visit.edge.and_then(|edge| self.edges.get_mut(edge)).zip(visit.outcome.as_ref())
            else {
                continue;
            };
            if let Some(found) = edge.outcomes.iter_mut().find(|it| it.outcome == *outcome) {
                found.times += 1;
            }
        }
        for contract in &run.contracts {
            self.evaluate(contract);
        }
        self.admit(run);
    }

    fn evaluate(&mut self, contract: &ContractRun<'_>) {
        let Some((end, status)) = contract.steps.last().and_then(|step| step.end).zip(contract.status()) else {
            return;
        };
        for (coverage, data) in self.evaluations.iter_mut().zip(&self.data.evaluations) {
            let leads = |it: &crate::graph::StepStatus| end.name == Some(&*it.step) && end.status == Some(&*it.status);
            if data.contract == contract.contract() && data.after.iter().any(leads) {
                coverage.held += usize::from(data.on_true == status);
                coverage.failed += usize::from(data.on_false == status);
            }
        }
    }

    fn admit(&mut self, run: &WorkflowRun<'_>) {
        let violations = run.admission.and_then(|event| event.violations);
        let Some(View::Array(violations)) = violations.map(|violations| violations.0) else { return };
        let read = |violation: &Value| from_value::<SchemaViolation>(violation.clone()).ok();
        for violation in violations.iter().filter_map(read) {
            let path = without_indices(&violation.path);
            let is_it = |it: &&mut RuleCoverage| it.path == path && it.rule == violation.rule;
            if let Some(rule) = self.rules.iter_mut().find(is_it) {
                rule.times += 1;
            }
        }
    }

    /// Nodes.
    pub fn node_count(&self) -> Count {
        Count::of(self.nodes.iter().map(|node| node.times > 0))
    }

    /// Edges.
    pub fn edge_count(&self) -> Count {
        Count::of(self.edges.iter().map(|edge| edge.times() > 0))
    }

    /// Outcomes.
    pub fn outcome_count(&self) -> Count {
        Count::of(self.edges.iter().flat_map(|edge| &edge.outcomes).map(|outcome| outcome.times > 0))
    }

    /// The two sides of each evaluation.
    pub fn evaluation_count(&self) -> Count {
        Count::of(self.evaluations.iter().flat_map(|it| [it.held > 0, it.failed > 0]))
    }

    /// Rules of admission.
    pub fn rule_count(&self) -> Count {
        Count::of(self.rules.iter().map(|rule| rule.times > 0))
    }

    /// What nothing has taken, one line each. What stands in an edge that is not taken is not said again.
    pub fn untaken(&self) -> Vec<String> {
        let mut lines = Vec::new();
        lines.extend(self.nodes.iter().filter(|it| it.times == 0).map(|it| format!("node {}", it.key)));
        for edge in &self.edges {
            let missing = edge.outcomes.iter().filter(|it| it.times == 0).map(|it| it.outcome.as_str());
            let missing: Vec<&str> = missing.collect();
            let what = if edge.times() == 0 { "edge" } else { "outcome" };
            if !missing.is_empty() {
                lines.push(format!("{what} {} -> {}: {}", edge.from, edge.to, missing.join(", ")));
            }
        }
        for it in &self.evaluations {
            for (never, times) in [("true", it.held), ("false", it.failed)] {
                if times == 0 {
                    lines.push(format!("evaluation {} of {} was never {never}", it.condition, it.contract));
                }
            }
        }
        lines.extend(self.rules.iter().filter(|it| it.times == 0).map(|it| format!("rule {} {}", it.path, it.rule)));
        lines
    }

    /// The marks of its graph.
    pub(super) fn marks(&self) -> Marks {
        let mark = |node: &NodeCoverage| if node.times > 0 { Mark::Taken } else { Mark::Untaken };
        Marks {
            nodes: self.nodes.iter().map(mark).collect(),
            edges: self.edges.iter().map(|edge| edge.outcomes.iter().map(|it| it.times > 0).collect()).collect(),
        }
    }
}

/// A path of a violation with the places of items left out: `a[3].b` is `a[].b`.
fn without_indices(path: &str) -> String {
    let mut parts = path.split('[');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        out.push('[');
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_lists_are_one_place() {
        assert_eq!(without_indices("$.payload.a[12].b[0]"), "$.payload.a[].b[]");
        assert_eq!(without_indices("$.payload.a"), "$.payload.a");
    }

    #[test]
    fn nothing_to_take_is_all_of_it() {
        assert!((Count::default().percent() - 100.0).abs() < f64::EPSILON);
        assert!((Count { taken: 1, all: 4 }.percent() - 25.0).abs() < f64::EPSILON);
    }
}
