//! Which pictures in the output folder show what they should, whoever drew them.

use std::fs;
use std::path::Path;

use pgs_picture::{Drawing, EXTENSIONS, shows};

use crate::emit::{Content, Files};

/// Adds the files of those that do; the others.
pub(super) fn add<'d>(files: &mut Files, drawings: &'d [Drawing], output: &Path) -> Vec<&'d Drawing> {
    let mut others = Vec::new();
    for drawing in drawings {
        let Some(contents) = read(drawing, output) else {
            others.push(drawing);
            continue;
        };
        files.extend(EXTENSIONS.map(|extension| drawing.stem.with_extension(extension)).into_iter().zip(contents));
    }
    others
}

/// The files of a picture that shows what it should.
fn read(drawing: &Drawing, output: &Path) -> Option<[Content; 4]> {
    let read = |extension: &str| fs::read(output.join(drawing.stem.with_extension(extension))).ok();
    let [data, mermaid, png, svg] = EXTENSIONS;
    let contents = [read(data)?, read(mermaid)?, read(png)?, read(svg)?];
    let [data, mermaid, png, svg] = &contents;
    shows(&drawing.graph, [data, mermaid, png, svg]).then(|| contents.map(Content::of))
}
