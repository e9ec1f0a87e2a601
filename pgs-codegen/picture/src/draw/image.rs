//! Pixels as PNG: IHDR, PLTE, IDAT, IEND, with nothing that depends on the machine or on the colours but the palette.

use png::{BitDepth, ColorType, Compression, Encoder, Filter};

use super::Error;
use super::palette::Palette;
use super::raster::Pixels;

/// Encodes a picture.
pub fn encode(pixels: &Pixels, palette: &Palette) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, pixels.width, pixels.height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.colours.concat());
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels.entries)?;
    writer.finish()?;
    Ok(bytes)
}
