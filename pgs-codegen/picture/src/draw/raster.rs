//! A scene as pixels: each is an entry of the palette. Nothing here knows a colour.

use tiny_skia::{FillRule, Mask, Path, PathBuilder, Stroke, Transform};

use super::Error;
use super::font::{Font, pixel};
use super::geometry::{Piece, Point, Rect};
use super::label::Size;
use super::palette::Palette;
use super::scene::{Form, Scene};

/// The width of lines.
const LINE: i32 = 2;
/// Room around a shape for what anti-aliasing adds.
const MARGIN: i32 = 3;
/// The strength of a pixel that is covered wholly: a multiple of every number of shades.
const FULL: u8 = 6;

/// Entries of a palette, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// How many columns.
    pub width: u32,
    /// How many rows.
    pub height: u32,
    /// The entries.
    pub entries: Vec<u8>,
}

/// Draws a scene.
pub fn draw(scene: &Scene, palette: &Palette, font: &mut Font) -> Result<Pixels, Error> {
    let mut canvas = Canvas::new(scene.width, scene.height)?;
    for shape in &scene.shapes {
        let entries = palette.entries(shape.ink);
        match &shape.form {
            Form::Area(area) => canvas.area(*area, entries, 0),
            Form::Frame(area, thick) => frame(*area, *thick).into_iter().for_each(|side| canvas.area(side, entries, 0)),
            Form::Badge(area) => frame(*area, 1).into_iter().for_each(|side| canvas.area(side, entries, 0)),
            Form::Stroke(pieces) => pieces.iter().for_each(|piece| canvas.piece(*piece, entries)),
            Form::Triangle(corners) => canvas.triangle(*corners, entries),
            Form::Text(at, size, words) => canvas.text(*at, *size, words, entries, font)?,
        }
    }
    Ok(Pixels { width: canvas.width, height: canvas.height, entries: canvas.entries })
}

/// Pixels that are being drawn.
struct Canvas {
    width: u32,
    height: u32,
    entries: Vec<u8>,
    /// How much of each pixel the last line or text there covers, so that a faint edge hides no line below it.
    strength: Vec<u8>,
}

impl Canvas {
    fn new(width: i32, height: i32) -> Result<Self, Error> {
        let error = || Error::Size { width, height };
        let size = |length: i32| u32::try_from(length).map_err(|_| error());
        let (width, height) = (size(width)?, size(height)?);
        let pixels = usize::try_from(u64::from(width) * u64::from(height)).map_err(|_| error())?;
        Ok(Self { width, height, entries: vec![0; pixels], strength: vec![0; pixels] })
    }

    /// Where a row of pixels begins and ends in the lists, clipped.
    fn span(&self, x: i32, y: i32, length: i32) -> Option<std::ops::Range<usize>> {
        let y = u32::try_from(y).ok().filter(|y| *y < self.height)?;
        let from = u32::try_from(x.max(0)).ok()?.min(self.width);
        let to = u32::try_from(x.saturating_add(length).max(0)).ok()?.min(self.width);
        let row = usize::try_from(u64::from(y) * u64::from(self.width)).ok()?;
        (from < to).then(|| row + from as usize..row + to as usize)
    }

    /// Fills a rectangle wholly; what is drawn over it may be as faint as this strength at least.
    fn area(&mut self, area: Rect, entries: &[u8], strength: u8) {
        let Some(entry) = entries.last() else { return };
        for y in area.y..area.bottom() {
            let Some(span) = self.span(area.x, y, area.width) else { continue };
            if let (Some(drawn), Some(strengths)) = (self.entries.get_mut(span.clone()), self.strength.get_mut(span)) {
                drawn.fill(*entry);
                strengths.fill(strength);
            }
        }
    }

    fn piece(&mut self, piece: Piece, entries: &[u8]) {
        match piece {
            Piece::Straight(from, to) => {
                let (left, top) = (from.x.min(to.x) - LINE / 2, from.y.min(to.y));
                let (width, height) = ((from.x - to.x).abs(), (from.y - to.y).abs());
                let area = if width == 0 {
                    Rect { x: left, y: top, width: LINE, height }
                } else {
                    Rect { x: left + LINE / 2, y: top - LINE / 2, width, height: LINE }
                };
                self.area(area, entries, FULL);
            }
            Piece::Bend(from, to) => {
                let (one, two) = Piece::controls(from, to);
                let mut path = PathBuilder::new();
                path.move_to(pixel(from.x), pixel(from.y));
                path.cubic_to(pixel(one.x), pixel(one.y), pixel(two.x), pixel(two.y), pixel(to.x), pixel(to.y));
                self.stroke(path, from, to, entries);
            }
            Piece::Turn(from, corner, to) => {
                let mut path = PathBuilder::new();
                path.move_to(pixel(from.x), pixel(from.y));
                path.quad_to(pixel(corner.x), pixel(corner.y), pixel(to.x), pixel(to.y));
                self.stroke(path, from, to, entries);
            }
        }
    }

