//! Payload fields as a table.

use pgs_rt::PayloadField;

use crate::text::one_line;

/// One line a field, indented and aligned: name, type, `required` or `optional`, description.
pub(crate) fn table(fields: &[PayloadField], indent: &str) -> String {
    let width = |of: fn(&PayloadField) -> &'static str| fields.iter().map(|field| of(field).len()).max().unwrap_or(0);
    let (names, types) = (width(|field| field.name), width(|field| field.declared_type));
    fields
        .iter()
        .map(|field| {
            let need = if field.required { "required" } else { "optional" };
            let description = one_line(field.description);
            let line = format!("{indent}{:names$}  {:types$}  {need}  {description}", field.name, field.declared_type);
            line.trim_end().to_owned() + "\n"
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_and_descriptions_stay_on_their_line() {
        let fields = [
            PayloadField { name: "id", declared_type: "string", required: true, description: "Who\n  it is." },
            PayloadField { name: "amount", declared_type: "integer", required: false, description: "" },
        ];
        assert_eq!(table(&fields, "  "), "  id      string   required  Who it is.\n  amount  integer  optional\n");
        assert_eq!(table(&[], "  "), "");
    }
}
