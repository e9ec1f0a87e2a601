//! The graph as a Mermaid diagram with the path of the run in it.

use std::fmt::Write as _;

use crate::graph::GraphData;
use crate::mark::{Colour, Mark, Marks, TAKEN_EDGE};

/// The classes of the diagram.
const CLASSES: [(Mark, &str); 4] =
    [(Mark::Taken, "taken"), (Mark::Good, "good"), (Mark::Bad, "bad"), (Mark::Failed, "failed")];

/// The block: the graph's own text, and styles for what was taken.
pub(crate) fn block(mermaid: &str, data: &GraphData, marks: &Marks) -> String {
    let mut out = format!("```mermaid\n{}\n", mermaid.trim_end());
    for (mark, class) in CLASSES {
        let of_class = data.nodes.iter().zip(&marks.nodes).filter(|(_, it)| **it == mark);
        let ids: Vec<&str> = of_class.map(|(node, _)| node.id.as_str()).collect();
        if !ids.is_empty() {
            let colours = mark.colours();
            let (fill, line, text) = (hex(colours.fill), hex(colours.line), hex(colours.text));
            // Writing to a String can't fail.
            let _ = writeln!(out, "classDef {class} fill:{fill},stroke:{line},color:{text};");
            let _ = writeln!(out, "class {} {class};", ids.join(","));
        }
    }
    let taken: Vec<String> = (0..data.edges.len()).filter(|n| marks.is_taken(*n)).map(|n| n.to_string()).collect();
    if !taken.is_empty() {
        let _ = writeln!(out, "linkStyle {} stroke:{},stroke-width:3px;", taken.join(","), hex(TAKEN_EDGE.line));
    }
    out.push_str("```\n");
    out
}

fn hex([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}
