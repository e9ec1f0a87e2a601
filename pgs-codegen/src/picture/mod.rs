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

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use font::Font;
use graph::Graph;
use layout::Layout;
use palette::Palette;
use scene::Scene;

use crate::plan::Workflow;

/// How many workflows make a second thread worth its start.
const WORTH_A_THREAD: usize = 4;

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
    let threads = thread::available_parallelism().map_or(1, usize::from).min(workflows.len() / WORTH_A_THREAD + 1);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut font = Font::new()?;
        let mut drawn = Vec::new();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let Some(workflow) = workflows.get(n) else { return Ok::<_, String>(drawn) };
            drawn.push((n, draw_one(workflow, &mut font)?));
        }
    };
    let mut drawn = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut drawn = work()?;
        for other in others {
            drawn.extend(other.join().map_err(|_| "a picture could not be drawn".to_owned())??);
        }
        Ok::<_, String>(drawn)
    })?;
    drawn.sort_by_key(|(n, _)| *n);
    Ok(drawn.into_iter().map(|(_, picture)| picture).collect())
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
