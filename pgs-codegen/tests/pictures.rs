//! Pictures of workflows: what a reader sees is what the protocol says, and a program can mark what it wants to.

#[path = "pictures/drawing.rs"]
mod drawing;
mod protocols;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;

use drawing::{Area, Drawing};
use pgs_codegen::analysis::Analysis;
use pgs_codegen::emit::Files;
use pgs_codegen::output;
use pgs_codegen::plan::{self, End, Next};
use pgs_picture::{Edge, Graph, Mark, Node, NodeKind, Painter};
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::report;
use pgs_value::Value;
use protocols::{Protocol, compile, folder, folders, project};

/// The snapshots that lie in the project, and the real one, if it is there.
fn snapshots() -> Vec<PathBuf> {
    let samples = ["library", "parcels"].map(|name| project().join("snapshots").join(name).join("protocol_snapshot"));
    let real = project().join("../shared/pgs/protocol_snapshot");
    samples.into_iter().chain([real]).filter(|path| path.is_dir()).collect()
}

fn generated(snapshot: &Path) -> Files {
    let compiled = compile(&[snapshot.to_path_buf()], Path::new("/generated"));
    compiled.files.unwrap_or_else(|| panic!("{}", report::render(&compiled.diagnostics, false)))
}

/// A workflow of this many nodes that run a contract of four outcomes. Each outcome leads its own number of nodes on.
fn crowded(nodes: usize, on: [usize; 4]) -> Files {
    let protocol = Protocol::new(Some(&folder("golden/loop_in_graph")));
    let exits = 8;
    let node = |n: usize| {
        let to = |factor: usize| match (n * factor + 1) % (nodes + exits) {
            target if target < nodes => format!("N{target}"),
            exit => format!("EXIT_{}", exit - nodes),
        };
        let [success, missing, violation, error] = on.map(to);
        let routes =
            format!("SUCCESS: {success}, NOT_FOUND: {missing}, VIOLATION: {violation}, BACKEND_ERROR: {error}");
        format!("    N{n}: {{type: CC, code: CC_READ_V0, inputs: {{card: c}}, next: {{{routes}}}}}\n")
    };
    let exit = |n: usize| format!("    EXIT_{n}: {{type: EXIT, reason: R{n}}}\n");
    let text: String = (0..nodes).map(node).chain((0..exits).map(exit)).collect();
    let head = "runtime_binding: RB_STORES_V0\ncore:\n  summary: Many\n  start_node: N0\n  nodes:\n";
    protocol.artifact("workflows/loop_in_graph__WF_ASK_V0", &format!("{head}{text}"));
    protocol.add_capabilities();
    let diagnostics = protocol.seal();
    assert!(!diagnostics.has_errors(), "{}", report::render(&diagnostics, false));
    generated(&protocol.snapshot())
}

/// Outcomes that lead to and fro.
const TANGLED: [usize; 4] = [1, 7, 31, 113];
/// All outcomes lead to the next node.
const STRAIGHT: [usize; 4] = [1, 1, 1, 1];

/// All drawings of the samples, of the golden questions, and of graphs that need ever more entries.
static DRAWINGS: LazyLock<Vec<Drawing>> = LazyLock::new(|| {
    let mut all: Vec<Drawing> = snapshots().iter().flat_map(|snapshot| Drawing::all(&generated(snapshot))).collect();
    for question in folders(&folder("golden")) {
        let protocol = Protocol::new(Some(&folder("golden").join(question)));
        protocol.add_capabilities();
        protocol.seal();
        all.extend(protocol.compile().files.iter().flat_map(Drawing::all));
    }
    for (nodes, on) in [(9, TANGLED), (14, TANGLED), (20, TANGLED), (30, STRAIGHT), (40, STRAIGHT), (70, STRAIGHT)] {
        all.extend(Drawing::all(&crowded(nodes, on)));
    }
    all
});

