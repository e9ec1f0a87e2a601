//! `capability_contracts/`, `CC`

use std::collections::BTreeMap;

use pgs_protocol::diagnostic::Code;
use pgs_protocol::near;
use pgs_protocol::protocol::{Call, Contract, Part, Route, Step, Unlisted, say};
use pgs_sealed::{Artifact, ArtifactType};
use pgs_value::Value;

use super::binding::{Level, bindings};
use super::reader::{Reader, summary};
use super::{known, schema};

impl<'a> Reader<'a> {
    /// Reads a contract.
    pub fn contract(&mut self, artifact: &'a Artifact) -> Option<Contract> {
        let (front, core) = self.core(artifact)?;
        known::check(&core, known::CONTRACT, self.diagnostics);
        let Some(Value::Array(pipeline)) = core.fields.get("pipeline") else {
            core.malformed("pipeline", "a list of steps", self.diagnostics);
            return None;
        };
        if pipeline.is_empty() {
            // The runtime takes it for a gate without an admission contract, and refuses every run.
            core.malformed("pipeline", "a list of at least one step", self.diagnostics);
        }
        let mut steps: Vec<Step> = Vec::new();
        for (n, step) in pipeline.iter().enumerate() {
            let place = core.place.at(["pipeline", n.to_string().as_str()]);
            let Value::Object(fields) = step else {
                core.malformed("pipeline", "a list of steps", self.diagnostics);
                continue;
            };
            let part = Part { fields, place };
            known::check(&part, known::STEP, self.diagnostics);
            let Some(step) = self.step(&part) else { continue };
            if steps.iter().any(|other| other.name == step.name) {
                let message = format!("two steps are named `{}`", step.name);
                let remedy = "give each step a name of its own";
                say(self.diagnostics, Code::DuplicateName, &part.place.at(["step"]), message, remedy);
            }
            steps.push(step);
        }
        if steps.is_empty() {
            return None;
        }
        let statuses = core.object("result_status_contract", self.diagnostics);
        Some(Contract {
            fqdn: artifact.fqdn.clone(),
            summary: summary(&core),
            inputs: schema::schemas(&core, "inputs", self.diagnostics),
            outputs: schema::schemas(&core, "outputs", self.diagnostics),
            steps,
            allowed: statuses.as_ref().map_or_else(Vec::new, |part| part.list("allowed", self.diagnostics)),
            on_input_failure: statuses
                .and_then(|part| part.optional_text("on_input_failure", self.diagnostics).map(str::to_owned)),
            evaluations: BTreeMap::new(),
            suppressed: Vec::new(),
            error_codes: Vec::new(),
            place: front.place,
        })
    }

    fn step(&mut self, part: &Part<'_>) -> Option<Step> {
        let name = part.required_text("step", self.diagnostics)?.to_owned();
        let call = self.call(part)?;
        let mut routes = Vec::new();
        for (status, target) in part.texts("on_result", self.diagnostics) {
            match target.as_str() {
                "continue" => routes.push((status, Route::Continue)),
                "exit" => routes.push((status, Route::Exit)),
                other => {
                    let message = format!("`{other}` is no continuation: the run is refused where the step ends so");
                    let remedy = near::remedy(other, ["continue", "exit"], "write `continue` or `exit`");
                    let place = part.place.at(["on_result", status.as_str()]);
                    say(self.diagnostics, Code::UnknownStep, &place, message, remedy);
                }
            }
        }
        Some(Step {
            name,
            call,
            store: part.optional_text("store", self.diagnostics).map(str::to_owned),
            inputs: bindings(part, "inputs", Level::Arguments, self.diagnostics),
            outputs: bindings(part, "outputs", Level::Outputs, self.diagnostics),
            routes,
            unlisted: Unlisted::Refused,
            surface: part.list("result_surface", self.diagnostics),
            place: part.place.clone(),
        })
    }

    fn call(&mut self, part: &Part<'_>) -> Option<Call> {
        if let Some(fqdn) = part.optional_text("transform", self.diagnostics) {
            let fqdn = self.resolve(fqdn, &ArtifactType::Transform, &part.place.at(["transform"]))?;
            return Some(Call::Transform { fqdn, on_success: "SUCCESS".into(), on_failure: "VIOLATION".into() });
        }
        let Some(fqdn) = part.optional_text("side_effect", self.diagnostics) else {
            let wanted = "the FQDN of a transform, or `side_effect` that of a side effect";
            part.malformed("transform", wanted, self.diagnostics);
            return None;
        };
        let fqdn = self.resolve(fqdn, &ArtifactType::SideEffect, &part.place.at(["side_effect"]))?;
        Some(Call::SideEffect { fqdn, op: part.required_text("op", self.diagnostics)?.to_owned() })
    }
}
