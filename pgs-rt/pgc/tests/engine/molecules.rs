//! Molecules: atoms in frames, and loops.

use pgs_pgc::prelude::*;
use pgs_pgc::{Agreement, Failure, Recording, agree, machine};
use pgs_value::json;

use crate::support::{Place, events, told};
use crate::town::{CONTRACT, GATE, ID, PROTOCOL};

const COUNT: StepId = StepId::transform("count", "town::CT_COUNT_V0", 6);
const DRAWN: AtomId = AtomId::impure("town::CT_IMPURE_DRAW_V0");
const ADDED: AtomId = AtomId::pure("town::CT_PURE_ADD_V0");

/// One pass: a number is drawn, and added to what there is. Nothing is added to what is above 100.
fn pass(atoms: &Atoms<'_>, drawn: i64, sum: Field<i64>) -> Result<Value, Stop> {
    let drawn = atoms.run("drawn", &DRAWN, (), |()| Ok(json!({"number": drawn})))?;
    let number: Field<i64> = atoms.reads("$.results.drawn.number", drawn.follow(&["number"]))?;
    let inner = atoms.within("inner");
    inner.run("added", &ADDED, (number, sum), |both| match both {
        (Field::Is(number), Field::Is(sum)) if sum <= 100 => Ok(json!({"sum": number + sum})),
        (Field::Is(_), Field::Is(_)) => Err(Failure::refused("that is enough")),
        _ => Err(Failure::fault("what is added is no number")),
    })
}

fn count(atoms: &Atoms<'_>, over: Field<Vec<Value>>) -> Result<Value, Stop> {
    let sum: Field<i64> = literal(0);
    let body = |atoms: &Atoms<'_>, member: Value, sum: &Field<i64>| {
        let number: Field<i64> = member.follow(&["number"]);
        let Field::Is(number) = atoms.reads("$.iterator.number", number)? else { return Ok(json!({"sum": null})) };
        pass(atoms, number, sum.clone())
    };
    let gather = |sum: &mut Field<i64>, passed: &Value| {
        *sum = passed.follow(&["sum"]);
        Ok(())
    };
    let last = atoms.each("passes", over, sum, body, gather)?;
    atoms.passed("passes", last)
}

fn counted(run: &Run, over: Value) -> Result<pgs_pgc::Transformed<Value>, Fault> {
    run.step(&CONTRACT, &COUNT).transform(|atoms| count(atoms, Field::json(over)))
}

#[test]
fn a_loop_hands_on_what_it_gathers() {
    let place = Place::new();
    let run = place.run();
    let mut answer = counted(&run, json!([{"number": 2}, {"number": 3}])).unwrap();
    assert_eq!(answer.take(|it| it), Field::Is(json!({"sum": 5})));
    let paths = ["passes[0]/drawn", "passes[0]/inner/added", "passes[1]/drawn", "passes[1]/inner/added"];
    assert_eq!(told(&run), paths.map(|path| format!("CT_STEP {path}")));
    let event = &events(&run)[2];
    assert_eq!((&event["cc_addr"], &event["step_addr"]), (&json!(2), &json!(6)));
    assert_eq!(event["detail"]["outcome"], json!({"number": 3}));
}

#[test]
fn what_an_atom_refuses_its_molecule_refuses() {
    let place = Place::new();
    let run = place.run();
    let answer = counted(&run, json!([{"number": 101}, {"number": 1}, {"number": 1}])).unwrap();
    assert_eq!(answer.status(), TransformStatus::Violation);
    // The atom that refused has no event, and none runs after it.
    assert_eq!(told(&run).last().unwrap(), "CT_STEP passes[1]/drawn");
}

#[test]
fn what_is_no_list_is_refused_and_what_reaches_nothing_is_a_fault() {
    let place = Place::new();
    let run = place.run();
    for over in [json!(5), json!(null), json!({"a": 1}), json!("ab")] {
        assert_eq!(counted(&run, over).unwrap().status(), TransformStatus::Violation);
    }
    assert!(counted(&run, json!([])).is_err(), "a loop without a pass has no result");
    assert!(counted(&run, json!([{}])).is_err(), "the member has no number");
    let unbound = run.step(&CONTRACT, &COUNT).transform(|atoms| count(atoms, Field::Unset));
    assert!(unbound.is_err());
}

/// A workflow that draws from a clock.
fn draws(run: &Run, payload: Map<String, Value>) -> Result<pgs_pgc::End, Fault> {
    struct Draws;
    impl pgs_pgc::Machine for Draws {
        const ID: WorkflowId = ID;
        const GATE: NodeId = NodeId { key: "IN_GUEST_CAME_V0", address: 1 };
        type Node = crate::town::Node;
        fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
            let nanos = run.sources().now().as_nanosecond();
            let drawn = i64::try_from(nanos % 1_000_000_007).unwrap_or_default();
            run.step(&CONTRACT, &COUNT).transform(|atoms| pass(atoms, drawn, literal(0)))?;
            let wanted = payload.get("more").is_some();
            if wanted {
                run.step(&CONTRACT, &COUNT).transform(|atoms| pass(&atoms.within("more"), drawn, literal(0)))?;
            }
            Ok(Entered::Nack(Next::Exit(Exit { node: "EXIT_DRAWN", emit: &[] })))
        }
        fn visit(&mut self, _: &Run, _: Self::Node) -> Result<Left<Self::Node>, Fault> {
            unreachable!("it ends at its gate")
        }
    }
    machine::start::<Draws>(run, payload)
}

fn recording(run: &Run) -> Recording {
    Recording::read(&std::fs::read_to_string(run.trace_file()).unwrap()).unwrap()
}

#[test]
fn a_replay_takes_what_was_drawn_and_draws_nothing() {
    let workflow = Workflow::new(ID, GATE, &PROTOCOL, draws);
    let (first, second, third) = (Place::new(), Place::new(), Place::new());
    let original = recording(&engine::run(&workflow, Map::new(), &first.context).unwrap().run);
    let again = recording(&engine::run(&workflow, Map::new(), &second.context).unwrap().run);
    assert_eq!(agree(&original, &again), Agreement::Diverged { event: 2 });
    let replayed = recording(&engine::replay(&workflow, Map::new(), &original, &third.context).unwrap().run);
    assert_eq!(agree(&original, &replayed), Agreement::Reproduced { events: 6 });
    assert_eq!(replayed.lines()[1]["detail"]["replayed"], true);
    // One trace is the beginning of the other.
    let payload = map([("more", true.into())]);
    let broken = engine::replay(&workflow, payload, &original, &third.context).unwrap_err();
    assert!(broken.to_string().contains("no result is recorded at `more/drawn`"), "{broken}");
}
