//! Glyphs: the outlines of the Hack typeface as coverage of pixels.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use skrifa::instance::{LocationRef, Size as Em};
use skrifa::outline::{DrawSettings, HintingInstance, HintingOptions, OutlinePen};
use skrifa::{FontRef, MetadataProvider};
use tiny_skia::{FillRule, Mask, PathBuilder, Transform};

use super::Error;
use super::label::Size;

/// Shown for a character that the typeface has no glyph for.
const UNKNOWN: char = '?';
/// Room around a glyph's cell for what reaches out of it.
const MARGIN: i32 = 3;

/// How much of each pixel a glyph covers.
#[derive(Clone, Debug, Default)]
pub struct Glyph {
    /// From the left of its cell to its first column.
    pub left: i32,
    /// From the baseline to its first row, negative upwards.
    pub top: i32,
    /// Its columns.
    pub width: usize,
    /// Row by row; 255 is all of a pixel.
    pub coverage: Vec<u8>,
}

/// The glyphs that were asked for.
pub struct Font {
    face: FontRef<'static>,
    hints: Vec<(Size, HintingInstance)>,
    glyphs: BTreeMap<(Size, char), Glyph>,
}

impl Font {
    /// The typeface that the compiler brings.
    pub fn new() -> Result<Self, Error> {
        let face = FontRef::new(epaint_default_fonts::HACK_REGULAR)?;
        let outlines = face.outline_glyphs();
        let mut hints = Vec::new();
        for size in [Size::Large, Size::Small] {
            let em = Em::new(f32::from(size.em()));
            let hint = HintingInstance::new(&outlines, em, LocationRef::default(), HintingOptions::default());
            hints.push((size, hint?));
        }
        Ok(Self { face, hints, glyphs: BTreeMap::new() })
    }

    /// The glyph of a character.
    pub fn glyph(&mut self, size: Size, character: char) -> Result<&Glyph, Error> {
        match self.glyphs.entry((size, character)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => Ok(new.insert(drawn(&self.face, &self.hints, size, character)?)),
        }
    }
}

fn drawn(face: &FontRef, hints: &[(Size, HintingInstance)], size: Size, character: char) -> Result<Glyph, Error> {
    let map = face.charmap();
    let outlines = face.outline_glyphs();
    let outline = map.map(character).or_else(|| map.map(UNKNOWN)).and_then(|id| outlines.get(id));
    let hint = hints.iter().find(|(it, _)| *it == size).map(|(_, hint)| hint);
    let (Some(outline), Some(hint)) = (outline, hint) else { return Ok(Glyph::default()) };
    let mut pen = Pen(PathBuilder::new());
    outline.draw(DrawSettings::hinted(hint, false), &mut pen)?;
    let Some(path) = pen.0.finish() else { return Ok(Glyph::default()) };
    let (width, height) = (size.advance() + 2 * MARGIN, size.line() + 2 * MARGIN);
    let mut mask = u32::try_from(width)
        .ok()
        .zip(u32::try_from(height).ok())
        .and_then(|(width, height)| Mask::new(width, height))
        .ok_or(Error::Size { width, height })?;
    let place = Transform::from_translate(pixel(MARGIN), pixel(MARGIN + size.ascent()));
    mask.fill_path(&path, FillRule::Winding, true, place);
    Ok(Glyph {
        left: -MARGIN,
        top: -MARGIN - size.ascent(),
        width: usize::try_from(width).unwrap_or_default(),
        coverage: mask.take(),
    })
}

/// A coordinate for tiny-skia, which knows 24 bits of it.
#[expect(clippy::cast_precision_loss, reason = "no picture is 16,000,000 pixels wide")]
pub fn pixel(length: i32) -> f32 {
    length as f32
}

/// An outline's y axis points upwards.
struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, -y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, -y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, -cy, x, -y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.cubic_to(cx0, -cy0, cx1, -cy1, x, -y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
