//! What the paths of a node find: references to the payload and to the surfaces of other nodes.

use pgs_protocol::protocol::{Action, Binding, Intent, Node, Path, Root, Type, Workflow};

use super::Analysis;
use super::workflows::intent_of;

/// What the bindings of a node can see.
#[derive(Clone, Copy)]
pub struct NodeScope<'a> {
    /// The workflow.
    pub workflow: &'a Workflow,
    /// What is known of the protocol.
    pub analysis: &'a Analysis<'a>,
}

/// What the first key of a path finds.
#[derive(Clone, Debug)]
pub enum NodeRead<'p> {
    /// A field of the payload that the intent declares.
    Payload(&'p str, Type),
    /// A field of the payload that no intent declares; with the intent, if there is one.
    UndeclaredPayload(&'p str, Option<&'p Intent>),
    /// A value of the surface of a node.
    Surface {
        /// The node.
        node: &'p str,
        /// The key.
        key: &'p str,
        /// The type.
        ty: Type,
    },
    /// An input of a node that its contract does not declare, and which passes through to the surface.
    PassedThrough {
        /// The node.
        node: &'p str,
    },
    /// Nothing: there is no such node that runs a contract.
    NoNode(&'p str),
    /// Nothing: the surface of the node has no such field.
    NoField {
        /// The node.
        node: &'p str,
        /// The field.
        key: &'p str,
    },
    /// Nothing: no run reaches the node.
    Unreached,
    /// Nothing that is known on this level.
    Unknown,
}

impl<'a> NodeScope<'a> {
    /// What a path finds.
    pub fn read<'p>(&self, path: &'p Path) -> NodeRead<'p>
    where
        'a: 'p,
    {
        let Some(key) = path.keys.first() else { return NodeRead::Unknown };
        match &path.root {
            Root::Payload => self.payload(key),
            Root::Node(node) => self.surface(node, key),
            Root::Input | Root::Step(_) | Root::StepRaw(_) | Root::Raw => NodeRead::Unknown,
        }
    }

    fn payload<'p>(&self, key: &'p str) -> NodeRead<'p>
    where
        'a: 'p,
    {
        let intent = intent_of(self.workflow).and_then(|fqdn| self.analysis.protocol.intents.get(fqdn));
        let field = intent.and_then(|intent| intent.inputs.iter().find(|(name, _)| name == key));
        field.map_or(NodeRead::UndeclaredPayload(key, intent), |(_, schema)| NodeRead::Payload(key, schema.ty()))
    }

    fn surface<'p>(&self, node: &'p str, key: &'p str) -> NodeRead<'p> {
        let Some(Node { action: Action::Run { contract, inputs }, .. }) = self.workflow.node(node) else {
            return NodeRead::NoNode(node);
        };
        if !self.analysis.reaches(self.workflow, node) {
            return NodeRead::Unreached;
        }
        let field = self.analysis.types(contract).and_then(|types| types.surface(key));
        match field {
            Some(field) => NodeRead::Surface { node, key, ty: field.ty },
            None if inputs.iter().any(|(name, _)| name == key) => NodeRead::PassedThrough { node },
            None => NodeRead::NoField { node, key },
        }
    }

    /// The static type of a binding.
    pub fn ty(&self, binding: &Binding) -> Type {
        binding.ty(|path| match (self.read(path), path.keys.as_slice()) {
            (NodeRead::Payload(_, ty) | NodeRead::Surface { ty, .. }, [_]) => ty,
            _ => Type::Any,
        })
    }
}
