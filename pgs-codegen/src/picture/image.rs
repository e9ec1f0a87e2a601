//! Pixels as PNG: IHDR, PLTE, IDAT, IEND, with nothing that depends on the machine or on the colours but the palette.

use png::{BitDepth, ColorType, Compression, Encoder, Filter};

use super::palette::Palette;
use super::raster::Pixels;

/// Encodes a picture.
pub fn encode(pixels: &Pixels, palette: &Palette) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, pixels.width, pixels.height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.colours.concat());
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(&pixels.entries).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(bytes)
}
