//! `parcels::CT_PURE_PRICE_PARCEL_V0`: the price of a parcel.

use pgs_rt::{Field, Number, Violation};
use serde::{Deserialize, Serialize};

/// How many cubic millimetres count as one gram.
const CUBIC_MILLIMETRES_PER_GRAM: i64 = 5_000;

/// Up to this value, in euros, the lower insurance applies.
const LOWER_INSURANCE_LIMIT: f64 = 500.0;

/// What the scale, the frame and the clerk say.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Inputs {
    /// The weight on the scale, in grams; at least 1.
    pub weight_grams: Field<i64>,
    /// The longest edge, in millimetres; at least 1.
    pub length_mm: Field<i64>,
    /// The second edge, in millimetres; at least 1.
    pub width_mm: Field<i64>,
    /// The third edge, in millimetres; at least 1.
    pub height_mm: Field<i64>,
    /// `STANDARD`, also if absent, or `EXPRESS`.
    pub service: Field<String>,
    /// What a lost parcel is worth, in euros; nothing if absent.
    pub insured_value: Field<Number>,
}

/// The price.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outputs {
    /// The price, in cents.
    pub price_cents: i64,
    /// The weight that was priced, in grams: the larger of weight and volume weight.
    pub billed_grams: i64,
}

/// Prices a parcel.
///
/// # Errors
///
/// A measure that is absent or below 1, an unknown service, a negative value, and a price beyond 64 bits.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let weight = measure(inputs.weight_grams, "weight_grams")?;
    let volume_weight = volume_weight(
        measure(inputs.length_mm, "length_mm")?,
        measure(inputs.width_mm, "width_mm")?,
        measure(inputs.height_mm, "height_mm")?,
    )?;
    let billed_grams = weight.max(volume_weight);
    let (base, per_kilogram) = tariff(inputs.service.optional("service")?.as_deref())?;
    let insurance = insurance(inputs.insured_value.optional("insured_value")?)?;
    let price_cents = started_kilograms(billed_grams)
        .checked_mul(per_kilogram)
        .and_then(|carriage| carriage.checked_add(base + insurance))
        .ok_or_else(too_large)?;
    Ok(Outputs { price_cents, billed_grams })
}

fn measure(field: Field<i64>, name: &str) -> Result<i64, Violation> {
    let value = field.required(name)?;
    if value < 1 {
        return Err(Violation::new(format!("`{name}` is below 1")));
    }
    Ok(value)
}

fn volume_weight(length: i64, width: i64, height: i64) -> Result<i64, Violation> {
    let volume = length.checked_mul(width).and_then(|area| area.checked_mul(height)).ok_or_else(too_large)?;
    Ok(volume / CUBIC_MILLIMETRES_PER_GRAM)
}

fn started_kilograms(grams: i64) -> i64 {
    (grams - 1) / 1_000 + 1
}

/// The base price and the price of a kilogram, in cents.
fn tariff(service: Option<&str>) -> Result<(i64, i64), Violation> {
    match service {
        None | Some("STANDARD") => Ok((450, 90)),
        Some("EXPRESS") => Ok((900, 150)),
        Some(_) => Err(Violation::new("`service` is neither STANDARD nor EXPRESS")),
    }
}

/// The price of the insurance, in cents.
fn insurance(insured_value: Option<Number>) -> Result<i64, Violation> {
    let Some(value) = insured_value else { return Ok(0) };
    match value.as_f64() {
        Some(euros) if euros < 0.0 => Err(Violation::new("`insured_value` is negative")),
        Some(0.0) => Ok(0),
        Some(euros) if euros <= LOWER_INSURANCE_LIMIT => Ok(200),
        Some(euros) if euros > LOWER_INSURANCE_LIMIT => Ok(500),
        _ => Err(Violation::new("`insured_value` is beyond all measure")),
    }
}

fn too_large() -> Violation {
    Violation::new("the parcel is beyond all measure")
}