    /// Draws a line that lies between these points.
    fn stroke(&mut self, path: PathBuilder, from: Point, to: Point, entries: &[u8]) {
        let stroke = Stroke { width: pixel(LINE), ..Stroke::default() };
        let Some(outline) = path.finish().and_then(|path| path.stroke(&stroke, 1.0)) else { return };
        let (left, top) = (from.x.min(to.x), from.y.min(to.y));
        let area = Rect { x: left, y: top, width: (from.x - to.x).abs(), height: (from.y - to.y).abs() };
        self.fill(&outline, area, entries);
    }

    fn triangle(&mut self, [a, b, c]: [Point; 3], entries: &[u8]) {
        let (left, top) = (a.x.min(b.x).min(c.x), a.y.min(b.y).min(c.y));
        let (right, bottom) = (a.x.max(b.x).max(c.x), a.y.max(b.y).max(c.y));
        let mut path = PathBuilder::new();
        path.move_to(pixel(a.x), pixel(a.y));
        path.line_to(pixel(b.x), pixel(b.y));
        path.line_to(pixel(c.x), pixel(c.y));
        path.close();
        let area = Rect { x: left, y: top, width: right - left, height: bottom - top };
        if let Some(path) = path.finish() {
            self.fill(&path, area, entries);
        }
    }

    /// Fills a path that lies in this area.
    fn fill(&mut self, path: &Path, area: Rect, entries: &[u8]) {
        let (left, top) = (area.x - MARGIN, area.y - MARGIN);
        let (width, height) = (area.width + 2 * MARGIN, area.height + 2 * MARGIN);
        let size = u32::try_from(width).ok().zip(u32::try_from(height).ok());
        let Some(mut mask) = size.and_then(|(width, height)| Mask::new(width, height)) else { return };
        mask.fill_path(path, FillRule::Winding, true, Transform::from_translate(pixel(-left), pixel(-top)));
        self.cover(left, top, mask.width() as usize, mask.data(), entries);
    }

    fn text(&mut self, at: Point, size: Size, words: &str, entries: &[u8], font: &mut Font) -> Result<(), Error> {
        let mut x = at.x;
        for character in words.chars() {
            let glyph = font.glyph(size, character)?;
            self.cover(x + glyph.left, at.y + glyph.top, glyph.width, &glyph.coverage, entries);
            x += size.advance();
        }
        Ok(())
    }

    /// Draws what is covered in the shade of its coverage, unless what is there is stronger.
    fn cover(&mut self, x: i32, y: i32, width: usize, coverage: &[u8], entries: &[u8]) {
        if width == 0 || entries.is_empty() {
            return;
        }
        for (row, y) in coverage.chunks(width).zip(y..) {
            let left = usize::try_from(-x).unwrap_or_default();
            let Some(span) = self.span(x, y, i32::try_from(width).unwrap_or_default()) else { continue };
            let (Some(drawn), Some(strength)) = (self.entries.get_mut(span.clone()), self.strength.get_mut(span))
            else {
                continue;
            };
            for ((covered, drawn), strength) in row.iter().skip(left).zip(drawn).zip(strength) {
                if *covered == 0 {
                    continue;
                }
                let shade = (usize::from(*covered) * entries.len() + 127) / 255;
                let new = u8::try_from(shade * usize::from(FULL) / entries.len()).unwrap_or(FULL);
                if let Some(entry) = shade.checked_sub(1).and_then(|shade| entries.get(shade))
                    && new >= *strength
                {
                    (*drawn, *strength) = (*entry, new);
                }
            }
        }
    }
}

/// The four sides of a rectangle.
fn frame(area: Rect, thick: i32) -> [Rect; 4] {
    [
        Rect { height: thick, ..area },
        Rect { y: area.bottom() - thick, height: thick, ..area },
        Rect { width: thick, ..area },
        Rect { x: area.right() - thick, width: thick, ..area },
    ]
}
