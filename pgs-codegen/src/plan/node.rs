//! Nodes: their Rust names, and their bindings as values in generated code.

use std::collections::BTreeMap;

use pgs_protocol::protocol::{self, Action, Binding, Path, Protocol, Results, Type};

use super::expression::read;
use super::shape::Shape;
use super::{Contract, End, Exit, Expr, Intent, Next, ReadPlace, Status, SurfaceField};
use crate::analysis::Analysis;
use crate::analysis::node_read::{NodeRead, NodeScope};
use crate::names::{Scope, camel, shout, snake};

/// The Rust names of a workflow's nodes.
pub(super) struct Names {
    /// Keys of the nodes that can be reached, in the artifact's order.
    pub(super) reached: Vec<String>,
    idents: BTreeMap<String, String>,
    variants: BTreeMap<String, String>,
    constants: BTreeMap<String, String>,
    /// The addresses of outcomes as conditions of edges.
    conditions: BTreeMap<String, i64>,
}

impl Names {
    pub(super) fn of(workflow: &protocol::Workflow, analysis: &Analysis<'_>) -> Self {
        let keys = workflow.nodes.iter().map(|node| node.key.clone());
        let mut names = Self {
            reached: keys.filter(|key| analysis.reaches(workflow, key)).collect(),
            idents: BTreeMap::new(),
            variants: BTreeMap::new(),
            constants: BTreeMap::new(),
            conditions: conditions(workflow, analysis.protocol),
        };
        let (mut idents, mut variants, mut constants) =
            (Scope::of_methods(&["enter", "payload", "visit"]), Scope::default(), Scope::with(&["WORKFLOW"]));
        for node in &workflow.nodes {
            names.idents.insert(node.key.clone(), idents.claim(snake(&node.key)));
            names.variants.insert(node.key.clone(), variants.claim_camel(camel(&node.key)));
            if matches!(node.action, Action::Exit { .. }) {
                names.constants.insert(node.key.clone(), constants.claim(shout(&node.key)));
            }
        }
        names
    }

    pub(super) fn ident(&self, key: &str) -> String {
        self.idents.get(key).cloned().unwrap_or_default()
    }

    pub(super) fn variant(&self, key: &str) -> String {
        self.variants.get(key).cloned().unwrap_or_default()
    }

    /// What follows an outcome whose edge leads to this node, or nowhere.
    pub(super) fn next(&self, workflow: &protocol::Workflow, outcome: &str, target: Option<String>) -> Next {
        match target.as_deref().and_then(|key| workflow.node(key)).map(|node| (&node.action, &node.key)) {
            Some((Action::Run { .. }, key)) => Next::Node(self.variant(key)),
            Some((Action::Exit { .. } | Action::Admit { .. }, _)) | None => Next::End(self.end(outcome, target)),
        }
    }

    /// The end of a run with this outcome, whose edge leads to this EXIT node, or nowhere.
    pub(super) fn end(&self, outcome: &str, target: Option<String>) -> End {
        let exit = target.and_then(|key| self.constants.get(&key).cloned());
        let condition = self.conditions.get(outcome).copied().unwrap_or(-1);
        End { status: Status::new(outcome), exit, condition }
    }

    pub(super) fn exits(&self, workflow: &protocol::Workflow) -> Vec<Exit> {
        let exits = self.reached.iter().filter_map(|key| {
            let node = workflow.node(key)?;
            let Action::Exit { reason, emit } = &node.action else { return None };
            let ident = self.constants.get(key)?.clone();
            Some(Exit { key: key.clone(), ident, reason: reason.clone(), emit: emit.clone() })
        });
        exits.collect()
    }
}

/// The addresses of outcomes as conditions of edges, in the domain of a workflow.
fn conditions(workflow: &protocol::Workflow, protocol: &Protocol) -> BTreeMap<String, i64> {
    let sealed = protocol.sealed.as_ref();
    sealed.and_then(|it| it.conditions.get(&workflow.domain)).cloned().unwrap_or_default()
}

