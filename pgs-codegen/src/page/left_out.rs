//! The page of what is not there: workflows that the settings leave out.

use std::fmt::Write as _;

use super::markdown::cell;
use crate::plan::Plan;

/// The workflows that the settings leave out, with what each lacks.
pub fn left_out(plan: &Plan) -> String {
    let mut page =
        "# Left out\n\nThe settings leave these workflows out: nothing is generated for them.\n\n".to_owned();
    page += "| workflow | lacks |\n|---|---|\n";
    for it in &plan.left_out {
        let lacks = if it.lacks.is_empty() { "nothing" } else { &it.lacks };
        // Writing to a String can't fail.
        let _ = writeln!(page, "| {} | {} |", cell(&it.fqdn), cell(lacks));
    }
    page
}
