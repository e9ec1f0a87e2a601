//! The access list of a transaction (EIP-2930).

use alloy_rlp::RlpEncodable;
use pgs_rt::{Value, Violation};

use super::hex_bytes;

/// A contract and the slots of its storage that a transaction will touch.
#[derive(RlpEncodable)]
pub(super) struct Access {
    address: [u8; 20],
    storage_keys: Vec<[u8; 32]>,
}

/// The list in these items. `name` is its field.
pub(super) fn read(name: &str, items: Vec<Value>) -> Result<Vec<Access>, Violation> {
    items.iter().map(|item| read_item(name, item)).collect()
}

fn read_item(name: &str, item: &Value) -> Result<Access, Violation> {
    let (address, keys) = parts(item).ok_or_else(|| {
        Violation::new(format!("`{name}` has an item that is neither {{address, storageKeys}} nor [address, [key, …]]"))
    })?;
    let keys = keys.iter().map(|key| bytes(&format!("{name}.storageKeys"), key));
    Ok(Access { address: bytes(&format!("{name}.address"), address)?, storage_keys: keys.collect::<Result<_, _>>()? })
}

/// The address and the keys of an item in one of its two forms.
fn parts(item: &Value) -> Option<(&Value, &Vec<Value>)> {
    let (address, keys) = match item {
        Value::Object(fields) => (fields.get("address")?, fields.get("storageKeys")?),
        Value::Array(fields) => match fields.as_slice() {
            [address, keys] => (address, keys),
            _ => return None,
        },
        _ => return None,
    };
    Some((address, keys.as_array()?))
}

fn bytes<const N: usize>(name: &str, value: &Value) -> Result<[u8; N], Violation> {
    let text = value.as_str().ok_or_else(|| Violation::new(format!("`{name}` is not text")))?;
    hex_bytes::read_exactly(name, text).map(|bytes| *bytes)
}
