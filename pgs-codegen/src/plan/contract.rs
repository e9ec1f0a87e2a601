//! The plan of one contract in one domain.

use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::protocol::{self, Call, Route, words};

use super::expression::{StepExpr, raw_read};
use super::shape::{Shape, shape, step_names};
use super::supplied::supplied;
use super::{
    AnswerUse, Arm, Contract, Evaluation, Field, Goto, Imports, Mapping, Order, RawShape, ReadPlace, Status, Step,
    Supplied, WorkflowRef, imports, passed_on, unenforced,
};
use crate::analysis::bound::{Bound, bound};
use crate::analysis::feature_use;
use crate::analysis::reach::route;
use crate::analysis::signature::raw_outputs;
use crate::analysis::statuses::of_step;
use crate::analysis::stores::{Need, needs};
use crate::analysis::{Analysis, CompiledContract, CompiledStep};
use crate::names::{Scope, snake};

/// Workflows by FQDN, as generated code calls them.
pub type WorkflowRefs = BTreeMap<String, WorkflowRef>;

/// Plans the contract. `None` if its types are not known: they are of every contract of the protocol.
pub fn plan(
    compiled: &CompiledContract<'_>,
    (domain_module, module): (&str, String),
    analysis: &Analysis<'_>,
    workflows: &WorkflowRefs,
) -> Option<(Contract, Shape)> {
    let contract = compiled.contract;
    let shape = shape(contract, analysis.types(&contract.fqdn)?);
    let needs = needs(compiled.steps.iter().map(|compiled| compiled.step), analysis.protocol);
    let (names, functions) = step_names(contract);
    let mut planner = Planner {
        domain: compiled.domain,
        workflows,
        supplied: supplied(&needs).into_iter().zip(needs).collect(),
        contract,
        analysis,
        domain_module: domain_module.to_owned(),
        shape: &shape,
        names,
        functions,
        evaluated: BTreeMap::new(),
        evaluations: Vec::new(),
    };
    let steps: Vec<Step> = compiled.steps.iter().filter_map(|step| planner.step(step)).collect();
    let reachable: BTreeSet<usize> = compiled.steps.iter().map(|step| step.index).collect();
    let ignored = compiled
        .steps
        .iter()
        .flat_map(|compiled| compiled.call.ignored.iter().map(|name| (compiled.step.name.clone(), name.clone())));
    let contract = Contract {
        fqdn: contract.fqdn.clone(),
        address: planner.address(&contract.fqdn),
        semantics: analysis.protocol.semantics,
        module,
        summary: contract.summary.clone(),
        suppressed: contract.suppressed.clone(),
        supplied: planner.supplied.into_iter().map(|(supplied, _)| supplied).collect(),
        order: order(&steps),
        features: passed_on(&feature_use::of_contract(compiled, analysis)),
        imports: Imports::of(steps.iter().flat_map(imports::of_step)),
        steps,
        evaluations: planner.evaluations,
        unenforced: unenforced::of_contract(
            contract,
            &reachable,
            ignored.collect(),
            analysis.protocol,
            &analysis.statuses,
        ),
        outcomes: analysis.statuses.of_contract(&contract.fqdn).map(Status::new).collect(),
        inputs: shape.inputs.clone(),
        // What nodes bind is seen with the workflows.
        undeclared: false,
        surface: shape.surface.clone(),
        kept: shape.all_kept(),
    };
    Some((contract, shape))
}

fn order(steps: &[Step]) -> Order {
    let targets = |step: &Step| -> Vec<usize> {
        let gotos = step.arms.iter().filter_map(|arm| match &arm.goto {
            Goto::Step(variant) => steps.iter().position(|step| &step.variant == variant),
            Goto::End(_) | Goto::RunsOut(_) | Goto::Refused | Goto::Evaluate(_) => None,
        });
        gotos.collect()
    };
    let targets: Vec<(usize, Vec<usize>)> = steps.iter().map(targets).enumerate().collect();
    if targets.iter().any(|(n, targets)| targets.iter().any(|target| target <= n)) {
        return Order::Back;
    }
    // A step that nothing leads to would follow one that always ends.
    let last = steps.len().saturating_sub(1);
    let is_next = |(n, targets): &(usize, Vec<usize>)| {
        targets.iter().all(|target| *target == n + 1) && targets.is_empty() == (*n == last)
    };
    if targets.iter().all(is_next) { Order::Straight } else { Order::Forward }
}

