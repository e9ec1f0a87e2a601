//! What draws a graph.
//!
//! ```text
//! layers   rows, and what stands in each from left to right
//! course   the way of each edge through the rows; channels, rows: the heights between them
//! layout   where nodes, labels and lines lie; route: the pieces of a line
//! scene    rectangles, lines and texts, each in the ink of its element
//! svg, mermaid, raster, data   texts and bytes
//! ```
//!
//! The PNG holds indices of a palette in which every node, edge and outcome has entries of its own. A program that
//! wants to show the path of a run rewrites the palette and copies the pixels.

mod channels;
mod course;
mod data;
mod error;
mod font;
mod geometry;
mod ids;
mod image;
mod label;
mod layers;
mod layout;
mod line;
mod mermaid;
mod palette;
mod raster;
mod route;
mod rows;
mod scene;
mod svg;

use font::Font;
use layout::Layout;
use palette::Palette;
use scene::Scene;
use tera::Tera;

pub use self::error::Error;
use crate::graph::{EXTENSIONS, Graph};
use crate::seal;

/// How many nodes a graph may have that is laid out: the time grows with the cube of them.
const MOST_NODES: usize = 250;
/// How many edges.
const MOST_EDGES: usize = 1_500;

/// One graph, drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The graph and its palette, for programs: JSON.
    pub data: String,
    /// The graph as Mermaid text.
    pub mermaid: String,
    /// The picture for readers of the repository.
    pub svg: String,
    /// The picture for runs.
    pub png: Vec<u8>,
}

impl Picture {
    /// Its files: the extension of the format, and the content.
    pub fn files(self) -> [(&'static str, Vec<u8>); 4] {
        let contents = [self.data.into_bytes(), self.mermaid.into_bytes(), self.png, self.svg.into_bytes()];
        let mut extensions = EXTENSIONS.into_iter();
        contents.map(|content| (extensions.next().unwrap_or_default(), content))
    }
}

/// Draws graphs: the typeface and the templates, read once.
///
/// ```
/// use pgs_picture::{Edge, Graph, Mark, Node, NodeKind, Painter};
///
/// let node = |key: &str, kind| Node {
///     key: key.to_owned(),
///     kind,
///     notes: Vec::new(),
///     writes: Vec::new(),
///     mark: Mark::Same,
/// };
/// let graph = Graph {
///     workflow: "shop::WF_GREET_V0".to_owned(),
///     nodes: vec![node("greet", NodeKind::Contract("shop::CC_GREET_V0".to_owned())), node("done", NodeKind::Exit)],
///     edges: vec![Edge { from: 0, to: 1, outcomes: vec!["SUCCESS".into()] }],
///     ..Graph::default()
/// };
/// let picture = Painter::new()?.draw(&graph)?;
/// assert!(picture.mermaid.contains("n_greet -->|\"SUCCESS\"| n_done"));
/// # Ok::<(), pgs_picture::Error>(())
/// ```
pub struct Painter {
    font: Font,
    templates: Tera,
}

impl Painter {
    /// Reads the typeface and the templates.
    pub fn new() -> Result<Self, Error> {
        let mut templates = Tera::default();
        templates.autoescape_on(vec![".svg"]);
        templates.set_escape_fn(|text, out| out.write_all(pgs_escape::xml(text).as_bytes()));
        templates.add_raw_templates([(svg::NAME, svg::TEMPLATE), (mermaid::NAME, mermaid::TEMPLATE)])?;
        Ok(Self { font: Font::new()?, templates })
    }

    /// Draws a graph. One that would have too many pixels gets a PNG that only says so, and one of so many nodes or edges
    /// that it takes minutes to lay out an SVG too: nobody could look at it.
    pub fn draw(&mut self, graph: &Graph) -> Result<Picture, Error> {
        let is_too_many = graph.nodes.len() > MOST_NODES || graph.edges.len() > MOST_EDGES;
        let scene =
            if is_too_many { Scene::apology(graph, "the Mermaid text") } else { Scene::of(graph, &Layout::of(graph)?) };
        let is_large = is_too_many || scene.is_too_large();
        let drawn =
            if is_large && !is_too_many { Scene::apology(graph, "the SVG or the Mermaid text") } else { scene.clone() };
        let palette = if is_large { Palette::by_kind(graph) } else { Palette::of(graph) };
        let ids = ids::of(graph);
        let mut picture = Picture {
            data: data::render(graph, &ids, &palette)?,
            mermaid: mermaid::render(graph, &ids, &self.templates)?,
            svg: svg::render(graph, &scene, &self.templates)?,
            png: image::encode(&raster::draw(&drawn, &palette, &mut self.font)?, &palette)?,
        };
        let files = [picture.data.as_bytes(), picture.mermaid.as_bytes(), &picture.png];
        picture.svg = seal::sealed(graph, files, &picture.svg);
        Ok(picture)
    }
}
