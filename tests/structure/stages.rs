//! What each stage of the compiler may take from another.

use std::collections::BTreeMap;

use crate::modules::Crate;
use crate::project;

/// The modules at the root of `pgs-codegen`, and those among them that each may take names from, beside itself.
const MAY_TAKE: &[(&str, &[&str])] = &[
    // The words of Rust, and what capabilities are described as.
    ("names", &[]),
    ("capabilities", &[]),
    // The stages, in order.
    ("analysis", &["capabilities"]),
    ("lint", &["analysis", "capabilities", "names"]),
    ("plan", &["analysis", "capabilities", "names"]),
    ("page", &["plan", "names"]),
    ("emit", &["plan", "page", "names", "analysis"]),
    ("output", &["emit"]),
    ("build", &["output", "emit"]),
    ("command", &["build", "output", "emit", "diff", "seal", "author", "reference", "protocols"]),
    // Beside them.
    ("author", &["capabilities", "names"]),
    ("reference", &["author"]),
    ("diff", &["analysis", "capabilities", "plan", "page", "emit"]),
    ("seal", &[]),
    ("sealed", &[]),
    ("protocols", &["sealed"]),
];

#[test]
fn a_stage_takes_from_none_but_those_before_it() {
    let source = project().join("pgs-codegen/src");
    let code = Crate::read(&source);
    let allowed: BTreeMap<&str, &[&str]> = MAY_TAKE.iter().copied().collect();
    let stage = |file: &std::path::Path| {
        let below = file.strip_prefix(&source).unwrap().with_extension("");
        below.iter().next().unwrap().to_string_lossy().into_owned()
    };
    let mut wrong = Vec::new();
    for (file, targets) in code.arrows() {
        let from = stage(file);
        for (to, names) in targets {
            let to = stage(to);
            let allows = allowed.get(&*from).is_some_and(|allowed| allowed.contains(&&*to));
            // The top of the crate names them all.
            if from != to && !allows && !matches!(&*from, "lib" | "main") {
                wrong.push(format!("{from} must not take {names:?} from {to} ({})", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
