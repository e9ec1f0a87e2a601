//! Nodes: their Rust names, and what their bindings can see.

use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{self, Action, Binding, Path, Root, say};

use super::expression::read;
use super::names::{Scope, camel, shout, snake};
use super::shape::Shape;
use super::statuses::{Statuses, reachable};
use super::{Contract, Exit, Expr, Intent, Next, ReadPlace, Status};

/// The Rust names of a workflow's nodes.
pub(super) struct Names {
    /// Keys of the nodes that can be reached, in the artifact's order.
    pub(super) reached: Vec<String>,
    idents: BTreeMap<String, String>,
    variants: BTreeMap<String, String>,
    constants: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn of(workflow: &protocol::Workflow, statuses: &Statuses) -> Self {
        let keys: BTreeSet<String> = reachable(workflow, statuses).into_iter().map(|(key, _)| key).collect();
        let mut names = Self {
            reached: workflow.nodes.iter().map(|node| node.key.clone()).filter(|key| keys.contains(key)).collect(),
            idents: BTreeMap::new(),
            variants: BTreeMap::new(),
            constants: BTreeMap::new(),
        };
        let (mut idents, mut variants, mut constants) =
            (Scope::with(&["visit"]), Scope::default(), Scope::with(&["WORKFLOW", "ID"]));
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
        let target = target.as_deref().and_then(|key| workflow.node(key));
        match target.map(|node| (&node.action, &node.key)) {
            Some((Action::Run { .. }, key)) => Next::Node(self.variant(key)),
            Some((Action::Exit { .. }, key)) => {
                Next::End { status: Status::new(outcome), exit: self.constants.get(key).cloned() }
            }
            _ => Next::End { status: Status::new(outcome), exit: None },
        }
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

/// What a node's bindings can see.
pub(super) struct NodeScope<'a> {
    pub(super) workflow: &'a protocol::Workflow,
    pub(super) names: &'a Names,
    pub(super) intent: Option<&'a Intent>,
    pub(super) contracts: &'a BTreeMap<String, (Contract, Shape)>,
}

impl NodeScope<'_> {
    pub(super) fn expr(&self, binding: &Binding, place: &protocol::Place, diagnostics: &mut Diagnostics) -> Expr {
        match binding {
            Binding::Literal(value) => Expr::Literal(value.clone()),
            Binding::Timestamp => Expr::Timestamp,
            Binding::Path(path) => self.path(path, place, diagnostics),
            Binding::Plus { path, n, text } => {
                Expr::Plus { of: Box::new(self.path(path, place, diagnostics)), n: *n, text: text.clone() }
            }
            Binding::Object(fields) => {
                let inner = |(key, inner): &(String, Binding)| {
                    (key.clone(), self.expr(inner, &place.at([key.as_str()]), diagnostics))
                };
                Expr::Object(fields.iter().map(inner).collect())
            }
            Binding::List(items) => {
                let items = items.iter().enumerate();
                Expr::List(
                    items.map(|(n, item)| self.expr(item, &place.at([n.to_string().as_str()]), diagnostics)).collect(),
                )
            }
        }
    }

    fn path(&self, path: &Path, place: &protocol::Place, diagnostics: &mut Diagnostics) -> Expr {
        let Some((first, rest)) = path.keys.split_first() else { return Expr::Null };
        match &path.root {
            Root::Payload => self.payload(first, rest, place, diagnostics),
            Root::Node(node) => self.result(node, first, rest, place, diagnostics),
            _ => Expr::Null,
        }
    }

    fn payload(&self, first: &str, rest: &[String], place: &protocol::Place, diagnostics: &mut Diagnostics) -> Expr {
        let Some(intent) = self.intent else {
            return undeclared_payload(first, rest);
        };
        if let Some((field, _)) = intent.fields.iter().find(|(field, _)| field.key == first) {
            return read(ReadPlace::Payload(field.ident.clone()), field.ty, rest);
        }
        say(
            diagnostics,
            Code::UnknownField,
            place,
            format!(
                "{} declares no payload field `{first}`; the binding is null unless a caller adds the field",
                intent.fqdn
            ),
            "declare the field in the intent, or remove the binding",
        );
        undeclared_payload(first, rest)
    }

    fn result(
        &self,
        key: &str,
        first: &str,
        rest: &[String],
        place: &protocol::Place,
        diagnostics: &mut Diagnostics,
    ) -> Expr {
        let node = self.workflow.node(key);
        let Some(protocol::Node { action: Action::Run { contract, inputs }, .. }) = node else {
            let message = format!("there is no node `{key}` that runs a contract");
            say(diagnostics, Code::UnknownNode, place, message, "name such a node of this workflow");
            return Expr::Null;
        };
        if !self.names.reached.iter().any(|reached| reached == key) {
            return Expr::Null;
        }
        let ident = self.names.ident(key);
        let field = self.contracts.get(contract).and_then(|(_, shape)| shape.surface(first));
        if let Some(it) = field {
            return read(ReadPlace::Node { node: ident, field: it.field.ident.clone() }, it.field.ty, rest);
        }
        if inputs.iter().any(|(name, _)| name == first) {
            let keys = std::iter::once(first.to_owned()).chain(rest.iter().cloned()).collect();
            return Expr::Read { place: ReadPlace::UndeclaredOfNode { node: ident }, ty: protocol::Type::Object, keys };
        }
        say(
            diagnostics,
            Code::UnknownField,
            place,
            format!("the surface of node `{key}` has no field `{first}`; the binding is always null"),
            "name a field that the contract maps or takes, or remove the binding",
        );
        Expr::Null
    }
}

fn undeclared_payload(first: &str, rest: &[String]) -> Expr {
    let keys = std::iter::once(first.to_owned()).chain(rest.iter().cloned()).collect();
    Expr::Read { place: ReadPlace::UndeclaredPayload, ty: protocol::Type::Object, keys }
}
