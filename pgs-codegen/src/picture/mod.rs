//! Pictures of workflows: a plan's graph, laid out at build time.
//!
//! ```text
//! graph    nodes, edges, outcomes
//! layout   where they lie
//! scene    rectangles, lines and texts, each in the ink of its element
//! svg, mermaid, raster, data   texts and bytes
//! ```
//!
//! The PNG holds indices of a palette in which every node, edge and outcome has entries of its own. A program that
//! wants to show the path of a run rewrites the palette and copies the pixels.

mod channels;
mod data;
mod font;
mod geometry;
mod graph;
mod image;
mod label;
mod layers;
mod layout;
mod mermaid;
mod palette;
mod raster;
mod route;
mod scene;
mod svg;

use font::Font;
use graph::Graph;
use layout::Layout;
use palette::Palette;
use pgs_protocol::parallel;
use scene::Scene;

use crate::plan::Workflow;

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

/// Draws every workflow, in this order.
pub fn draw(workflows: &[&Workflow]) -> Result<Vec<Picture>, String> {
    parallel::map(workflows, Font::new, |font, workflow| draw_one(workflow, font))
}

fn draw_one(workflow: &Workflow, font: &mut Font) -> Result<Picture, String> {
    let graph = Graph::of(workflow);
    let layout = Layout::of(&graph).map_err(|error| format!("{}: {error}", graph.workflow))?;
    let scene = Scene::of(&graph, &layout);
    let drawn = if scene.is_too_large() { Scene::apology(&graph) } else { scene.clone() };
    let palette = if scene.is_too_large() { Palette::by_kind(&graph) } else { Palette::of(&graph) };
    Ok(Picture {
        data: data::render(&graph, &palette)?,
        mermaid: mermaid::render(&graph)?,
        svg: svg::render(&graph, &scene)?,
        png: image::encode(&raster::draw(&drawn, &palette, font)?, &palette)?,
    })
}
