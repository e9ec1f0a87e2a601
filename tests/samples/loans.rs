//! The library: lending, reserving, returning, and workflows that start workflows.

use pgs_value::{Value, json};

use super::library::{ADA, MARY};
use super::support::{Place, Ran, payload, state};

const LEND: &str = "library::WF_LEND_BOOK_V0";
const RESERVE: &str = "library::WF_RESERVE_BOOK_V0";
const RETURN: &str = "library::WF_RETURN_BOOK_V0";
const LENT: &str = "EXIT_LENT (COMPLETED, emits EV_BOOK_LENT_V0)";
const REFUSED: &str = "EXIT_REFUSED (COMPLETED, emits EV_LENDING_REFUSED_V0)";
const RETURNED: &str = "EXIT_RETURNED (COMPLETED, emits EV_BOOK_RETURNED_V0)";

/// A library with two members and two books.
fn library() -> Place {
    let place = Place::new();
    for payload in ["register_member", "register_second_member"] {
        place.run("library::WF_REGISTER_MEMBER_V0", &format!("library/{payload}"));
    }
    for payload in ["add_book", "add_reference_book"] {
        place.run("library::WF_ADD_BOOK_V0", &format!("library/{payload}"));
    }
    place
}

fn store(place: &Place, name: &str) -> pgs_value::Map<String, Value> {
    state::records(&place.data().join("library").join(name))
}

fn events(place: &Place) -> Vec<String> {
    state::events(&place.data().join("library/journal.jsonl")).split_off(2)
}

/// A refusal that was recorded is a success; the journal says why.
#[track_caller]
fn is_refused(ran: &Ran, reason: &str) {
    ran.ends("SUCCESS", 0, REFUSED);
    assert_eq!(ran.output()["details"]["reason"], reason);
}

#[test]
fn a_book_is_lent_and_counted() {
    let place = library();
    let ran = place.run(LEND, "library/lend_book");
    ran.ends("SUCCESS", 0, LENT);
    let details = json!({
        "due_at": "2026-03-15T18:00:00Z", "member_id": ADA, "open_loans": 1,
        "title": "On the Economy of Machinery and Manufactures",
    });
    assert_eq!(ran.output()["details"], details);
    let path = [
        "CC_CHECK_MEMBER_V0 SUCCESS",
        "CC_READ_CARD_V0 SUCCESS",
        "CC_CHECK_LOAN_LIMIT_V0 SUCCESS",
        "CC_CHECK_RESERVATION_V0 SUCCESS",
        "CC_LEND_BOOK_V0 SUCCESS",
        "CC_DROP_RESERVATION_V0 NOT_FOUND",
        "CC_RECORD_EVENT_V0 SUCCESS",
    ];
    assert_eq!(ran.trace.path(), path);
    let account = &store(&place, "accounts.json")[ADA];
    assert_eq!(account["open_loans"], 1);
    assert!(state::is_timestamp(&account["opened_at"]), "{account}");
    let loan = json!({
        "book_id": "0x00a1", "member_id": ADA, "lent_at": "2026-03-01T10:00:00Z", "due_at": "2026-03-15T18:00:00Z",
        "loan_days": 14, "note": "page 12 is torn", "state": "LENT",
    });
    assert_eq!(store(&place, "loans.json")["0x00a1"], loan);
    assert_eq!(state::registry(&place.data().join("library/on_loan.jsonl"))["0x00a1"]["target_ref"], ADA);
}

#[test]
fn the_loan_limit_is_reached_at_three() {
    let place = library();
    for n in 1..=4 {
        let mut book = payload("library/add_book");
        book["barcode"] = json!(format!("0x10{n}"));
        place.run_with("library::WF_ADD_BOOK_V0", &book).ends("SUCCESS", 0, "EXIT_ADDED (COMPLETED)");
        let mut loan = payload("library/lend_book");
        loan["book_id"] = json!(format!("0x10{n}"));
        let ran = place.run_with(LEND, &loan);
        if n <= 3 {
            ran.ends("SUCCESS", 0, LENT);
            // `{{$.path + 1}}` counts in the state.
            assert_eq!(ran.output()["details"]["open_loans"], n);
            assert_eq!(store(&place, "accounts.json")[ADA]["open_loans"], n);
        } else {
            is_refused(&ran, "TOO_MANY_BOOKS");
            assert_eq!(ran.output()["details"]["open_loans"], 3);
        }
    }
}

