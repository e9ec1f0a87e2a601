//! The plan of one contract in one domain.

use std::collections::BTreeMap;

use pgs_description::{Argument, StoreKind, WorksOn};
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{self, Binding, Place, Protocol, Route, Type, say};

use super::expression::{StepScope, raw_read};
use super::names::{Scope, snake};
use super::pattern;
use super::shape::{Shape, raw_outputs, shape, step_names};
use super::statuses::{Statuses, of_step, reachable_steps, route};
use super::{Arm, Call, Contract, Evaluation, Expr, Goto, Mapping, Status, Step, Supplied, WorkflowRef, unenforced};
use crate::capabilities;

/// Workflows by FQDN, as generated code calls them.
pub type WorkflowRefs = BTreeMap<String, WorkflowRef>;

/// Plans the contract.
pub fn plan(
    contract: &protocol::Contract,
    module: String,
    domain: &str,
    protocol: &Protocol,
    statuses: &Statuses,
    workflows: &WorkflowRefs,
    diagnostics: &mut Diagnostics,
) -> Contract {
    let reachable = reachable_steps(contract, protocol, statuses);
    let shape = shape(contract, protocol, &reachable);
    let (idents, functions) = step_names(contract);
    let mut planner = Planner {
        contract,
        domain,
        protocol,
        statuses,
        workflows,
        shape: &shape,
        supplied: Vec::new(),
        functions,
        evaluated: BTreeMap::new(),
        ignored: Vec::new(),
        diagnostics,
    };
    planner.undeclared_inputs();
    let mut evaluations = Vec::new();
    let steps: Vec<Step> = contract
        .steps
        .iter()
        .enumerate()
        .filter(|(n, _)| reachable.contains(n))
        .filter_map(|(n, step)| planner.step(n, step, &idents, &mut evaluations))
        .collect();
    let (supplied, ignored) = (planner.supplied, planner.ignored);
    Contract {
        fqdn: contract.fqdn.clone(),
        address: address(protocol, domain, &contract.fqdn, &contract.place, diagnostics),
        module,
        summary: contract.summary.clone(),
        supplied,
        jumps_back: jumps_back(&steps),
        steps,
        evaluations,
        unenforced: unenforced::of_contract(contract, &reachable, ignored, statuses),
        outcomes: statuses.of_contract(&contract.fqdn),
        inputs: shape.inputs,
        surface: shape.surface,
        results: shape.results,
    }
}

/// The address of an artifact in a domain; its absence is an error.
pub fn address(protocol: &Protocol, domain: &str, fqdn: &str, place: &Place, diagnostics: &mut Diagnostics) -> i64 {
    protocol.address(domain, fqdn).unwrap_or_else(|| {
        say(
            diagnostics,
            Code::MissingAddress,
            place,
            format!("`{fqdn}` has no address in the domain `{domain}`"),
            "seal the snapshot again, so that `artifact_index/index.json` gives it one",
        );
        0
    })
}

fn jumps_back(steps: &[Step]) -> bool {
    steps.iter().enumerate().any(|(n, step)| {
        step.arms.iter().any(|arm| match &arm.goto {
            Goto::Step(variant) => steps[..=n].iter().any(|earlier| &earlier.variant == variant),
            _ => false,
        })
    })
}

/// A contract while it is planned.
pub(super) struct Planner<'a> {
    contract: &'a protocol::Contract,
    pub(super) domain: &'a str,
    pub(super) protocol: &'a Protocol,
    statuses: &'a Statuses,
    pub(super) workflows: &'a WorkflowRefs,
    shape: &'a Shape,
    supplied: Vec<Supplied>,
    /// The identifiers of steps and evaluations.
    functions: Scope,
    /// The identifiers of the evaluations that were met, by what they are called.
    evaluated: BTreeMap<String, String>,
    /// Arguments that nothing takes: step and name.
    ignored: Vec<(String, String)>,
    pub(super) diagnostics: &'a mut Diagnostics,
}

/// The identifier and the variant of each step.
type StepNames = Vec<(String, String)>;

