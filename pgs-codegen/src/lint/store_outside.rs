//! E018: a store path that leaves the data root.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{StorePath, say};

use super::subjects::{compiled_nodes, needs_of};
use crate::analysis::Analysis;
use crate::analysis::stores::{self, DATA_ROOT, Need, OutsideDataRoot};

/// The stores of the nodes that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for run in compiled_nodes(analysis) {
        for need in needs_of(&run, analysis) {
            let Need::Store { kind, name, side_effect } = need else { continue };
            if let Err(OutsideDataRoot(store)) =
                stores::path(run.workflow, kind, name.as_deref(), &side_effect, analysis.protocol)
            {
                outside(&store, diagnostics);
            }
        }
    }
}

fn outside(store: &StorePath, diagnostics: &mut Diagnostics) {
    say(
        diagnostics,
        Code::StoreOutsideDataRoot,
        &store.place,
        format!("the store path `{}` does not lie below the data root", store.path),
        format!("write a plain path below it; in a policy it starts with `{DATA_ROOT}`"),
    );
}
