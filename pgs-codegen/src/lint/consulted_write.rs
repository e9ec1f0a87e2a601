//! W158: a step that writes to a store which its workflow only consults. It ends with VIOLATION before anything is written.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Call, Effect, Reach, say};

use super::subjects::compiled_nodes;
use crate::analysis::Analysis;

/// The nodes that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for run in compiled_nodes(analysis) {
        let stores = analysis.protocol.stores_of(run.workflow);
        let steps = analysis.compiled(&run.workflow.domain, run.contract).into_iter().flat_map(|it| &it.steps);
        for step in steps.map(|it| it.step) {
            let Call::SideEffect { fqdn, op } = &step.call else { continue };
            let declared = analysis.protocol.side_effects.get(fqdn).and_then(|it| it.operation(op));
            let writes = declared.is_some_and(|it| it.effect == Some(Effect::Write));
            let store = step.store.as_deref().and_then(|name| Some((name, stores.get(name)?)));
            let Some((name, placed)) = store.filter(|(_, placed)| writes && placed.reach == Reach::Consulted) else {
                continue;
            };
            let message = format!(
                "step `{}` of {} writes to `{name}`, which {} describes and {} only consults: at node `{}` it always ends with \
                 VIOLATION (REACH_IS_READ_ONLY)",
                step.name, run.contract, placed.described_by, run.workflow.fqdn, run.node.key
            );
            let remedy = "run the contract in a workflow that owns the store, or name a store of its own";
            say(diagnostics, Code::ConsultedWrite, &step.place.at(["store"]), message, remedy);
        }
    }
}