#[test]
fn a_palette_is_complete_and_every_entry_belongs_to_one_element() {
    let mut marks = BTreeSet::new();
    for drawing in DRAWINGS.iter() {
        let (chunks, palette) = (drawing.chunks(), drawing.palette());
        assert_eq!(chunks[..2], ["IHDR", "PLTE"], "{}", drawing.name);
        assert!(chunks[2..chunks.len() - 1].iter().all(|it| it == "IDAT"), "{}: {chunks:?}", drawing.name);
        assert!(palette.len() % 3 == 0 && palette.len() <= 768, "{}: {} bytes", drawing.name, palette.len());
        assert_eq!(palette[..3], [255, 255, 255], "{}: entry 0 is no white paper", drawing.name);
        let declared = drawing.declared();
        let entries: BTreeSet<u8> = declared.iter().flat_map(|(_, entries)| entries.iter().copied()).collect();
        assert_eq!(entries.len(), palette.len() / 3, "{}: entries that nobody has", drawing.name);
        let drawn: BTreeSet<u8> = drawing.pixels().2.into_iter().collect();
        assert!(drawn.is_subset(&entries), "{}: {:?}", drawing.name, drawn.difference(&entries));
        let mark = drawing.data["marks"].as_str().unwrap().to_owned();
        let owned: Vec<&Vec<u8>> = declared
            .iter()
            .filter(|(owner, _)| match mark.as_str() {
                "outcomes" => true,
                "edges" => !owner.starts_with("outcome"),
                _ => owner.starts_with("paper") || owner.starts_with("title"),
            })
            .map(|(_, entries)| entries)
            .collect();
        let sum: usize = owned.iter().map(|entries| entries.len()).sum();
        let distinct: BTreeSet<u8> = owned.into_iter().flatten().copied().collect();
        assert_eq!(sum, distinct.len(), "{}: elements share entries", drawing.name);
        marks.insert(mark);
    }
    let expected = ["edges", "nothing", "outcomes"].map(str::to_owned);
    assert_eq!(marks, BTreeSet::from(expected), "not every kind of palette was tried");
}

#[test]
fn everything_that_can_be_marked_is_seen() {
    for drawing in DRAWINGS.iter() {
        let drawn: BTreeSet<u8> = drawing.pixels().2.into_iter().collect();
        for (owner, entries) in drawing.declared() {
            let full = entries.last().unwrap();
            assert!(drawn.contains(full), "{}: {owner} is not seen", drawing.name);
        }
    }
}

#[test]
fn the_graph_says_what_the_plan_routes() {
    for snapshot in snapshots() {
        let mut diagnostics = Diagnostics::default();
        let read = pgs_protocol::read(std::slice::from_ref(&snapshot), &mut diagnostics);
        let plan = plan::plan(&Analysis::of(&read));
        let drawings = Drawing::all(&generated(&snapshot));
        for workflow in plan.domains.iter().flat_map(|domain| &domain.workflows) {
            let drawing = drawings.iter().find(|it| it.data["workflow"] == *workflow.fqdn).unwrap();
            let target = |next: &Next| match next {
                Next::Node(variant) => workflow.nodes.iter().find(|it| &it.variant == variant).unwrap().key.clone(),
                Next::End(End { exit: Some(exit), .. }) => {
                    workflow.exits.iter().find(|it| &it.ident == exit).unwrap().key.clone()
                }
                Next::End(End { exit: None, .. }) => "(no edge)".to_owned(),
            };
            let mut routes = Vec::new();
            if let Some(entry) = &workflow.entry.node {
                routes.push((entry.key.clone(), "ACK".to_owned(), target(&entry.ack)));
                routes.push((entry.key.clone(), "NACK".to_owned(), target(&entry.nack)));
            }
            for node in &workflow.nodes {
                let arms = node.arms.iter();
                routes.extend(arms.map(|(status, next)| (node.key.clone(), status.word.clone(), target(next))));
            }
            routes.sort();
            assert_eq!(drawing.routes(), routes, "{}", workflow.fqdn);
        }
    }
}

