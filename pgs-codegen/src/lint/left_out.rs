//! W155: workflows that the settings leave out, and what they lack.

use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::words::list;
use pgs_protocol::protocol::{LeftOut, say};

use super::lacking_workflow::named;
use crate::analysis::{Analysis, lacking};

/// The workflows that are left out, those of one setting at once.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut of_setting: BTreeMap<&str, Vec<&LeftOut>> = BTreeMap::new();
    for left in &analysis.protocol.left_out {
        of_setting.entry(&left.place.pointer).or_default().push(left);
    }
    for all in of_setting.values() {
        let Some(first) = all.first() else { continue };
        let lacks: BTreeSet<String> =
            all.iter().flat_map(|it| lacking::of_workflow(&it.workflow, analysis.protocol)).collect();
        let lacks: BTreeSet<&str> = lacks.iter().map(String::as_str).collect();
        let what = if lacks.is_empty() { "nothing".to_owned() } else { named(&lacks) };
        let count = all.len();
        let (noun, verb, lack) =
            if count == 1 { ("workflow", "is", "it lacks") } else { ("workflows", "are", "they lack") };
        let names = list(all.iter().map(|it| it.workflow.fqdn.as_str()));
        let message = format!("{count} {noun} {verb} left out, and not built: {names}; {lack} {what}");
        let remedy = "remove the setting once what they lack is implemented";
        say(diagnostics, Code::LeftOut, &first.place, message, remedy);
    }
}