#[test]
fn an_outcome_without_an_edge_ends_the_run_and_says_so() {
    let place = library();
    place.run(RESERVE, "library/reserve_book").ends("NOT_FOUND", 1, "EXIT_ON_SHELF (ON_SHELF)");
    place.run(LEND, "library/lend_book");
    let reserved = "EXIT_RESERVED (COMPLETED, emits EV_BOOK_RESERVED_V0)";
    let ran = place.run(RESERVE, "library/reserve_book");
    ran.ends("SUCCESS", 0, reserved);
    assert_eq!(ran.output()["details"], json!({ "waiting": [MARY], "has_it": ADA }));
    let before = events(&place);
    let ran = place.run(RESERVE, "library/reserve_book");
    ran.ends("ALREADY_RESERVED", 1, "none (no edge for ALREADY_RESERVED)");
    assert_eq!(ran.output(), json!({ "is_reserved": true, "book_id": "0x00a1" }));
    assert_eq!(ran.trace.events.last().unwrap()["detail"]["exit"], Value::Null);
    assert_eq!(events(&place), before);
}

#[test]
fn a_late_return_is_noted_and_the_next_reader_is_told() {
    let place = library();
    place.run(RETURN, "library/return_book").ends("NOT_FOUND", 1, "EXIT_NOT_LENT (NOT_LENT)");
    place.run(LEND, "library/lend_book");
    place.run(RESERVE, "library/reserve_book");
    let ran = place.run(RETURN, "library/return_book_late");
    ran.ends("SUCCESS", 0, RETURNED);
    let details = json!({ "days_out": 19, "letter": "SUCCESS", "member_id": ADA, "next_reader": MARY });
    assert_eq!(ran.output()["details"], details);
    assert_eq!(ran.trace.nested(), ["library::WF_NOTIFY_MEMBER_V0"]);
    assert!(ran.trace.path().contains(&"CC_JUDGE_LATENESS_V0 LATE".to_owned()));
    // `{{$.path - 1}}` counts in the state.
    assert_eq!(store(&place, "accounts.json")[ADA]["open_loans"], 0);
    assert_eq!(store(&place, "loans.json").len(), 0);
    assert_eq!(state::registry(&place.data().join("library/on_loan.jsonl")).len(), 0);
    is_refused(&place.run(LEND, "library/lend_book"), "RESERVED_FOR_ANOTHER");
    place.run(LEND, "library/lend_to_second_member").ends("SUCCESS", 0, LENT);
    assert_eq!(store(&place, "reservations.json").len(), 0);
}

#[test]
fn overdue_loans_are_marked_and_each_reader_is_reminded() {
    let place = library();
    let (mark, remind) = ("library::WF_MARK_OVERDUE_V0", "library::WF_REMIND_OVERDUE_V0");
    place.run(mark, "library/mark_overdue").ends("NONE_DUE", 1, "EXIT_NONE_DUE (COMPLETED)");
    place.run(remind, "library/remind_overdue").ends("NONE_OVERDUE", 1, "EXIT_NONE_OVERDUE (COMPLETED)");
    place.run(LEND, "library/lend_book");
    let ran = place.run(mark, "library/mark_overdue");
    ran.ends("SUCCESS", 0, "EXIT_MARKED (COMPLETED)");
    assert_eq!(ran.output()["overdue_books"], json!(["0x00a1"]));
    let loan = &store(&place, "loans.json")["0x00a1"];
    assert_eq!(loan["state"], "OVERDUE");
    assert!(state::is_timestamp(&loan["marked_at"]), "{loan}");
    let ran = place.run(remind, "library/remind_overdue");
    ran.ends("SUCCESS", 0, "EXIT_REMINDED (COMPLETED)");
    assert_eq!(ran.output()["letters_written"], 1);
    assert_eq!(ran.trace.nested(), ["library::WF_NOTIFY_MEMBER_V0"]);
    assert_eq!(events(&place), ["EV_BOOK_LENT_V0", "EV_MEMBER_NOTIFIED_V0"]);
}

#[test]
fn slips_are_worked_off_in_order_each_by_its_workflow() {
    let place = library();
    let workflow = "library::WF_WORK_OFF_SLIPS_V0";
    let ran = place.run(workflow, "library/work_off_slips");
    ran.ends("SUCCESS", 0, "EXIT_DONE (COMPLETED)");
    assert_eq!(ran.output()["slips_done"], 3);
    assert_eq!(ran.trace.nested(), [LEND, RESERVE, RETURN, "library::WF_NOTIFY_MEMBER_V0"]);
    // The book is back; the second slip can't reserve it, and the third is not tried.
    let mut slips = payload("library/work_off_slips");
    slips["slips"].as_array_mut().unwrap().remove(0);
    let ran = place.run_with(workflow, &slips);
    ran.ends("VIOLATION", 1, "EXIT_STOPPED (STOPPED)");
    assert_eq!(ran.trace.nested(), [RESERVE]);
}
