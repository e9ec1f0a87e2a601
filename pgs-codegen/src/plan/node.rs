//! Nodes: their Rust names, and their bindings as values in generated code.

use std::collections::BTreeMap;

use pgs_protocol::protocol::{self, Action, Binding, Path, Type};

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
}

impl Names {
    pub(super) fn of(workflow: &protocol::Workflow, analysis: &Analysis<'_>) -> Self {
        let keys = workflow.nodes.iter().map(|node| node.key.clone());
        let mut names = Self {
            reached: keys.filter(|key| analysis.reaches(workflow, key)).collect(),
            idents: BTreeMap::new(),
            variants: BTreeMap::new(),
            constants: BTreeMap::new(),
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
        End { status: Status::new(outcome), exit: target.and_then(|key| self.constants.get(&key).cloned()) }
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
            NodeRead::UndeclaredPayload(_, Some(_)) => read(ReadPlace::UndeclaredPayload, Type::Object, &path.keys),
            NodeRead::UndeclaredPayload(_, None) => read(ReadPlace::UntypedPayload, Type::Object, &path.keys),
            NodeRead::Surface { node, key, ty } => match self.surface(node, key) {
                Some(field) => read(ReadPlace::Node { node: self.names.ident(node), field }, ty, rest),
                None => Expr::Null,
            },
            NodeRead::PassedThrough { node } => {
                read(ReadPlace::UndeclaredOfNode { node: self.names.ident(node) }, Type::Object, &path.keys)
            }
            NodeRead::NoNode(_) | NodeRead::NoField { .. } | NodeRead::Unreached | NodeRead::Unknown => Expr::Null,
        }
    }

    /// The field of a node's surface.
    fn surface(&self, node: &str, key: &str) -> Option<SurfaceField> {
        let Action::Run { contract, .. } = &self.scope.workflow.node(node)?.action else { return None };
        let (_, shape) = self.contracts.get(contract)?;
        shape.surface(key).cloned()
    }
}
