//! E013 and E012: a path with a part that selects in other languages of paths, and is no key here.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Action, Binding, Operand, Place, is_key, say};

use super::subjects::paths;
use crate::analysis::Analysis;
use crate::analysis::field_names::declared;

/// All bindings and conditions.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let protocol = analysis.protocol;
    let mut check = Check { declared: declared(protocol), diagnostics };
    for node in protocol.workflows.values().flat_map(|workflow| &workflow.nodes) {
        match &node.action {
            Action::Run { inputs, .. } => check.bindings(inputs, &node.place.at(["inputs"])),
            Action::Admit { .. } | Action::Exit { .. } => {}
        }
    }
    for contract in protocol.contracts.values() {
        for step in &contract.steps {
            check.bindings(&step.inputs, &step.place.at(["inputs"]));
            check.bindings(&step.outputs, &step.place.at(["outputs"]));
        }
        for evaluation in contract.evaluations.values() {
            for operand in [&evaluation.condition.left, &evaluation.condition.right] {
                match operand {
                    Operand::Input(keys) | Operand::Raw(keys) | Operand::Output(keys) => {
                        check.keys(keys, None, Code::UnreadableCondition, &evaluation.place.at(["condition"]));
                    }
                    Operand::Literal(_) => {}
                }
            }
        }
    }
}

struct Check<'a> {
    /// A field may well have an odd name.
    declared: BTreeSet<&'a str>,
    diagnostics: &'a mut Diagnostics,
}

impl Check<'_> {
    fn bindings(&mut self, bindings: &[(String, Binding)], place: &Place) {
        for (name, binding) in bindings {
            paths(binding, &place.at([name.as_str()]), &mut |path, place| {
                let sum = path.sum_meant().map(|sum| format!("write `{sum}`, in quotes: a sum is a template"));
                self.keys(&path.keys, sum, Code::UnreadableBinding, place);
            });
        }
    }

    fn keys(&mut self, keys: &[String], meant: Option<String>, code: Code, place: &Place) {
        for key in keys.iter().filter(|key| !is_key(key) && !self.declared.contains(key.as_str())) {
            let message =
                format!("`{key}` is no key of a path: a path is keys with dots between them, and nothing else");
            let otherwise = "name the field; what computes, selects or looks into a list is a transform";
            let remedy = meant.clone().unwrap_or_else(|| otherwise.to_owned());
            say(self.diagnostics, code, place, message, remedy);
        }
    }
}
