//! How what a step calls is called, and what it answers.

use pgs_protocol::protocol::{Call, Protocol, Step, Transform, Type};

use crate::capabilities::{self, Argument, Behaviour, Output, Signature};

/// How a transform is called: by its implementation here, or by the user's that `pgs.toml` names.
pub fn signature(fqdn: &str, protocol: &Protocol) -> Option<Signature> {
    if let Some(signature) = capabilities::transform(fqdn) {
        return Some(signature);
    }
    let module = protocol.settings.transforms.get(fqdn)?.module.clone();
    protocol.transforms.get(fqdn).map(|transform| declared_signature(transform, module))
}

/// The signature that a transform's declaration asks for.
pub fn declared_signature(transform: &Transform, module: String) -> Signature {
    let inputs = transform.inputs.iter().map(|(name, schema)| Argument {
        name: name.clone(),
        ty: schema.ty(),
        required: schema.required,
    });
    let outputs = transform.outputs.iter().map(|(name, schema)| Output {
        name: name.clone(),
        ty: schema.ty(),
        optional: schema.nullable,
    });
    Signature {
        module,
        inputs: inputs.collect(),
        outputs: outputs.collect(),
        draws: false,
        fallible: true,
        others: false,
    }
}

/// The raw result of a step: what its capability answers.
pub fn raw_outputs(step: &Step, protocol: &Protocol) -> Vec<Output> {
    let gives = |name: &str, ty| Output { name: name.to_owned(), ty, optional: true };
    match &step.call {
        Call::Transform { fqdn, .. } => signature(fqdn, protocol).map(|it| it.outputs).unwrap_or_default(),
        Call::SideEffect { fqdn, op } => {
            let mut outputs = match capabilities::side_effect(fqdn, op) {
                Some(Behaviour::Store(_, operation)) => operation.outputs,
                Some(Behaviour::Gateway) => vec![gives("execution_result", Type::Object)],
                Some(Behaviour::Loop) => {
                    vec![gives("items_processed", Type::Integer), gives("sub_items_processed", Type::Integer)]
                }
                Some(Behaviour::Concurrent) => {
                    vec![gives("results", Type::Array), gives("all_succeeded", Type::Boolean)]
                }
                Some(Behaviour::Email) => vec![gives("delivery_status", Type::Text)],
                None => Vec::new(),
            };
            outputs.push(Output { name: "result_status".into(), ty: Type::Text, optional: false });
            outputs
        }
    }
}

/// Why an operation can't be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownOperation {
    /// The side effect does not declare it.
    NotDeclared,
    /// It is declared, and this compiler does not implement it.
    NotImplemented,
}

/// What an operation of a side effect does.
pub fn operation(fqdn: &str, op: &str, protocol: &Protocol) -> Result<Behaviour, UnknownOperation> {
    let declared = protocol.side_effects.get(fqdn).is_some_and(|it| it.operations.iter().any(|known| known == op));
    if !declared {
        return Err(UnknownOperation::NotDeclared);
    }
    capabilities::side_effect(fqdn, op).ok_or(UnknownOperation::NotImplemented)
}
