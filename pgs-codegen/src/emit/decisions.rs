//! What decides within the nodes of a workflow's graph: evaluations, and rules of admission.

use std::collections::BTreeSet;

use bumpalo::Bump;
use pgs_picture::{Decisions, Evaluation, Rule, StepStatus};
use pgs_value::schema::Schema;

use crate::analysis::admission;
use crate::plan::{Contract, Domain, Goto, Intent, Workflow};

/// Those of a workflow.
pub fn of(domain: &Domain, workflow: &Workflow) -> Decisions {
    let contracts: BTreeSet<&str> = workflow.nodes.iter().map(|node| node.contract_fqdn.as_str()).collect();
    let contracts = contracts.into_iter().filter_map(|fqdn| domain.contract(fqdn));
    let intent = workflow.entry.node.as_ref().and(workflow.entry.intent.as_ref());
    Decisions { evaluations: contracts.flat_map(evaluations).collect(), rules: intent.map(rules).unwrap_or_default() }
}

fn evaluations(contract: &Contract) -> impl Iterator<Item = Evaluation> {
    contract.evaluations.iter().map(|evaluation| Evaluation {
        contract: contract.fqdn.clone(),
        condition: evaluation.text.clone(),
        after: before(contract, &evaluation.ident),
        on_true: evaluation.on_true.word.clone(),
        on_false: evaluation.on_false.word.clone(),
    })
}

/// When a contract ends with this status, if one evaluation alone decides that. Paths stand without their `$.`.
pub fn condition(contract: &Contract, status: &str) -> Option<String> {
    let mut condition: Option<String> = None;
    for arm in contract.steps.iter().flat_map(|step| &step.arms) {
        match &arm.goto {
            Goto::End(end) | Goto::RunsOut(end) if end.word == status => return None,
            Goto::End(_) | Goto::RunsOut(_) | Goto::Step(_) | Goto::Refused => {}
            Goto::Evaluate(ident) => {
                let evaluation = contract.evaluations.iter().find(|it| &it.ident == ident)?;
                let said = [("if", &evaluation.on_true), ("unless", &evaluation.on_false)];
                let said = said.into_iter().find(|(_, end)| end.word == status);
                let said = said.map(|(word, _)| format!("{word} {}", evaluation.text.replace("$.", "")));
                match (said, &condition) {
                    (None, _) => {}
                    (Some(said), None) => condition = Some(said),
                    (Some(said), Some(known)) if said == *known => {}
                    (Some(_), Some(_)) => return None,
                }
            }
        }
    }
    condition
}

/// The steps that lead to an evaluation, with the status that does.
fn before(contract: &Contract, evaluation: &str) -> Vec<StepStatus> {
    let arms = contract.steps.iter().flat_map(|step| step.arms.iter().map(move |arm| (step, arm)));
    let leads = arms.filter(|(_, arm)| matches!(&arm.goto, Goto::Evaluate(ident) if ident == evaluation));
    let status = |arm: &crate::plan::Arm| arm.status.clone().map(|status| status.word).word();
    leads.map(|(step, arm)| StepStatus { step: step.name.clone(), status: status(arm) }).collect()
}

fn rules(intent: &Intent) -> Vec<Rule> {
    let arena = Bump::new();
    let mut rules = Vec::new();
    for (field, declared) in &intent.fields {
        let schema = admission::of_field(declared, &arena);
        let path = format!("$.payload.{}", field.key);
        if schema.required {
            rules.push(Rule { path: path.clone(), rule: "required".to_owned() });
        }
        add(&mut rules, &path, &schema);
    }
    rules
}

/// The rules of a value, and of those below it.
fn add(rules: &mut Vec<Rule>, path: &str, schema: &Schema<'_>) {
    let said = [
        ("type", !schema.kinds.is_empty()),
        ("enum", !schema.one_of.is_empty()),
        ("minimum", schema.minimum.is_some()),
        ("format", schema.format.is_some()),
        ("minItems", schema.min_items.is_some()),
    ];
    let words = said.into_iter().filter(|(_, is_said)| *is_said);
    rules.extend(words.map(|(word, _)| Rule { path: path.to_owned(), rule: word.to_owned() }));
    if let Some(items) = schema.items {
        add(rules, &format!("{path}[]"), items);
    }
    for (name, inner) in schema.fields {
        let path = format!("{path}.{name}");
        if inner.required {
            rules.push(Rule { path: path.clone(), rule: "required".to_owned() });
        }
        add(rules, &path, inner);
    }
}
