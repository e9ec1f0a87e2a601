//! E013, of what can be read: a whole raw result is bound.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Path, Root, say};

use super::subjects::step_reads;
use crate::analysis::Analysis;
use crate::analysis::step_read::StepRead;

/// The references of all steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    step_reads(analysis, &mut |_, read, place| {
        if let StepRead::Whole(path) = read {
            let message = format!("`{}` is a whole raw result, which has no static type", text(path));
            let remedy = "name the fields that are needed, one by one";
            say(diagnostics, Code::UnreadableBinding, place, message, remedy);
        }
    });
}

fn text(path: &Path) -> String {
    match &path.root {
        Root::StepRaw(step) => format!("$.results.{step}.capability_result"),
        Root::Raw | Root::Payload | Root::Node(_) | Root::Input | Root::Step(_) => "$.capability_result".to_owned(),
    }
}
