//! The picture of a workflow with the path of a run in colour.
//!
//! Every part of the picture that can have a colour of its own has palette entries of its own, so only the palette
//! (the PNG chunk `PLTE`) is rewritten: no pixel is decoded.

use super::context::{Context, MarkedGraph};
use super::error::RenderError;
use crate::graph::{EdgePalette, GraphData, Markable, NodePalette};
use crate::mark::{Colour, EdgeColours, Marks, NodeColours, PAPER, TAKEN_EDGE, UNTAKEN_EDGE};

/// What every PNG begins with.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The picture of the workflow, where it is known.
pub(super) fn picture(context: &Context<'_, '_>) -> Result<Option<Vec<u8>>, RenderError> {
    let Some(MarkedGraph { graph, data, marks, .. }) = &context.graph else { return Ok(None) };
    let trace = context.trace;
    match coloured(graph.picture, data, marks) {
        Some(picture) => Ok(Some(picture)),
        None => Err(RenderError::Picture { file: trace.file.clone(), line: trace.first_line() }),
    }
}

/// The picture with these marks, unchanged where its parts share their colours; none if it is no PNG with a palette.
pub(crate) fn coloured(picture: &[u8], graph: &GraphData, marks: &Marks) -> Option<Vec<u8>> {
    let (start, end) = palette_of(picture)?;
    let mut coloured = picture.to_vec();
    if graph.marks != Markable::Nothing {
        let mut palette = Palette(coloured.get_mut(start..end).unwrap_or_default());
        palette.colour(graph, marks);
    }
    // The checksum covers the name of the chunk and its data.
    let checksum = crc32fast::hash(coloured.get(start.saturating_sub(4)..end).unwrap_or_default());
    if let Some(place) = coloured.get_mut(end..end + 4) {
        place.copy_from_slice(&checksum.to_be_bytes());
    }
    Some(coloured)
}

/// Where the data of the palette chunk starts and ends. A whole chunk has a checksum after it.
fn palette_of(picture: &[u8]) -> Option<(usize, usize)> {
    let mut at = picture.starts_with(SIGNATURE).then_some(SIGNATURE.len())?;
    loop {
        let length = picture.get(at..at + 4)?.try_into().map(u32::from_be_bytes).ok()?;
        let name = picture.get(at + 4..at + 8)?;
        let start = at + 8;
        let end = start.checked_add(usize::try_from(length).ok()?)?;
        let next = end.checked_add(4).filter(|next| *next <= picture.len())?;
        if name == b"PLTE" {
            return Some((start, end));
        }
        at = next;
    }
}

/// The palette: three bytes a colour.
struct Palette<'a>(&'a mut [u8]);

impl Palette<'_> {
    fn colour(&mut self, graph: &GraphData, marks: &Marks) {
        for (node, mark) in graph.nodes.iter().zip(&marks.nodes) {
            self.node(&node.palette, mark.colours());
        }
        for (n, (edge, taken)) in graph.edges.iter().zip(&marks.edges).enumerate() {
            self.edge(&edge.palette, edge_colours(marks.is_taken(n)));
            if graph.marks == Markable::Edges {
                // The outcomes have the entries of their edge.
                continue;
            }
            for (label, taken) in edge.outcomes.iter().zip(taken) {
                self.shades(&label.palette.text, PAPER, edge_colours(*taken).text);
            }
        }
    }

    fn node(&mut self, palette: &NodePalette, colours: NodeColours) {
        let single = [(palette.fill, colours.fill), (palette.line, colours.line)];
        single.into_iter().filter_map(|(index, colour)| Some((index?, colour))).for_each(|(n, it)| self.set(n, it));
        self.shades(&palette.text, colours.fill, colours.text);
    }

    fn edge(&mut self, palette: &EdgePalette, colours: EdgeColours) {
        self.shades(&palette.line, PAPER, colours.line);
    }

    /// Sets shades that go from next to `from` up to `to`.
    fn shades(&mut self, indices: &[u8], from: Colour, to: Colour) {
        let all = indices.len();
        for (n, index) in indices.iter().enumerate() {
            let blend = |channel: usize| {
                let (from, to) = (usize::from(from[channel]), usize::from(to[channel]));
                // Both ends are bytes, so what lies between is one too.
                u8::try_from((from * (all - n - 1) + to * (n + 1)) / all).unwrap_or(u8::MAX)
            };
            self.set(*index, [blend(0), blend(1), blend(2)]);
        }
    }

    /// Sets one colour; an entry beyond the palette belongs to no pixel.
    fn set(&mut self, index: u8, colour: Colour) {
        let at = usize::from(index) * 3;
        if let Some(place) = self.0.get_mut(at..at + 3) {
            place.copy_from_slice(&colour);
        }
    }
}

fn edge_colours(taken: bool) -> EdgeColours {
    if taken { TAKEN_EDGE } else { UNTAKEN_EDGE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rubbish_is_no_picture() {
        let graph = GraphData {
            marks: Markable::Outcomes,
            nodes: Vec::new(),
            edges: Vec::new(),
            evaluations: Vec::new(),
            rules: Vec::new(),
        };
        let marks = Marks { nodes: Vec::new(), edges: Vec::new() };
        let huge = [SIGNATURE, b"\xff\xff\xff\xffPLTE1234"].concat();
        let cut = [SIGNATURE, b"\0\0\0\x03PLTEabc"].concat();
        for bytes in [&b""[..], b"GIF89a", SIGNATURE, &huge, &cut] {
            assert!(coloured(bytes, &graph, &marks).is_none());
        }
        let whole = [SIGNATURE, b"\0\0\0\x03PLTEabc\0\0\0\0"].concat();
        let checked = coloured(&whole, &graph, &marks).unwrap();
        assert_eq!(checked.len(), whole.len());
        assert_eq!(checked[checked.len() - 4..], crc32fast::hash(b"PLTEabc").to_be_bytes());
    }

    #[test]
    fn shades_end_in_the_full_colour() {
        let mut bytes = [0; 9];
        Palette(&mut bytes).shades(&[0, 1, 200], [0, 0, 0], [30, 60, 90]);
        assert_eq!(bytes, [10, 20, 30, 20, 40, 60, 0, 0, 0]);
    }
}
