//! What a step calls, with its arguments as values in generated code.

use pgs_description::{Argument, WorksOn};
use pgs_protocol::protocol::{self, Absent, Body, Purity, Type};

use super::contract::Planner;
use super::expression::StepExpr;
use super::{Call, Dispatch, Expr, Folder, Items, Module, WorkflowRef, molecule};
use crate::analysis::argument::BoundArgument;
use crate::analysis::call::Callee;
use crate::analysis::start::{self, Start};
use crate::analysis::stores::Need;

impl Planner<'_> {
    /// The call of a step. `None` where a workflow has no module: there is none of that name.
    pub(super) fn call(&self, callee: &Callee<'_>, expr: &StepExpr<'_>) -> Option<Call> {
        Some(match callee {
            Callee::Transform { signature, arguments, others } => match self.body(expr) {
                Body::Atom(purity) => Call::Transform {
                    arguments: self.declared(typed(arguments, &signature.inputs, expr), &signature.inputs, expr),
                    others: untyped(others, expr),
                    signature: signature.clone(),
                    purity,
                },
                Body::Molecule(_) => Call::Molecule {
                    module: self.molecule(expr)?,
                    arguments: self.declared(typed(arguments, &signature.inputs, expr), &signature.inputs, expr),
                },
            },
            Callee::Store { kind, operation, arguments } => Call::Store {
                kind: *kind,
                arguments: typed(arguments, &operation.inputs, expr),
                supplied: self.supplied(|need| match need {
                    Need::Store { kind: of, name, .. } => of == kind && *name == expr.scope.step.store,
                    Need::Switch { .. } | Need::Policy { .. } => false,
                })?,
                operation: operation.clone(),
            },
            Callee::World { side_effect, operation, arguments } => Call::World {
                module: side_effect.module.clone(),
                arguments: typed(arguments, &operation.inputs, expr),
                switch: match side_effect.works_on {
                    WorksOn::World { switch: true } => Some(self.switch(expr)?),
                    WorksOn::World { switch: false } | WorksOn::Store(_) | WorksOn::Workflows(_) => None,
                },
                policy: self.supplied(|need| match (&expr.scope.step.call, need) {
                    (protocol::Call::SideEffect { fqdn, .. }, Need::Policy { side_effect, .. }) => side_effect == fqdn,
                    _ => false,
                }),
                operation: operation.clone(),
            },
            Callee::Start(start) => self.start(start, expr)?,
        })
    }

    /// What the transform of a step consists of.
    fn body(&self, expr: &StepExpr<'_>) -> Body {
        let transform = match &expr.scope.step.call {
            protocol::Call::Transform { fqdn, .. } => self.analysis.protocol.transforms.get(fqdn),
            protocol::Call::SideEffect { .. } => None,
        };
        transform.map_or(Body::Atom(Purity::Pure), |it| it.body.clone())
    }

    /// Where what is absent is not null, a transform is given all that it declares, and nothing else.
    fn declared(
        &self,
        arguments: Vec<(String, Type, Expr)>,
        taken: &[Argument],
        expr: &StepExpr<'_>,
    ) -> Vec<(String, Type, Expr)> {
        let protocol::Call::Transform { fqdn, .. } = &expr.scope.step.call else { return arguments };
        let (Absent::LeftOut, Some(transform)) =
            (self.analysis.protocol.semantics.absent, self.analysis.protocol.transforms.get(fqdn))
        else {
            return arguments;
        };
        let of_declared = transform.inputs.iter().filter_map(|(name, _)| {
            let bound = arguments.iter().find(|(bound, ..)| bound == name).cloned();
            let ty = taken.iter().find(|it| it.name == *name)?.ty;
            Some(bound.unwrap_or_else(|| (name.clone(), ty, Expr::Null)))
        });
        of_declared.collect()
    }

    /// The module of the molecule that a step calls.
    fn molecule(&self, expr: &StepExpr<'_>) -> Option<Module> {
        let protocol::Call::Transform { fqdn, .. } = &expr.scope.step.call else { return None };
        Some(Module::generated(&self.domain_module, Folder::Molecules, &molecule::module(fqdn)))
    }

    /// The field that says whether the side effect of the step is switched on.
    fn switch(&self, expr: &StepExpr<'_>) -> Option<String> {
        let protocol::Call::SideEffect { fqdn, .. } = &expr.scope.step.call else { return None };
        self.supplied(|need| matches!(need, Need::Switch { side_effect, .. } if side_effect == fqdn))
    }

    fn start(&self, start: &Start<'_>, expr: &StepExpr<'_>) -> Option<Call> {
        let value = |argument: &Option<BoundArgument>| {
            argument.as_ref().map_or(Expr::Null, |argument| expr.expr(&argument.binding))
        };
        Some(match start {
            Start::Gateway { workflow, payload } => {
                Call::Gateway { workflow: self.workflow(&workflow.fqdn)?, payload: value(payload) }
            }
            Start::Loop { sequence, item, sub } => Call::Loop {
                sequence: value(sequence),
                item: Box::new(self.items(item, expr)?),
                sub: match sub {
                    Some((field, items)) => Some((field.clone(), Box::new(self.items(items, expr)?))),
                    None => None,
                },
            },
            Start::Concurrent { workers } => {
                let workers = workers.iter().map(|worker| {
                    let workflow = self.workflow(&worker.workflow.fqdn)?;
                    let address = self.address(&worker.workflow.fqdn);
                    Some((workflow, address, expr.expr(&worker.payload.binding)))
                });
                Call::Concurrent { workers: workers.collect::<Option<_>>()? }
            }
        })
    }

    fn items(&self, items: &start::Items<'_>, expr: &StepExpr<'_>) -> Option<Items> {
        let dispatch = match &items.dispatch {
            start::Dispatch::One(workflow) => Dispatch::One(self.workflow(&workflow.fqdn)?),
            start::Dispatch::ByField { field, mapping } => {
                let mapping =
                    mapping.iter().map(|(value, workflow)| Some((value.clone(), self.workflow(&workflow.fqdn)?)));
                Dispatch::ByField { field: field.clone(), mapping: mapping.collect::<Option<_>>()? }
            }
        };
        Some(Items { payload_fields: items.payload_fields.clone(), inject: untyped(&items.inject, expr), dispatch })
    }

    fn workflow(&self, fqdn: &str) -> Option<WorkflowRef> {
        self.workflows.get(fqdn).cloned()
    }
}

/// Arguments with the types that the implementation takes.
fn typed(arguments: &[BoundArgument], taken: &[Argument], expr: &StepExpr<'_>) -> Vec<(String, Type, Expr)> {
    let typed = arguments.iter().filter_map(|it| {
        let argument = taken.iter().find(|argument| argument.name == it.name)?;
        Some((it.name.clone(), argument.ty, expr.expr(&it.binding)))
    });
    typed.collect()
}

fn untyped(arguments: &[BoundArgument], expr: &StepExpr<'_>) -> Vec<(String, Expr)> {
    arguments.iter().map(|it| (it.name.clone(), expr.expr(&it.binding))).collect()
}
