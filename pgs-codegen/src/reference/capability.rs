//! The page of a transform or side effect: inputs, outputs, statuses, examples.

use std::fmt::Write as _;

use pgs_description::{Access, OperationExample, SideEffect, Transform, TransformEnd, WorksOn};

use super::table::{cell, code, table};
use crate::author::capability::Capability;

/// The file of the page.
pub fn file(capability: Capability) -> String {
    match capability {
        Capability::Transform(..) => format!("transforms/{}.md", capability.code()),
        Capability::SideEffect(..) => format!("side-effects/{}.md", capability.code()),
    }
}

/// The page.
pub fn page(capability: Capability) -> String {
    let mut page = format!("# {}\n\n`{}`\n\n{}\n\n", capability.code(), capability.fqdn(), capability.summary());
    match capability {
        Capability::Transform(fqdn, it) => transform(&mut page, fqdn, it),
        Capability::SideEffect(fqdn, it) => side_effect(&mut page, fqdn, it),
    }
    let _ = write!(
        page,
        "## Into a protocol\n\n`pgs-codegen add {}` writes its artifact{}.\n",
        capability.code(),
        match capability {
            Capability::Transform(_, it) if !it.draws => " and a conformance case for each example",
            Capability::Transform(..) | Capability::SideEffect(..) => "",
        }
    );
    page
}

fn transform(page: &mut String, fqdn: &str, it: &Transform) {
    let _ = write!(page, "{}\n\n", it.description);
    if it.draws {
        *page += "It draws time or random bytes: equal inputs need not give equal outputs.\n\n";
    }
    if let Some(feature) = &it.feature {
        let _ = write!(page, "In a crate of your own it takes the feature `{feature}` of `pgs-capabilities`.\n\n");
    }
    inputs_and_outputs(page, it);
    *page += "## Statuses\n\n";
    *page += if it.fallible {
        "`SUCCESS`; `VIOLATION` where it fails. `on_ct_result` of a step gives both other names.\n\n"
    } else {
        "`SUCCESS`. It never fails.\n\n"
    };
    as_step(page, fqdn, it);
    *page += "## Examples\n\n";
    if it.draws {
        *page += "Here it is noon of 2026-01-02, and every random byte is 7.\n\n";
    }
    calls(page, it);
}

/// What a transform takes and gives.
pub(super) fn inputs_and_outputs(page: &mut String, it: &Transform) {
    *page += "## Inputs\n\n";
    *page += &inputs(&it.inputs);
    if it.others {
        *page += "Any other input is taken as well, under its name.\n\n";
    }
    *page += "## Outputs\n\n";
    *page += &outputs(&it.outputs);
}

/// A step that calls a transform.
pub(super) fn as_step(page: &mut String, fqdn: &str, it: &Transform) {
    let mut step = format!("- step: call\n  transform: {fqdn}\n");
    arguments(&mut step, it.inputs.iter().filter(|it| it.required).map(|it| it.name.as_str()));
    results(&mut step, it.outputs.iter().map(|it| it.name.as_str()));
    let _ = write!(page, "## As a step\n\n```yaml\n{step}```\n\n");
}

/// The examples of a transform.
pub(super) fn calls(page: &mut String, it: &Transform) {
    for example in &it.examples {
        let _ = write!(page, "```json\n{}\n```\n\n", example.inputs);
        match &example.ends {
            TransformEnd::Success(outputs) => {
                let _ = write!(page, "SUCCESS:\n\n```json\n{outputs}\n```\n\n");
            }
            TransformEnd::Violation(reason) => {
                let _ = write!(page, "VIOLATION: {reason}\n\n");
            }
            TransformEnd::Fault(reason) => {
                let _ = write!(page, "A fault: {reason}\n\n");
            }
        }
    }
}

fn side_effect(page: &mut String, fqdn: &str, it: &SideEffect) {
    if !it.description.is_empty() {
        let _ = write!(page, "{}\n\n", it.description);
    }
    *page += match it.works_on {
        WorksOn::Store(_) => {
            "A step names the store, `store: NAME`, that the structure of the runtime binding places.\n\n"
        }
        WorksOn::Workflows(_) => {
            "The workflows are written literally: the build knows what can be started. Each runs by the runtime binding of \
             its own, within the same trace.\n\n"
        }
        WorksOn::World { switch: true } => "A runtime binding may switch it off: `policy: {enabled: false}`.\n\n",
        WorksOn::World { switch: false } => "",
    };
    if let Some(feature) = &it.feature {
        let _ = write!(page, "In a crate of your own it takes the feature `{feature}` of `pgs-capabilities`.\n\n");
    }
    operations(page, fqdn, it);
    *page += "## Examples\n\n";
    *page += &examples(it);
}

