//! The picture as SVG: small, one element a line, for whoever reads a change of the protocol.

use serde::Serialize;
use tera::{Context, Tera};

use super::Error;
use super::geometry::{Piece, Point};
use super::label::Size;
use super::scene::{Form, Ink, Scene, Shape};
use crate::graph::{Edge, Graph, Mark, NodeKind};

/// The name of the template.
pub const NAME: &str = "graph.svg";
/// The template.
pub const TEMPLATE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="{{ width }}" height="{{ height }}" viewBox="0 0 {{ width }} {{ height }}">
<!-- Generated from the protocol snapshot. Change the protocol, not this file. -->
<title>{{ title }}</title>
<style>
text { font-family: Hack, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 12px; white-space: pre; fill: #1f2328 }
.k { font-size: 13px }
.o { fill: #424a53 }
.l { fill: none; stroke: #6e7781; stroke-width: 2 }
.h { fill: #6e7781 }
.p { fill: #fff }
.intent { fill: #ddeefa; stroke: #4070a0 }
.contract { fill: #f6f8fa; stroke: #57606a }
.exit { fill: #eeeef2; stroke: #57606a; stroke-width: 2 }
.no_edge { fill: #fff3dc; stroke: #9a6700 }
.w { fill: #fff8c5; stroke: #9a6700 }
{% if is_compared %}.added { stroke: #1a7f37; stroke-width: 4 }
.removed { stroke: #cf222e; stroke-width: 2; stroke-dasharray: 7 4 }
.changed { stroke: #9a6700; stroke-width: 4; stroke-dasharray: 2 3 }
text.added, .h.added { fill: #1a7f37; stroke: none }
text.removed, .h.removed { fill: #cf222e; stroke: none }
text.changed, .h.changed { fill: #9a6700; stroke: none }
text.removed { text-decoration: line-through }
{% endif %}@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.o { fill: #b7bfc8 }
.l { stroke: #8b949e }
.h { fill: #8b949e }
.p { fill: #0d1117 }
.intent { fill: #12304d; stroke: #6ca4d8 }
.contract { fill: #1c2128; stroke: #8b949e }
.exit { fill: #25262f; stroke: #8b949e }
.no_edge { fill: #3a2c0a; stroke: #d29922 }
.w { fill: #3a2c0a; stroke: #d29922 }
{% if is_compared %}.added { stroke: #3fb950 }
.removed { stroke: #ff7b72 }
.changed { stroke: #d29922 }
text.added, .h.added { fill: #3fb950 }
text.removed, .h.removed { fill: #ff7b72 }
text.changed, .h.changed { fill: #d29922 }
{% endif %}}
</style>
<rect class="p" width="{{ width }}" height="{{ height }}"/>
{% for it in shapes %}{% if it.text %}<text x="{{ it.x }}" y="{{ it.y }}"{% if it.class %} class="{{ it.class }}"{% endif %} textLength="{{ it.width }}">{{ it.text }}</text>
{% elif it.path %}<path class="{{ it.class }}" d="{{ it.path }}"/>
{% else %}<rect class="{{ it.class }}" x="{{ it.x }}" y="{{ it.y }}" width="{{ it.width }}" height="{{ it.height }}"/>
{% endif %}{% endfor %}</svg>
"#;

/// One element.
#[derive(Default, Serialize)]
struct Element {
    class: String,
    text: String,
    path: String,
    x: i32,
    y: i32,
    width: i32,
    height: i32,
}

/// The SVG text of a scene.
pub fn render(graph: &Graph, scene: &Scene, templates: &Tera) -> Result<String, Error> {
    let shapes: Vec<Element> = scene.shapes.iter().filter_map(|shape| element(graph, shape)).collect();
    let mut context = Context::new();
    context.insert("title", &scene.title);
    context.insert("width", &scene.width);
    context.insert("height", &scene.height);
    context.insert("shapes", &shapes);
    context.insert("is_compared", &graph.is_compared);
    Ok(templates.render(NAME, &context)?)
}

/// The element of a shape; a node's frame is the stroke of its area.
fn element(graph: &Graph, shape: &Shape) -> Option<Element> {
    let element = match (&shape.form, shape.ink) {
        (Form::Frame(..), _) => return None,
        (Form::Area(area), ink) => {
            let class = match ink {
                Ink::Fill(n) => graph.nodes.get(n).map_or(NodeKind::NoEdge.name(), |node| node.kind.name()),
                _ => "p",
            };
            Element {
                class: marked(class, mark(graph, ink)),
                x: area.x,
                y: area.y,
                width: area.width,
                height: area.height,
                ..Element::default()
            }
        }
        (Form::Badge(area), _) => {
            let (x, y, width, height) = (area.x, area.y, area.width, area.height);
            Element { class: "w".to_owned(), x, y, width, height, ..Element::default() }
        }
        (Form::Stroke(pieces), ink) => {
            Element { class: marked("l", mark(graph, ink)), path: path(pieces), ..Element::default() }
        }
        (Form::Triangle([a, b, c]), ink) => {
            let path = format!("M{},{}L{},{}L{},{}Z", a.x, a.y, b.x, b.y, c.x, c.y);
            Element { class: marked("h", mark(graph, ink)), path, ..Element::default() }
        }
        (Form::Text(at, size, words), ink) => {
            let class = match (ink, size) {
                (Ink::Outcome(..), _) => "o",
                (_, Size::Large) => "k",
                (_, Size::Small) => "",
            };
            let class = marked(class, mark(graph, ink));
            Element { class, text: words.clone(), x: at.x, y: at.y, width: size.width(words), ..Element::default() }
        }
    };
    Some(element)
}

/// What became of what is drawn in this ink.
fn mark(graph: &Graph, ink: Ink) -> Mark {
    match ink {
        Ink::Fill(n) => graph.nodes.get(n).map(|it| it.mark),
        Ink::Line(n) => graph.edges.get(n).map(Edge::mark),
        Ink::Outcome(n, outcome) => graph.edges.get(n).and_then(|it| it.outcomes.get(outcome)).map(|it| it.mark),
        Ink::Paper | Ink::Title | Ink::Border(_) | Ink::Text(_) => None,
    }
    .unwrap_or_default()
}

/// A class, with that of a mark.
fn marked(class: &str, mark: Mark) -> String {
    let marked = mark.shown().map(|(word, _)| word);
    [Some(class), marked].into_iter().flatten().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

fn path(pieces: &[Piece]) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut at: Option<Point> = None;
    for piece in pieces {
        let [from, to] = piece.ends();
        if at != Some(from) {
            out.push(format!("M{},{}", from.x, from.y));
        }
        out.push(match piece {
            Piece::Straight(from, to) if from.x == to.x => format!("V{}", to.y),
            Piece::Straight(_, to) => format!("H{}", to.x),
            Piece::Bend(from, to) => {
                let (one, two) = Piece::controls(*from, *to);
                format!("C{},{} {},{} {},{}", one.x, one.y, two.x, two.y, to.x, to.y)
            }
            Piece::Turn(_, corner, to) => format!("Q{},{} {},{}", corner.x, corner.y, to.x, to.y),
        });
        at = Some(to);
    }
    out.concat()
}