/// What becomes of the answer of a step. Marks what can be moved out of it: values are evaluated first to last.
fn answer_use(kept: &mut [(super::Expr, Field)], outputs: &mut [Mapping]) -> AnswerUse {
    let mut read = BTreeSet::new();
    outputs.iter_mut().rev().for_each(|mapping| mapping.value.take(&mut read));
    kept.iter_mut().rev().for_each(|(value, _)| value.take(&mut read));
    let values = kept.iter().map(|(value, _)| value).chain(outputs.iter().map(|mapping| &mapping.value));
    let mut found = AnswerUse::Status;
    for value in values {
        value.reads(&mut |place, _| match place {
            // Outputs that stand alone are moved without more ado.
            ReadPlace::Raw { shape: RawShape::OfOutputs | RawShape::OptionalOfOutputs, taken: true, .. } => {
                found = AnswerUse::Taken;
            }
            ReadPlace::Raw { .. } | ReadPlace::RawStatus | ReadPlace::Outcome if found == AnswerUse::Status => {
                found = AnswerUse::Read;
            }
            _ => {}
        });
    }
    found
}

/// A contract while it is planned.
pub(super) struct Planner<'a> {
    domain: &'a str,
    pub(super) workflows: &'a WorkflowRefs,
    supplied: Vec<(Supplied, Need)>,
    contract: &'a protocol::Contract,
    pub(super) analysis: &'a Analysis<'a>,
    /// The module of the domain.
    pub(super) domain_module: String,
    shape: &'a Shape,
    /// The identifier and the variant of each step.
    names: Vec<(String, String)>,
    /// The identifiers of steps and evaluations.
    functions: Scope,
    /// The identifiers of the evaluations that were met, by what they are called.
    evaluated: BTreeMap<String, String>,
    evaluations: Vec<Evaluation>,
}

impl<'a> Planner<'a> {
    fn step(&mut self, compiled: &CompiledStep<'_>) -> Option<Step> {
        let step = self.contract.steps.get(compiled.index)?;
        let (ident, variant) = self.names.get(compiled.index)?.clone();
        let (fqdn, op) = match &step.call {
            Call::Transform { fqdn, .. } => (fqdn.clone(), None),
            Call::SideEffect { fqdn, op } => (fqdn.clone(), Some(op.clone())),
        };
        let expr = self.expr(step)?;
        let call = self.call(compiled.call.callee.as_ref()?, &expr)?;
        let (mut outputs, mut kept) = (self.outputs(step, &expr), self.kept(step));
        let answer = answer_use(&mut kept, &mut outputs);
        let arms = self.arms(compiled.index, step, &expr);
        Some(Step {
            address: self.address(&fqdn),
            name: step.name.clone(),
            ident,
            variant,
            fqdn,
            op,
            call,
            inputs: words::each_bound(&step.inputs),
            given: self.followed(&step.inputs),
            mapped: self.followed(&step.outputs),
            outputs,
            kept,
            answer,
            arms,
        })
    }

    /// Which values are bound, where secrets are followed.
    fn followed(&self, bindings: &[(String, protocol::Binding)]) -> Vec<Bound> {
        if self.analysis.follows_secrets(&self.contract.fqdn) { bound(bindings) } else { Vec::new() }
    }

    /// The address of an artifact in the domain; one that has none is an error, and nothing is emitted.
    pub(super) fn address(&self, fqdn: &str) -> i64 {
        self.analysis.protocol.address(self.domain, fqdn).unwrap_or_default()
    }

