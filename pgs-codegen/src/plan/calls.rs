//! Steps that run workflows: which ones, with what payload.

use pgs_description::{Argument, Starts};
use pgs_protocol::diagnostic::Code;
use pgs_protocol::protocol::{self, Binding, Place, say};
use pgs_value::Value;

use super::contract::{Planner, address};
use super::statuses::gateway_target;
use super::{Call, Dispatch, Expr, Items, WorkflowRef};

impl Planner<'_> {
    /// The call of a side effect that starts workflows.
    pub(super) fn workflows(&mut self, step: &protocol::Step, starts: Starts, taken: &[Argument]) -> Option<Call> {
        self.only(step, taken);
        match starts {
            Starts::One => self.gateway(step),
            Starts::Sequence => self.sequence(step),
            Starts::Concurrent => self.concurrent(step),
        }
    }

    fn gateway(&mut self, step: &protocol::Step) -> Option<Call> {
        let place = step.place.at(["inputs", "workflow_code"]);
        let workflow = match gateway_target(step) {
            Some(fqdn) => self.workflow(&fqdn, &place)?,
            None => return self.dynamic(&place),
        };
        let payload = self.input(step, "payload");
        Some(Call::Gateway { workflow, payload })
    }

    fn sequence(&mut self, step: &protocol::Step) -> Option<Call> {
        let sequence = self.input(step, "sequence");
        let place = step.place.at(["inputs", "item_wf"]);
        let Some(item) = binding(step, "item_wf") else { return self.dynamic(&place) };
        let item = self.items(step, &item, &place)?;
        let sub = match binding(step, "item_sub_sequence") {
            None => None,
            Some(sub) => {
                let place = step.place.at(["inputs", "item_sub_sequence"]);
                let Some(Value::String(field)) = literal(&sub, "field") else { return self.dynamic(&place) };
                Some((field, Box::new(self.items(step, &sub, &place)?)))
            }
        };
        Some(Call::Loop { sequence, item: Box::new(item), sub })
    }

    fn items(&mut self, step: &protocol::Step, spec: &Binding, place: &Place) -> Option<Items> {
        let dispatch = match (literal(spec, "code"), member(spec, "wf_dispatch")) {
            (Some(Value::String(code)), None) => Dispatch::One(self.workflow(&code, &place.at(["code"]))?),
            (None, Some(dispatch)) => self.dispatch(&dispatch, &place.at(["wf_dispatch"]))?,
            _ => return self.dynamic(place),
        };
        let payload_fields = match literal(spec, "payload_fields") {
            Some(Value::Object(fields)) => fields
                .into_iter()
                .filter_map(|(dest, source)| Some((dest, source.as_str()?.split('.').map(str::to_owned).collect())))
                .collect(),
            _ => Vec::new(),
        };
        let inject = match member(spec, "inject") {
            Some(inject) => {
                let place = place.at(["inject"]);
                members(&inject).into_iter().map(|(key, inner)| (key, self.argument(step, &inner, &place))).collect()
            }
            None => Vec::new(),
        };
        Some(Items { payload_fields, inject, dispatch })
    }

    fn dispatch(&mut self, spec: &Binding, place: &Place) -> Option<Dispatch> {
        let (Some(Value::String(field)), Some(Value::Object(mapping))) =
            (literal(spec, "key_field"), literal(spec, "mapping"))
        else {
            return self.dynamic(place);
        };
        let mut workflows = Vec::new();
        for (value, code) in &mapping {
            let place = place.at(["mapping", value]);
            match code.as_str() {
                Some(code) => workflows.push((value.clone(), self.workflow(code, &place)?)),
                None => return self.dynamic(&place),
            }
        }
        Some(Dispatch::ByField { field, mapping: workflows })
    }

    fn concurrent(&mut self, step: &protocol::Step) -> Option<Call> {
        let place = step.place.at(["inputs", "workflows"]);
        let items = match binding(step, "workflows") {
            Some(Binding::List(items)) => items,
            Some(Binding::Literal(Value::Array(items))) => items.into_iter().map(Binding::Literal).collect(),
            _ => return self.dynamic(&place),
        };
        let mut workers: Vec<(WorkflowRef, i64, Expr)> = Vec::new();
        for (n, item) in items.iter().enumerate() {
            let place = place.at([n.to_string().as_str()]);
            let Some(Value::String(code)) = literal(item, "code") else { return self.dynamic(&place) };
            let workflow = self.workflow(&code, &place)?;
            if workers.iter().any(|(known, ..)| known.fqdn == workflow.fqdn) {
                let message = format!("`{code}` stands twice among the workflows; results could not be told apart");
                say(self.diagnostics, Code::DuplicateName, &place, message, "name each workflow once");
            }
            let address = address(self.protocol, self.domain, &workflow.fqdn, &place, self.diagnostics);
            let payload = member(item, "payload").unwrap_or(Binding::Literal(Value::Null));
            let payload = self.argument(step, &payload, &place.at(["payload"]));
            workers.push((workflow, address, payload));
        }
        Some(Call::Concurrent { workers })
    }

    /// The workflow of this name.
    fn workflow(&mut self, code: &str, place: &Place) -> Option<WorkflowRef> {
        let found = self.workflows.get(code).or_else(|| self.workflows.get(&format!("{}::{code}", self.domain)));
        if found.is_none() {
            let message = format!("`{code}` names no workflow of the snapshot");
            say(self.diagnostics, Code::DanglingReference, place, message, "name a workflow by its FQDN");
        }
        found.cloned()
    }

    fn dynamic<T>(&mut self, place: &Place) -> Option<T> {
        say(
            self.diagnostics,
            Code::DynamicWorkflow,
            place,
            "which workflow is run is not written here literally, so it can't be compiled in",
            "write the FQDN of a workflow; a loop may choose by `wf_dispatch` with a `key_field` and a literal `mapping`",
        );
        None
    }

    fn only(&mut self, step: &protocol::Step, taken: &[Argument]) {
        for (name, _) in &step.inputs {
            if !taken.iter().any(|argument| &argument.name == name) {
                self.ignore(step, name, &step.place.at(["inputs", name]));
            }
        }
    }

    fn input(&mut self, step: &protocol::Step, name: &str) -> Expr {
        let place = step.place.at(["inputs", name]);
        binding(step, name).map_or(Expr::Null, |binding| self.argument(step, &binding, &place))
    }
}

fn binding(step: &protocol::Step, name: &str) -> Option<Binding> {
    step.inputs.iter().find(|(known, _)| known == name).map(|(_, binding)| binding.clone())
}

/// A member of an object, whether it is a literal or has bindings inside.
fn member(binding: &Binding, key: &str) -> Option<Binding> {
    members(binding).into_iter().find(|(name, _)| name == key).map(|(_, inner)| inner)
}

fn members(binding: &Binding) -> Vec<(String, Binding)> {
    match binding {
        Binding::Object(fields) => fields.clone(),
        Binding::Literal(Value::Object(object)) => {
            object.iter().map(|(key, value)| (key.clone(), Binding::Literal(value.clone()))).collect()
        }
        _ => Vec::new(),
    }
}

fn literal(binding: &Binding, key: &str) -> Option<Value> {
    match member(binding, key)? {
        Binding::Literal(value) => Some(value),
        _ => None,
    }
}
