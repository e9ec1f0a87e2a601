//! What contracts and transforms declare of their inputs and outputs: promises, which no run checks.

use std::collections::BTreeSet;

use pgs_protocol::protocol::Schema;

use super::schema::{self, Difference, Of, Turn};
use super::traces::Touch;
use super::{Change, Verdict};

/// The fields of an artifact before and after.
pub type Fields<'a> = (&'a [(String, Schema)], &'a [(String, Schema)]);

/// The changes of an artifact's declared inputs. `bound` says whether every caller gives a value for an input.
pub fn inputs(
    fqdn: &str,
    (old, new): Fields<'_>,
    users: &BTreeSet<String>,
    touch: &Touch,
    bound: impl Fn(&str) -> bool,
) -> Vec<Change> {
    let found = schema::compare(old, new, Of::Inputs).into_iter();
    let changes = found.map(|difference| {
        let asks_for_it = matches!(difference.rule, "" | "required") && matches!(difference.turn, Turn::Narrower(_));
        let satisfied = asks_for_it && bound(&difference.path);
        let (verdict, consequence) = if satisfied {
            (Verdict::Neutral, format!("every caller gives a value for `{}`", difference.path))
        } else {
            of_input(fqdn, &difference)
        };
        change(fqdn, "input", difference, (verdict, consequence), users, touch)
    });
    changes.collect()
}

/// The changes of an artifact's declared outputs.
pub fn outputs(fqdn: &str, (old, new): Fields<'_>, users: &BTreeSet<String>, touch: &Touch) -> Vec<Change> {
    let found = schema::compare(old, new, Of::Outputs).into_iter();
    let changes = found.map(|difference| {
        let judged = of_output(&difference);
        change(fqdn, "output", difference, judged, users, touch)
    });
    changes.collect()
}

fn change(
    fqdn: &str,
    noun: &str,
    difference: Difference,
    (verdict, consequence): (Verdict, String),
    users: &BTreeSet<String>,
    touch: &Touch,
) -> Change {
    let Difference { path, rule, old, new, .. } = difference;
    let place = if rule.is_empty() { format!("{noun} `{path}`") } else { format!("{noun} `{path}`, {rule}") };
    let mut change = Change::new(verdict, fqdn, place, consequence).turned(old, new).touching(touch.clone());
    change.workflows.clone_from(users);
    change
}

fn of_input(fqdn: &str, difference: &Difference) -> (Verdict, String) {
    let path = &difference.path;
    match &difference.turn {
        Turn::Narrower(what) => (Verdict::Breaking, format!("{what} no longer meets what {fqdn} declares")),
        Turn::Wider(what) => (Verdict::Widening, format!("{what} now meets what {fqdn} declares")),
        Turn::Both(lost, gained) => {
            (Verdict::Breaking, format!("{lost} no longer meets what {fqdn} declares, and {gained} now does"))
        }
        Turn::Declared => (Verdict::Widening, format!("a caller may now give a value for `{path}`")),
        Turn::Undeclared => (Verdict::Neutral, format!("a value for `{path}` is passed on undeclared")),
        Turn::Default => (Verdict::Neutral, "no run fills in the default of an input".to_owned()),
    }
}

fn of_output(difference: &Difference) -> (Verdict, String) {
    let path = &difference.path;
    match &difference.turn {
        Turn::Narrower(what) => (Verdict::Widening, format!("a reader need not expect {what} any more")),
        Turn::Wider(what) => (Verdict::Breaking, format!("a reader must now expect {what}")),
        Turn::Both(lost, gained) => {
            (Verdict::Breaking, format!("a reader must now expect {gained}, and no longer {lost}"))
        }
        Turn::Declared => (Verdict::Widening, format!("a reader may now count on `{path}`")),
        Turn::Undeclared | Turn::Default => (Verdict::Breaking, format!("a reader can no longer count on `{path}`")),
    }
}