    /// What the bindings of a step are in generated code.
    fn expr(&self, step: &'a protocol::Step) -> Option<StepExpr<'a>> {
        Some(StepExpr { scope: self.analysis.step_scope(self.contract, step)?, shape: self.shape })
    }

    /// The field of what the runtime binding supplies.
    pub(super) fn supplied(&self, is_wanted: impl Fn(&Need) -> bool) -> Option<String> {
        self.supplied.iter().find(|(_, need)| is_wanted(need)).map(|(supplied, _)| supplied.ident().to_owned())
    }

    fn outputs(&self, step: &protocol::Step, expr: &StepExpr<'_>) -> Vec<Mapping> {
        let outputs = step.outputs.iter().filter_map(|(key, binding)| {
            let surface = self.shape.mapped(key)?.clone();
            let kept = self.shape.kept(&step.name, false, key).cloned();
            let (written, value) = (words::binding(binding), expr.expr(binding));
            let owed = expr.owes(binding);
            Some(Mapping { key: key.clone(), surface, written, value, owed, kept })
        });
        outputs.collect()
    }

    /// Fields of the raw result that later steps or evaluations read.
    fn kept(&self, step: &protocol::Step) -> Vec<(super::Expr, Field)> {
        let protocol = self.analysis.protocol;
        let raw = raw_outputs(step, protocol);
        let kept = raw.iter().filter_map(|output| {
            let field = self.shape.kept(&step.name, true, &output.name)?;
            Some((raw_read(step, output, protocol, &[]), field.clone()))
        });
        kept.collect()
    }

    fn arms(&mut self, n: usize, step: &protocol::Step, expr: &StepExpr<'_>) -> Vec<Arm> {
        let mut arms = Vec::new();
        for (status, word) in of_step(step, self.analysis.protocol, &self.analysis.statuses) {
            let goto = match route(step, &word) {
                Route::Exit => None,
                Route::Continue => self.goto_step(n + 1).or_else(|| Some(Goto::RunsOut(Status::new(&word)))),
                Route::Refused => Some(Goto::Refused),
                Route::Step(name) => {
                    let target = self.contract.steps.iter().position(|step| step.name == name);
                    target.and_then(|n| self.goto_step(n))
                }
                Route::Evaluation(name) => self.evaluate(&name, expr),
            };
            let goto = goto.unwrap_or_else(|| Goto::End(Status::new(&word)));
            arms.push(Arm { status: status.map(|word| Status::new(&word)), goto });
        }
        arms
    }

    fn goto_step(&self, n: usize) -> Option<Goto> {
        self.names.get(n).map(|(_, variant)| Goto::Step(variant.clone()))
    }

    fn evaluate(&mut self, name: &str, expr: &StepExpr<'_>) -> Option<Goto> {
        let evaluation = self.contract.evaluations.get(name)?;
        let (on_true, on_false) = (Status::new(&evaluation.on_true), Status::new(&evaluation.on_false));
        if on_true == on_false {
            return Some(Goto::End(on_true));
        }
        let leads =
            |it: &&protocol::Step| it.routes.iter().any(|(_, route)| *route == Route::Evaluation(name.to_owned()));
        let several = self.contract.steps.iter().filter(leads).count() > 1;
        let text = if several { format!("{name}_after_{}", expr.scope.step.name) } else { name.to_owned() };
        if let Some(ident) = self.evaluated.get(&text).cloned() {
            return Some(Goto::Evaluate(ident));
        }
        let ident = self.functions.claim(snake(&text));
        self.evaluated.insert(text, ident.clone());
        let condition = &evaluation.condition;
        self.evaluations.push(Evaluation {
            ident: ident.clone(),
            text: condition.text.clone(),
            left: expr.operand(&condition.left),
            operator: condition.operator,
            right: expr.operand(&condition.right),
            on_true,
            on_false,
        });
        Some(Goto::Evaluate(ident))
    }
}