/// What a node's bindings can see, and the Rust names of it.
pub(super) struct NodeExpr<'a> {
    /// What they can see.
    pub(super) scope: NodeScope<'a>,
    /// The names of nodes.
    pub(super) names: &'a Names,
    /// The intent that admits the payload.
    pub(super) intent: Option<&'a Intent>,
    /// The contracts of the domain, by FQDN.
    pub(super) contracts: &'a BTreeMap<String, (Contract, Shape)>,
}

impl NodeExpr<'_> {
    /// A binding of the node.
    pub(super) fn expr(&self, binding: &Binding) -> Expr {
        Expr::of(binding, &|path| self.path(path))
    }

    fn path(&self, path: &Path) -> Expr {
        let rest = path.keys.get(1..).unwrap_or_default();
        match self.scope.read(path) {
            NodeRead::Payload(key, ty) => {
                let field = self.intent.and_then(|intent| intent.fields.iter().find(|(field, _)| field.key == key));
                field.map_or(Expr::Null, |(field, _)| read(ReadPlace::Payload(field.ident.clone()), ty, rest))
            }
            NodeRead::UndeclaredPayload(key, Some(_)) if self.besides(key).is_some() => {
                self.besides(key).map_or(Expr::Null, |ident| read(ReadPlace::Payload(ident), Type::Any, rest))
            }
            NodeRead::UndeclaredPayload(_, Some(_)) => read(ReadPlace::UndeclaredPayload, Type::Object, &path.keys),
            NodeRead::UndeclaredPayload(_, None) => read(ReadPlace::UntypedPayload, Type::Object, &path.keys),
            NodeRead::Surface { node, key, ty } => match self.surface(node, key) {
                Some(field) => read(ReadPlace::Node { node: self.state(node), field }, ty, rest),
                None => Expr::Null,
            },
            NodeRead::PassedThrough { node } if self.passed(node, &path.keys).is_some() => {
                let place = self.passed(node, &path.keys);
                place.map_or(Expr::Null, |place| read(place, Type::Any, rest))
            }
            NodeRead::PassedThrough { node } => {
                read(ReadPlace::UndeclaredOfNode { node: self.names.ident(node) }, Type::Object, &path.keys)
            }
            NodeRead::NoNode(_) | NodeRead::NoField { .. } | NodeRead::Unreached | NodeRead::Unknown => Expr::Null,
        }
    }

    /// The field of a payload field that the intent does not declare, where each has its own.
    fn besides(&self, key: &str) -> Option<String> {
        let found = self.intent?.besides.iter().find(|field| field.key == key)?;
        Some(found.ident.clone())
    }

    /// The field of the machine that holds the surface of a node.
    fn state(&self, node: &str) -> String {
        state(self.scope.workflow, node, self.names, self.contracts, self.scope.analysis)
    }

    /// The place of an input that the contract of a node does not declare, where each has a field of its own.
    fn passed(&self, node: &str, keys: &[String]) -> Option<ReadPlace> {
        let field = self.surface(node, keys.first()?)?;
        Some(ReadPlace::Node { node: self.state(node), field })
    }

    /// The field of a node's surface.
    fn surface(&self, node: &str, key: &str) -> Option<SurfaceField> {
        let Action::Run { contract, .. } = &self.scope.workflow.node(node)?.action else { return None };
        let (_, shape) = self.contracts.get(contract)?;
        shape.surface(key).cloned()
    }
}

/// The field of the machine that holds the surface of a node.
pub(super) fn state(
    workflow: &protocol::Workflow,
    node: &str,
    names: &Names,
    contracts: &BTreeMap<String, (Contract, Shape)>,
    analysis: &Analysis<'_>,
) -> String {
    let contract = workflow.node(node).and_then(|node| match &node.action {
        Action::Run { contract, .. } => contracts.get(contract),
        Action::Admit { .. } | Action::Exit { .. } => None,
    });
    match (analysis.protocol.semantics.results, contract) {
        (Results::OfContract, Some((contract, _))) => contract.module.clone(),
        (Results::OfContract, None) | (Results::OfNode, _) => names.ident(node),
    }
}