#[test]
fn mermaid_text_numbers_its_links_as_the_graph_does() {
    for drawing in DRAWINGS.iter() {
        let id = |key: &Value| {
            let nodes = drawing.data["nodes"].as_array().unwrap();
            nodes.iter().find(|node| node["key"] == *key).unwrap()["id"].as_str().unwrap().to_owned()
        };
        let edges = drawing.data["edges"].as_array().unwrap().iter();
        let expected: Vec<(String, String)> = edges.map(|edge| (id(&edge["from"]), id(&edge["to"]))).collect();
        let joined = drawing.mermaid.lines().filter_map(|line| line.trim().split_once(" -->|"));
        let found: Vec<(String, String)> =
            joined.map(|(from, rest)| (from.to_owned(), rest.rsplit_once("| ").unwrap().1.to_owned())).collect();
        assert_eq!(found, expected, "{}", drawing.name);
        for node in drawing.data["nodes"].as_array().unwrap() {
            let id = node["id"].as_str().unwrap();
            assert!(id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{}: {id}", drawing.name);
        }
    }
}

#[test]
fn nodes_stand_apart_and_no_line_runs_behind_them() {
    for drawing in DRAWINGS.iter() {
        let (nodes, texts) = (drawing.nodes(), drawing.outcomes());
        assert_eq!(nodes.len(), drawing.data["nodes"].as_array().unwrap().len(), "{}", drawing.name);
        let apart = |one: &Area, other: &Area| !one.meets(other);
        for (n, node) in nodes.iter().enumerate() {
            assert!(nodes[..n].iter().all(|other| apart(node, other)), "{}: {node:?} overlaps", drawing.name);
            let covered = texts.iter().find(|text| !apart(node, text));
            assert!(covered.is_none(), "{}: {node:?} covers {covered:?}", drawing.name);
            let crossed = drawing.lines().into_iter().find(|line| line.meets(&node.inside()));
            assert!(crossed.is_none(), "{}: {crossed:?} runs behind {node:?}", drawing.name);
        }
        for (n, text) in texts.iter().enumerate() {
            assert!(texts[..n].iter().all(|other| apart(text, other)), "{}: {text:?} overlaps", drawing.name);
        }
        let (width, height, _) = drawing.pixels();
        let page = Area { x: 0, y: 0, width: i32::try_from(width).unwrap(), height: i32::try_from(height).unwrap() };
        for area in nodes.iter().chain(&texts) {
            assert!(page.holds(area), "{}: {area:?} is cut off", drawing.name);
        }
    }
}

#[test]
fn the_same_protocol_gives_the_same_bytes() {
    for snapshot in snapshots() {
        assert!(generated(&snapshot) == generated(&snapshot), "{}", snapshot.display());
    }
}

#[test]
fn a_graph_of_two_hundred_nodes_is_drawn() {
    let drawing = Drawing::all(&crowded(200, TANGLED)).pop().unwrap();
    assert_eq!(drawing.data["marks"], "nothing");
    assert!(drawing.data["nodes"].as_array().unwrap().len() > 200);
    assert!(drawing.palette().len() <= 768);
    let (width, height, _) = drawing.pixels();
    assert!(width < 2_000 && height < 2_000, "{width} x {height} pixels");
}

/// Laying it out would take minutes, and gigabytes.
#[test]
fn a_chain_of_thousands_of_nodes_is_not_drawn_and_says_so() {
    let node = |n: usize| Node {
        key: format!("N{n}"),
        kind: NodeKind::Contract("a::CC_A_V0".into()),
        notes: Vec::new(),
        writes: Vec::new(),
        mark: Mark::Same,
    };
    let edge = |from: usize, to: usize| Edge { from, to, outcomes: vec![format!("TO_{to}").as_str().into()] };
    let last = 3_000;
    let graph = Graph {
        workflow: "a::WF_LONG_V0".into(),
        nodes: (0..=last).map(node).collect(),
        edges: (0..last).flat_map(|n| [edge(n, n + 1), edge(n, last)]).collect(),
        ..Graph::default()
    };
    let before = Instant::now();
    let picture = Painter::new().unwrap().draw(&graph).unwrap();
    assert!(before.elapsed().as_secs() < 30, "{:?}", before.elapsed());
    assert!(picture.svg.contains("3001 nodes and 6000 edges are too many for a picture. See the Mermaid text."));
    assert!(picture.mermaid.lines().count() > 9_000);
    let data: Value = pgs_value::from_str(&picture.data).unwrap();
    assert_eq!(data["nodes"].as_array().unwrap().len(), 3_001);
}

#[test]
fn only_generated_pictures_are_replaced_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = crowded(3, STRAIGHT);
    let edits = folder.path().join("edits");
    let write = |files: &Files| output::write(files, folder.path(), &edits);
    write(&files).unwrap();
    let graphs = folder.path().join("loop_in_graph/graphs");
    let mine = graphs.join("mine.png");
    fs::write(&mine, "mine").unwrap();
    assert_eq!(write(&files).unwrap().changed, 0);
    files.retain(|path, _| !path.starts_with("loop_in_graph/graphs"));
    assert_eq!(write(&files).unwrap().changed, 4);
    assert_eq!(protocols::files(&graphs), std::slice::from_ref(&mine));
    fs::rename(&mine, graphs.join("wf_ask_v0.png")).unwrap();
    let refused = write(&crowded(3, STRAIGHT)).unwrap_err().to_string();
    assert!(refused.contains("wf_ask_v0.png") && refused.contains("was not generated"), "{refused}");
}
