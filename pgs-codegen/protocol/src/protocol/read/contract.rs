//! `capability_contracts/`, `CC_`

use std::collections::BTreeMap;

use pgs_value::Value;

use super::super::binding::Level;
use super::super::condition::{self, ConditionError};
use super::super::parts::Part;
use super::super::place::say;
use super::super::{Call, Contract, Evaluation, Route, Step, Unlisted};
use super::reader::{Reader, summary};
use crate::diagnostic::Code;
use crate::near;
use crate::snapshot::{Artifact, ArtifactKind};

impl Reader<'_> {
    /// Reads a contract.
    pub fn contract(&mut self, artifact: &Artifact) -> Option<Contract> {
        let (front, core) = self.core(artifact)?;
        let declared = core.objects("evaluation", self.diagnostics);
        let evaluations = declared.iter().filter_map(|(name, part)| Some(((*name).to_owned(), self.evaluation(part)?)));
        let evaluations: BTreeMap<String, Evaluation> = evaluations.collect();
        // One that can't be read is there all the same.
        let evaluated: Vec<&str> = declared.iter().map(|(name, _)| *name).collect();
        let Some(Value::Array(pipeline)) = core.fields.get("pipeline") else {
            core.malformed("pipeline", "a list of steps", self.diagnostics);
            return None;
        };
        let names: Vec<&str> = pipeline.iter().filter_map(|step| step.get("step")?.as_str()).collect();
        let steps = pipeline.iter().enumerate().filter_map(|(n, step)| {
            let place = core.place.at(["pipeline", &n.to_string()]);
            let Value::Object(fields) = step else {
                core.malformed("pipeline", "a list of steps", self.diagnostics);
                return None;
            };
            self.step(artifact, &Part { fields, place }, n, &names, &evaluated)
        });
        let steps: Vec<Step> = steps.collect();
        if pipeline.is_empty() {
            core.malformed("pipeline", "a list of at least one step", self.diagnostics);
        }
        if steps.is_empty() {
            return None;
        }
        let statuses = core.object("result_status_contract", self.diagnostics);
        let contract = Contract {
            fqdn: artifact.fqdn.clone(),
            summary: summary(&core),
            inputs: core.schemas("inputs", self.diagnostics),
            outputs: core.schemas("outputs", self.diagnostics),
            steps,
            evaluations,
            suppressed: core.list("suppress_trace_fields", self.diagnostics),
            allowed: statuses.as_ref().map_or_else(Vec::new, |part| part.list("allowed", self.diagnostics)),
            on_input_failure: statuses
                .and_then(|part| part.optional_text("on_input_failure", self.diagnostics).map(str::to_owned)),
            error_codes: error_codes(core.fields.get("error_codes")),
            place: front.place,
        };
        self.check_step_names(&contract);
        Some(contract)
    }

    fn check_step_names(&mut self, contract: &Contract) {
        for (n, step) in contract.steps.iter().enumerate() {
            if contract.steps[..n].iter().any(|other| other.name == step.name) {
                let message = format!("two steps are named `{}`", step.name);
                say(
                    self.diagnostics,
                    Code::DuplicateName,
                    &step.place.at(["step"]),
                    message,
                    "give each step a name of its own",
                );
            }
        }
    }

    fn step(
        &mut self,
        artifact: &Artifact,
        part: &Part<'_>,
        n: usize,
        names: &[&str],
        evaluations: &[&str],
    ) -> Option<Step> {
        let name =
            part.optional_text("step", self.diagnostics).map_or_else(|| format!("step_{}", n + 1), str::to_owned);
        let call = self.call(artifact, part)?;
        let mut routes = Vec::new();
        for (status, target) in part.texts("on_result", self.diagnostics) {
            let route = match target.as_str() {
                "continue" => Route::Continue,
                "exit" => Route::Exit,
                step if names.contains(&step) => Route::Step(target),
                evaluation if evaluations.contains(&evaluation) => Route::Evaluation(target),
                _ => {
                    say(
                        self.diagnostics,
                        Code::UnknownStep,
                        &part.place.at(["on_result", &status]),
                        format!("`{target}` is neither a step nor an evaluation of this contract"),
                        near::remedy(
                            &target,
                            ["continue", "exit"].into_iter().chain(names.iter().chain(evaluations).copied()),
                            "write `continue`, `exit`, the name of a step or of an evaluation",
                        ),
                    );
                    continue;
                }
            };
            routes.push((status, route));
        }
        Some(Step {
            name,
            call,
            store: part.optional_text("store", self.diagnostics).map(str::to_owned),
            inputs: part.bindings("inputs", Level::Arguments, self.diagnostics),
            outputs: part.bindings("outputs", Level::Outputs, self.diagnostics),
            routes,
            unlisted: Unlisted::Continues,
            surface: part.list("result_surface", self.diagnostics),
            place: part.place.clone(),
        })
    }

    fn call(&mut self, artifact: &Artifact, part: &Part<'_>) -> Option<Call> {
        if part.text("transform").is_some() && part.text("side_effect").is_some() {
            let message = "the step names a transform and a side effect, and calls one thing";
            let remedy = "remove one of the two, or make two steps of it";
            say(self.diagnostics, Code::MalformedArtifact, &part.place.at(["side_effect"]), message, remedy);
            return None;
        }
        if let Some(code) = part.optional_text("transform", self.diagnostics) {
            let fqdn = self.resolve(artifact, code, ArtifactKind::Transform, &part.place.at(["transform"]))?;
            let renamed = part.object("on_ct_result", self.diagnostics);
            let mut status = |key: &str, default: &str| {
                let renamed = renamed.as_ref().and_then(|part| part.optional_text(key, self.diagnostics));
                renamed.unwrap_or(default).to_owned()
            };
            return Some(Call::Transform {
                fqdn,
                on_success: status("on_success", "SUCCESS"),
                on_failure: status("on_failure", "VIOLATION"),
            });
        }
        let Some(code) = part.optional_text("side_effect", self.diagnostics) else {
            let place = part.place.at(["side_effect"]);
            if !self.diagnostics.is_misspelt(&place.file, &place.pointer) {
                let wanted = "the FQDN of a transform, or `side_effect` that of a side effect";
                part.malformed("transform", wanted, self.diagnostics);
            }
            return None;
        };
        let fqdn = self.resolve(artifact, code, ArtifactKind::SideEffect, &part.place.at(["side_effect"]))?;
        let op = part.required_text("op", self.diagnostics)?.to_owned();
        Some(Call::SideEffect { fqdn, op })
    }

    fn evaluation(&mut self, part: &Part<'_>) -> Option<Evaluation> {
        let text = part.required_text("condition", self.diagnostics)?;
        let condition = match condition::parse(text) {
            Ok(condition) => condition,
            Err(error) => {
                let message = error.to_string();
                let remedy = match &error {
                    ConditionError::Operand { text } if text.chars().all(|it| it.is_alphanumeric() || it == '_') => {
                        format!("write a text in quotes: `\"{text}\"`; a path begins with `$.`")
                    }
                    ConditionError::Path { text } if text.contains(" and ") || text.contains(" or ") => {
                        "write one comparison: each further one is an evaluation of its own, behind a step of its own"
                            .to_owned()
                    }
                    _ => "compare a path with a literal or a path by ==, !=, <, <=, > or >=".to_owned(),
                };
                say(self.diagnostics, Code::UnreadableCondition, &part.place.at(["condition"]), message, remedy);
                return None;
            }
        };
        Some(Evaluation {
            condition,
            on_true: part.required_text("on_true", self.diagnostics)?.to_owned(),
            on_false: part.required_text("on_false", self.diagnostics)?.to_owned(),
            place: part.place.clone(),
        })
    }
}

/// Nothing is executed of these, so that another shape is no error.
fn error_codes(declared: Option<&Value>) -> Vec<(String, String)> {
    let codes = declared.and_then(Value::as_object).into_iter().flatten();
    codes.filter_map(|(status, code)| Some((status.clone(), code.as_str()?.to_owned()))).collect()
}
