//! A log with a damaged line: no run adds to it, and none says SUCCESS over it.

mod support;

use std::fs;

use support::{Place, feed, line, payload};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";
const JOURNAL: &str = "library/journal.jsonl";

#[test]
fn no_run_says_success_over_a_damaged_log() {
    for (at_end, damage) in [(false, "oops\n"), (true, "{\"oops\n"), (true, "[]\n"), (false, "\0\0\0\n")] {
        let place = Place::new();
        place.run_with(REGISTER, &payload("library/register_member"));
        let path = place.data().join(JOURNAL);
        let whole = fs::read_to_string(&path).unwrap();
        let number = if at_end { whole.lines().count() + 1 } else { 1 };
        let text = if at_end { whole + damage } else { damage.to_owned() + &whole };
        fs::write(&path, &text).unwrap();
        let traces = place.traces().len();
        for _ in 0..2 {
            let mut command = place.pgs(REGISTER);
            let second = payload("library/register_second_member").to_string();
            let output = feed(command.args(["--payload", "-"]), second.as_bytes());
            let (printed, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            assert_eq!(line(&printed, "Status"), Some("BACKEND_ERROR"), "{damage:?}: {printed}");
            assert!(said.contains(&format!("{JOURNAL}, line {number}")), "{damage:?}: {said}");
            assert_eq!(output.status.code(), Some(1));
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        // What was recorded can be repeated.
        assert_eq!(place.traces().len(), traces + 2);
        place.traces().iter().for_each(|trace| support::is_evidence(trace));
    }
}