/// The operations of a side effect.
pub(super) fn operations(page: &mut String, fqdn: &str, it: &SideEffect) {
    for (name, operation) in &it.operations {
        let does = match (operation.access, it.works_on) {
            (_, WorksOn::Workflows(_)) => "It does what its workflows do.",
            (Access::Read, _) => "It changes nothing.",
            (Access::Append, _) => "It adds, and leaves what is there.",
            (Access::Mutate, _) => "It replaces or removes what is there.",
        };
        let _ = write!(page, "## {name}\n\n{} {does}\n\n", operation.summary);
        if !operation.inputs.is_empty() {
            let _ = write!(page, "### Inputs of {name}\n\n{}", inputs(&operation.inputs));
        }
        if !operation.outputs.is_empty() {
            let _ = write!(page, "### Outputs of {name}\n\n{}", outputs(&operation.outputs));
        }
        let statuses: Vec<String> = operation.statuses.iter().map(|it| format!("`{it}`")).collect();
        let more = match it.works_on {
            WorksOn::Workflows(pgs_description::Starts::One) => ", and those of the workflow",
            WorksOn::Workflows(_) | WorksOn::Store(_) | WorksOn::World { .. } => "",
        };
        let _ = write!(page, "### Statuses of {name}\n\n{}{more}.\n\n", statuses.join(", "));
        if !matches!(it.works_on, WorksOn::Workflows(_)) {
            let mut step = format!("- step: call\n  side_effect: {fqdn}\n  op: {name}\n");
            if matches!(it.works_on, WorksOn::Store(_)) {
                step += "  store: STORE\n";
            }
            arguments(&mut step, operation.inputs.iter().filter(|it| it.required).map(|it| it.name.as_str()));
            results(&mut step, operation.outputs.iter().map(|it| it.name.as_str()));
            let _ = write!(page, "### {name} as a step\n\n```yaml\n{step}```\n\n");
        }
    }
}

/// The examples of a side effect.
pub(super) fn examples(it: &SideEffect) -> String {
    let mut text = match it.works_on {
        WorksOn::Store(_) => "One after the other, beginning with an empty store. It is noon of 2026-01-02, and every random byte is 7.\n\n".to_owned(),
        WorksOn::World { switch: true } => "Switched off, as where no mail server is named.\n\n".to_owned(),
        WorksOn::Workflows(_) | WorksOn::World { switch: false } => String::new(),
    };
    let mut rows = Vec::new();
    for example in &it.examples {
        match example {
            OperationExample::Call { op, inputs, status, outputs } => {
                let given = if outputs == "{}" { String::new() } else { code(outputs) };
                let taken = if inputs == "{}" { String::new() } else { code(inputs) };
                rows.push(vec![op.clone(), taken, status.clone(), given]);
            }
            OperationExample::Step { contract, step, .. } => {
                let _ = write!(text, "In `{contract}`, a sample:\n\n```yaml\n{step}```\n\n");
            }
        }
    }
    text + &table(&["operation", "inputs", "status", "outputs"], &rows)
}

pub(super) fn inputs(arguments: &[pgs_description::Argument]) -> String {
    let rows: Vec<_> = arguments
        .iter()
        .map(|it| {
            let need = if it.required { "required" } else { "" };
            vec![code(&it.name), it.ty.word().to_owned(), need.to_owned(), cell(&it.description)]
        })
        .collect();
    table(&["input", "type", "", "meaning"], &rows)
}

fn outputs(outputs: &[pgs_description::Output]) -> String {
    let rows: Vec<_> = outputs
        .iter()
        .map(|it| {
            let need = if it.optional { "may be null" } else { "" };
            vec![code(&it.name), it.ty.word().to_owned(), need.to_owned(), cell(&it.description)]
        })
        .collect();
    table(&["output", "type", "", "meaning"], &rows)
}

fn arguments<'a>(step: &mut String, names: impl Iterator<Item = &'a str>) {
    bindings(step, "inputs", names, "$.inputs");
}

fn results<'a>(step: &mut String, names: impl Iterator<Item = &'a str>) {
    bindings(step, "outputs", names, "$.capability_result");
}

fn bindings<'a>(step: &mut String, key: &str, names: impl Iterator<Item = &'a str>, root: &str) {
    let lines = names.fold(String::new(), |mut lines, name| {
        let _ = writeln!(lines, "    {name}: {root}.{name}");
        lines
    });
    let _ = if lines.is_empty() { writeln!(step, "  {key}: {{}}") } else { write!(step, "  {key}:\n{lines}") };
}