impl<'a> Planner<'a> {
    /// What the bindings of a step can see.
    fn scope<'b>(&self, step: &'b protocol::Step) -> StepScope<'b>
    where
        'a: 'b,
    {
        StepScope { contract: self.contract, shape: self.shape, step, protocol: self.protocol, domain: self.domain }
    }

    fn undeclared_inputs(&mut self) {
        for field in &self.shape.inputs {
            if !self.contract.inputs.iter().any(|(key, _)| key == &field.key) {
                say(
                    self.diagnostics,
                    Code::UndeclaredInput,
                    &self.contract.place.at(["core", "inputs"]),
                    format!("the steps read `$.inputs.{}`, which the contract does not declare", field.key),
                    "declare it under `inputs` with its type",
                );
            }
        }
    }

    fn step(
        &mut self,
        n: usize,
        step: &protocol::Step,
        names: &StepNames,
        evaluations: &mut Vec<Evaluation>,
    ) -> Option<Step> {
        let (ident, variant) = names.get(n)?.clone();
        let (fqdn, op) = match &step.call {
            protocol::Call::Transform { fqdn, .. } => (fqdn.clone(), None),
            protocol::Call::SideEffect { fqdn, op } => (fqdn.clone(), Some(op.clone())),
        };
        let address = address(self.protocol, self.domain, &fqdn, &step.place, self.diagnostics);
        let call = self.call(step)?;
        let outputs = self.outputs(step);
        let kept = self.kept(step);
        let arms = self.arms(n, step, names, evaluations);
        Some(Step { name: step.name.clone(), ident, variant, fqdn, address, op, call, outputs, kept, arms })
    }

    /// A binding of a step as an argument.
    pub(super) fn argument(&mut self, step: &protocol::Step, binding: &Binding, place: &Place) -> Expr {
        let scope = self.scope(step);
        scope.argument(binding, place, self.diagnostics)
    }

    fn call(&mut self, step: &protocol::Step) -> Option<Call> {
        match &step.call {
            protocol::Call::Transform { fqdn, .. } => self.transform(step, fqdn),
            protocol::Call::SideEffect { fqdn, op } => self.side_effect(step, fqdn, op),
        }
    }

    fn transform(&mut self, step: &protocol::Step, fqdn: &str) -> Option<Call> {
        // Whether it is implemented at all is said once, where it is declared.
        let signature = capabilities::transform(fqdn, self.protocol)?;
        let declared: Vec<Argument> = signature
            .inputs
            .iter()
            .map(|argument| {
                let transform = self.protocol.transforms.get(fqdn);
                let schema = transform.and_then(|it| it.inputs.iter().find(|(name, _)| name == &argument.name));
                Argument { ty: schema.map_or(argument.ty, |(_, schema)| schema.ty()), ..argument.clone() }
            })
            .collect();
        let arguments = self.arguments(step, &declared, signature.others);
        pattern::check(fqdn, &arguments, &step.place, self.diagnostics);
        let arguments = typed(arguments, &signature.inputs);
        let others = if signature.others { self.others(step, &declared) } else { Vec::new() };
        Some(Call::Transform { signature: Box::new(signature), arguments, others })
    }

    /// Arguments that a transform takes although it does not declare them.
    fn others(&mut self, step: &protocol::Step, declared: &[Argument]) -> Vec<(String, Expr)> {
        let undeclared = step.inputs.iter().filter(|(name, _)| !declared.iter().any(|argument| &argument.name == name));
        let undeclared: Vec<_> = undeclared.cloned().collect();
        undeclared
            .into_iter()
            .map(|(name, binding)| {
                let place = step.place.at(["inputs", &name]);
                let expr = self.argument(step, &binding, &place);
                (name, expr)
            })
            .collect()
    }

    /// The arguments that are declared; what else a step binds is reported, and so is what it fails to bind.
    fn arguments(&mut self, step: &protocol::Step, declared: &[Argument], others: bool) -> Vec<(String, Expr)> {
        let mut arguments = Vec::new();
        for (name, binding) in &step.inputs {
            let place = step.place.at(["inputs", name]);
            let Some(argument) = declared.iter().find(|argument| &argument.name == name) else {
                if !others {
                    self.ignore(step, name, &place);
                }
                continue;
            };
            let expr = self.argument(step, binding, &place);
            self.check_type(&expr, argument.ty, &format!("argument `{name}`"), &place);
            arguments.push((name.clone(), expr));
        }
        for argument in declared.iter().filter(|argument| argument.required) {
            if !arguments.iter().any(|(name, _)| name == &argument.name) {
                say(
                    self.diagnostics,
                    Code::UnboundInput,
                    &step.place.at(["inputs"]),
                    format!(
                        "step `{}` does not bind `{}`, without which it always ends with VIOLATION",
                        step.name, argument.name
                    ),
                    format!("bind `{}`", argument.name),
                );
            }
        }
        arguments
    }

    /// Says that an argument has no effect.
    pub(super) fn ignore(&mut self, step: &protocol::Step, name: &str, place: &Place) {
        self.ignored.push((step.name.clone(), name.to_owned()));
        say(
            self.diagnostics,
            Code::IgnoredArgument,
            place,
            format!("what the step calls takes no argument `{name}`; the binding has no effect"),
            "remove the binding, or pass the value under a name that is taken",
        );
    }

    fn check_type(&mut self, expr: &Expr, declared: Type, what: &str, place: &Place) {
        if !expr.ty().fits(declared) {
            say(
                self.diagnostics,
                Code::TypeMismatch,
                place,
                format!("{what} is declared {}, bound to {}", declared.word(), article(expr.ty())),
                "bind a value of the declared type, or declare the type of the value",
            );
        }
    }

    fn side_effect(&mut self, step: &protocol::Step, fqdn: &str, op: &str) -> Option<Call> {
        let declares =
            self.protocol.side_effects.get(fqdn).is_some_and(|it| it.operations.iter().any(|known| known == op));
        let implemented = capabilities::operation(fqdn, op, self.protocol).filter(|_| declares);
        let Some((side_effect, operation)) = implemented else {
            let (message, remedy) = if declares {
                (
                    format!("this compiler does not implement the operation `{op}` of {fqdn}"),
                    "name an operation that is implemented",
                )
            } else {
                (format!("{fqdn} does not declare the operation `{op}`"), "name an operation that it declares")
            };
            say(self.diagnostics, Code::UnknownOperation, &step.place.at(["op"]), message, remedy);
            return None;
        };
        match side_effect.works_on {
            WorksOn::Store(kind) => {
                let arguments = self.arguments(step, &operation.inputs, false);
                let arguments = typed(arguments, &operation.inputs);
                let supplied = self.store(kind, step.store.as_deref(), fqdn);
                Some(Call::Store { kind, operation: Box::new(operation.clone()), supplied, arguments })
            }
            WorksOn::Workflows(starts) => self.workflows(step, starts, &operation.inputs),
            WorksOn::World { .. } => Some(self.email(step, fqdn, &operation.inputs)),
        }
    }

    /// The field of a store that the runtime binding supplies.
    fn store(&mut self, kind: StoreKind, name: Option<&str>, side_effect: &str) -> String {
        let same = |it: &Supplied| match it {
            Supplied::Store { kind: other, name: known, .. } => *other == kind && known.as_deref() == name,
            Supplied::Email { .. } => false,
        };
        if let Some(known) = self.supplied.iter().find(|it| same(it)) {
            return known.ident().to_owned();
        }
        let plain = snake(name.unwrap_or(kind.module()));
        let taken: Vec<&str> = self.supplied.iter().map(Supplied::ident).chain(["send_email"]).collect();
        let clashes = taken.contains(&plain.as_str());
        let ident = if clashes { format!("{}_{}", plain.trim_start_matches("r#"), kind.module()) } else { plain };
        let ident = Scope::with(&taken).claim(ident);
        self.supplied.push(Supplied::Store {
            ident: ident.clone(),
            kind,
            name: name.map(str::to_owned),
            side_effect: side_effect.to_owned(),
        });
        ident
    }

    fn email(&mut self, step: &protocol::Step, fqdn: &str, declared: &[Argument]) -> Call {
        let arguments = self.arguments(step, declared, false);
        let arguments = typed(arguments, declared);
        let ident = "send_email".to_owned();
        let supplied = Supplied::Email { ident: ident.clone(), side_effect: fqdn.to_owned() };
        if !self.supplied.contains(&supplied) {
            self.supplied.push(supplied);
        }
        Call::Email { supplied: ident, arguments }
    }

    fn outputs(&mut self, step: &protocol::Step) -> Vec<Mapping> {
        let mut outputs = Vec::new();
        for (key, binding) in &step.outputs {
            let place = step.place.at(["outputs", key]);
            let scope = self.scope(step);
            let value = scope.expr(binding, &place, self.diagnostics);
            if let Some((_, schema)) = self.contract.outputs.iter().find(|(name, _)| name == key) {
                self.check_type(&value, schema.ty(), &format!("output `{key}`"), &place);
            }
            let Some(surface) = self.shape.surface(key) else { continue };
            let kept = self.shape.kept(&step.name, key).map(|(_, field)| field.clone());
            outputs.push(Mapping { key: key.clone(), surface: surface.field.clone(), value, kept });
        }
        outputs
    }

    /// Fields of the raw result that later steps or evaluations read.
    fn kept(&self, step: &protocol::Step) -> Vec<(Expr, super::Field)> {
        let raw = raw_outputs(step, self.protocol);
        let kept = raw.iter().filter_map(|output| {
            let (_, field) = self.shape.kept(&step.name, &super::shape::raw_key(&output.name))?;
            Some((raw_read(step, output, self.protocol, &[]), field.clone()))
        });
        kept.collect()
    }

    fn arms(
        &mut self,
        n: usize,
        step: &protocol::Step,
        names: &StepNames,
        evaluations: &mut Vec<Evaluation>,
    ) -> Vec<Arm> {
        let answers = of_step(step, self.protocol, self.statuses);
        let arms = answers.into_iter().map(|(status, word)| {
            let following = |n: usize| names.get(n).map(|(_, variant)| Goto::Step(variant.clone()));
            let end = || Goto::End(Status::new(&word));
            let goto = match route(step, &word) {
                Route::Exit => end(),
                Route::Continue => following(n + 1).unwrap_or_else(end),
                Route::Step(name) => {
                    let target = self.contract.steps.iter().position(|step| step.name == name);
                    target.and_then(following).unwrap_or_else(end)
                }
                Route::Evaluation(name) => self.evaluate(step, &name, evaluations).unwrap_or_else(end),
            };
            Arm { status, goto }
        });
        arms.collect()
    }

    fn evaluate(&mut self, step: &protocol::Step, name: &str, evaluations: &mut Vec<Evaluation>) -> Option<Goto> {
        let evaluation = self.contract.evaluations.get(name)?;
        let (on_true, on_false) = (Status::new(&evaluation.on_true), Status::new(&evaluation.on_false));
        if on_true == on_false {
            return Some(Goto::End(on_true));
        }
        let leads =
            |it: &&protocol::Step| it.routes.iter().any(|(_, route)| *route == Route::Evaluation(name.to_owned()));
        let several = self.contract.steps.iter().filter(leads).count() > 1;
        let text = if several { format!("{name}_after_{}", step.name) } else { name.to_owned() };
        let known = self.evaluated.get(&text).cloned();
        let ident = known.clone().unwrap_or_else(|| self.functions.claim(snake(&text)));
        if known.is_none() {
            self.evaluated.insert(text, ident.clone());
            let condition = &evaluation.condition;
            let place = evaluation.place.at(["condition"]);
            let mut operand = |operand| {
                let scope = self.scope(step);
                scope.operand(operand, &place, self.diagnostics)
            };
            let (left, right) = (operand(&condition.left), operand(&condition.right));
            let text = condition.text.clone();
            evaluations.push(Evaluation { ident: ident.clone(), text, left, operator: condition.operator, right });
        }
        Some(Goto::Evaluate { ident, on_true, on_false })
    }
}

/// Arguments with the types that the implementation takes.
fn typed(arguments: Vec<(String, Expr)>, taken: &[Argument]) -> Vec<(String, Type, Expr)> {
    let typed = arguments.into_iter().filter_map(|(name, expr)| {
        let argument = taken.iter().find(|argument| argument.name == name)?;
        Some((name, argument.ty, expr))
    });
    typed.collect()
}

/// A type with its article, for messages.
pub fn article(ty: Type) -> String {
    let article = if matches!(ty, Type::Integer | Type::Object | Type::Array) { "an" } else { "a" };
    format!("{article} {}", ty.word())
}
