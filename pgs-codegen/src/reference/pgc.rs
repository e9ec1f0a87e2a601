//! The pages of transforms and side effects of PGC, and the page that names them.

use std::fmt::Write as _;

use pgs_description::{SideEffect, Transform, WorksOn};

use super::capability::{as_step, calls, examples, inputs, inputs_and_outputs, operations};
use super::index::rows;
use crate::author::capability::Capability;

/// The page that names them all.
pub fn index(capabilities: &[Capability]) -> String {
    format!(
        "# Reference: PGC\n\n\
         Transforms and side effects that protocols of PGC call. They share names with [those of PGS](../README.md), and behave \
         as these pages say. These pages are written by `pgs-codegen reference`: they are not edited by hand.\n\n\
         A transform *refuses*, which is the outcome VIOLATION that its contract routes, or it *faults*, which ends the run. An \
         input that a step binds to nothing is a fault before the transform is called. Of two numbers `1` and `1.0` are equal, \
         and so is `true`, as in Python.\n\n\
         `CT_WRITE_NEXT_WORD_V0` and `CT_WRITE_RESPONSE_V0` are not here: they are molecules, made of others. Neither are the \
         five transforms of `transformation`, nor `CS_SNAPSHOT_QUERY_V0`, which needs the inspector of the reference: a \
         protocol that calls one of these can't be built.\n\n\
         Nothing compiles protocols of PGC yet: what stands here is called from Rust.\n\n\
         ## Transforms\n\n{}## Side effects\n\n{}",
        rows(capabilities, true),
        rows(capabilities, false),
    )
}

/// The page.
pub fn page(capability: Capability) -> String {
    let mut page =
        format!("# {}\n\n`{}`, of PGC\n\n{}\n\n", capability.code(), capability.fqdn(), capability.summary());
    match capability {
        Capability::Transform(fqdn, it) => transform(&mut page, fqdn, it),
        Capability::SideEffect(fqdn, it) => side_effect(&mut page, fqdn, it),
    }
    page
}

fn transform(page: &mut String, fqdn: &str, it: &Transform) {
    let _ = write!(page, "{}\n\n", it.description);
    feature(page, it.feature.as_deref());
    inputs_and_outputs(page, it);
    if it.bare {
        *page += "The result is the value itself: where it is an object with a field of the output's name, the output is that \
                  field, and where it is an object with one key, the value at that key.\n\n";
    }
    *page += "## Statuses\n\n`SUCCESS`; `VIOLATION` where it refuses.\n\n";
    as_step(page, fqdn, it);
    *page += "## Examples\n\n";
    calls(page, it);
}

fn side_effect(page: &mut String, fqdn: &str, it: &SideEffect) {
    if !it.description.is_empty() {
        let _ = write!(page, "{}\n\n", it.description);
    }
    if let WorksOn::Store(_) = it.works_on {
        *page += "A step names the store, `store: NAME`.\n\n";
    }
    feature(page, it.feature.as_deref());
    if !it.policy.is_empty() {
        let _ = write!(
            page,
            "## Policy of the runtime binding\n\n{}",
            inputs(&it.policy).replacen("| input |", "| key |", 1)
        );
    }
    operations(page, fqdn, it);
    *page += "## Examples\n\n";
    if !it.policy.is_empty() {
        *page += "One after the other, in an empty folder `ROOT`. It is noon of 2026-01-02.\n\n";
    }
    *page += &examples(it);
}

fn feature(page: &mut String, feature: Option<&str>) {
    if let Some(feature) = feature {
        let _ = write!(page, "In a crate of your own it takes the feature `{feature}` of `pgs-capabilities`.\n\n");
    }
}
