//! Which runs the sessions consist of.

use pgs_value::{Value, json};

use crate::session::Step;
use crate::support::payload;
use crate::support::stores::Form;

/// Registers a member.
pub const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";
/// Adds a book.
pub const ADD: &str = "library::WF_ADD_BOOK_V0";
const LEND: &str = "library::WF_LEND_BOOK_V0";
const SLIPS: &str = "library::WF_WORK_OFF_SLIPS_V0";
const OVERDUE: &str = "library::WF_MARK_OVERDUE_V0";
const ACCEPT: &str = "parcels::WF_ACCEPT_PARCEL_V0";
const DELIVER: &str = "parcels::WF_DELIVER_PARCEL_V0";
const CLEAR: &str = "parcels::WF_CLEAR_DELIVERED_V0";
const ASSIGN: &str = "depots::WF_ASSIGN_AREA_V0";

const ADA: &str = "M_a937a8f2b8c2a987";
const MARY: &str = "M_be008515a6109024";

/// A member of this name.
pub fn member(name: &str) -> Value {
    json!({ "member": { "full_name": name, "email": format!("{}@example.org", name.to_lowercase()) } })
}

/// A book with this barcode.
pub fn book(barcode: &str) -> Value {
    let mut book = payload("library/add_book");
    book["barcode"] = json!(barcode);
    book
}

fn loan(member: &str, barcode: &str) -> Value {
    json!({ "member_id": member, "book_id": barcode, "lent_at": "2026-03-01T10:00:00Z", "due_at": "2026-03-15T18:00:00Z" })
}

fn slips(barcode: &str) -> Value {
    let mut lend = loan(ADA, barcode);
    lend["slip"] = json!("LEND");
    json!({ "desk": "ground floor", "slips": [
        lend,
        { "slip": "RESERVE", "member_id": MARY, "book_id": barcode },
        { "slip": "RETURN", "book_id": barcode, "returned_at": "2026-03-10T16:00:00Z" },
    ] })
}

fn parcel(area: &str, reference: usize) -> Value {
    let mut parcel = payload("parcels/accept_parcel");
    parcel["recipient"]["area"] = json!(area);
    parcel["sender_reference"] = json!({ "order": reference });
    parcel
}

/// A session before it was recorded.
pub struct Plan {
    /// Its name.
    pub name: &'static str,
    /// Runs that lay the ground.
    pub seed: Vec<Step>,
    /// The object files that are large when the session begins.
    pub large: &'static [&'static str],
    /// The runs that are recorded.
    pub steps: Vec<Step>,
    /// Runs that touch every store, and must succeed whatever became of the steps.
    pub probes: Vec<Step>,
}

/// All sessions of a form. Large objects are something of their own in files only.
pub fn plans(form: Form) -> Vec<Plan> {
    let library = |name, large| Plan {
        name,
        seed: vec![
            Step::sample(REGISTER, "library/register_member"),
            Step::sample(REGISTER, "library/register_second_member"),
            Step::new(ADD, book("0x00a1")),
            Step::new(ADD, book("0x00c3")),
            Step::new(ADD, book("0x00e5")),
            Step::new(LEND, loan(MARY, "0x00c3")),
        ],
        large,
        steps: vec![
            Step::new(SLIPS, slips("0x00a1")),
            Step::new(REGISTER, member("Grace")),
            Step::new(ADD, book("0x00d4")),
            Step::sample(OVERDUE, "library/mark_overdue"),
        ],
        probes: vec![
            Step::new(SLIPS, slips("0x00e5")),
            Step::new(REGISTER, member("Edsger")),
            Step::new(ADD, book("0x00f6")),
        ],
    };
    let parcels = Plan {
        name: "parcels",
        seed: vec![Step::sample(ASSIGN, "parcels/assign_area"), Step::new(ACCEPT, parcel("10", 1843))],
        large: &[],
        steps: vec![
            Step::new(ACCEPT, parcel("10", 1)),
            Step::sample(DELIVER, "parcels/deliver_parcel"),
            Step::new(CLEAR, json!({})),
            Step::sample(ASSIGN, "parcels/assign_area"),
        ],
        probes: vec![
            Step::new(ACCEPT, parcel("10", 2)),
            Step::new(CLEAR, json!({})),
            Step::sample(ASSIGN, "parcels/assign_area"),
        ],
    };
    let nothing = Plan {
        name: "from nothing",
        seed: Vec::new(),
        large: &[],
        steps: vec![
            Step { trace: "jsonl,md,png", ..Step::sample(REGISTER, "library/register_member") },
            Step::new(ADD, book("0x00a1")),
        ],
        probes: vec![Step::new(REGISTER, member("Edsger")), Step::new(ADD, book("0x00f6"))],
    };
    let large: &[&str] = &["catalogue.json", "loans.json", "accounts.json", "reservations.json"];
    let mut plans = vec![nothing, library("library", &[]), parcels];
    if form == Form::Files {
        plans.push(library("large library", large));
    }
    plans
}
