//! The words that schemas share with JSON Schema mean what they mean there (2020-12), but for what is listed here.
//!
//! Each row is a schema, a value, and whether JSON Schema takes it. `docs/differences.md` declares the same differences.
//! `PGS_JSON_SCHEMA_SUITE` names a folder `tests/draft2020-12` of the JSON-Schema-Test-Suite, which is tried as well.

mod protocols;

use std::fmt::Write as _;

use bumpalo::Bump;
use pgs_codegen::analysis::admission;
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::report;
use pgs_value::schema::Check;
use pgs_value::{Value, json};
use protocols::{Protocol, folder};

/// The schema of a field, a value, and whether JSON Schema takes it.
const ALIKE: &[(&str, &str, bool)] = &[
    ("{type: integer}", "7", true),
    ("{type: integer}", "7.5", false),
    ("{type: integer}", "\"7\"", false),
    ("{type: integer}", "true", false),
    ("{type: integer}", "{}", false),
    ("{type: integer}", "123456789012345678901234567890", true),
    ("{type: number}", "7", true),
    ("{type: number}", "7.0", true),
    ("{type: number}", "7.5", true),
    ("{type: number}", "\"7.5\"", false),
    ("{type: number}", "false", false),
    ("{type: string}", "\"\"", true),
    ("{type: string}", "\"7\"", true),
    ("{type: string}", "7", false),
    ("{type: string}", "[\"a\"]", false),
    ("{type: object}", "{}", true),
    ("{type: object}", "[]", false),
    ("{type: array}", "[]", true),
    ("{type: array}", "{}", false),
    ("{type: array}", "\"a\"", false),
    ("{type: boolean}", "false", true),
    ("{type: boolean}", "0", false),
    ("{type: boolean}", "\"\"", false),
    ("{type: [integer, string]}", "7", true),
    ("{type: [integer, string]}", "\"a\"", true),
    ("{type: [integer, string]}", "7.5", false),
    ("{type: [array, object, 'null']}", "null", true),
    ("{type: [array, object, 'null']}", "7", false),
    ("{enum: [1, 2]}", "2", true),
    ("{enum: [1, 2]}", "3", false),
    ("{enum: [1, 2]}", "2.0", true),
    ("{enum: [1]}", "true", false),
    ("{enum: [true]}", "1", false),
    ("{enum: [false]}", "0", false),
    ("{enum: [0]}", "false", false),
    ("{enum: [[false]]}", "[0]", false),
    ("{enum: [[0]]}", "[false]", false),
    ("{enum: [[0]]}", "[0.0]", true),
    ("{enum: [6, a, [], true, {b: 12}]}", "[]", true),
    ("{enum: [6, a, [], true, {b: 12}]}", "{\"b\": 12}", true),
    ("{enum: [6, a, [], true, {b: 12}]}", "{\"b\": false}", false),
    ("{enum: [6, a, [], true, {b: 12}]}", "{\"b\": 12, \"c\": 1}", false),
    ("{enum: [\"a\\nb\", \"a\\0b\"]}", "\"a\\nb\"", true),
    ("{enum: [\"a\\nb\", \"a\\0b\"]}", "\"a\\u0000b\"", true),
    ("{enum: [\"a\\nb\", \"a\\0b\"]}", "\"ab\"", false),
    ("{enum: [6, null], nullable: true}", "null", true),
    ("{minimum: 1.1}", "1.1", true),
    ("{minimum: 1.1}", "2", true),
    ("{minimum: 1.1}", "0.6", false),
    ("{minimum: 1.1}", "\"a\"", true),
    ("{minimum: -2}", "-2.0", true),
    ("{minimum: -2}", "-2.0001", false),
    ("{minimum: 5}", "true", true),
    ("{minimum: 5}", "[1]", true),
    ("{minimum: 10000000000000000000000}", "9999999999999999999999", false),
    ("{minItems: 1}", "[1, 2]", true),
    ("{minItems: 1}", "[]", false),
    ("{minItems: 1}", "\"\"", true),
    ("{items: {type: integer}}", "[1, 2]", true),
    ("{items: {type: integer}}", "[1, \"a\"]", false),
    ("{items: {type: integer}}", "{\"0\": \"a\", \"length\": 1}", true),
    ("{items: {type: array, items: {type: array, items: {type: number}}}}", "[[[1]], [[2], [3]]]", true),
    ("{items: {type: array, items: {type: array, items: {type: number}}}}", "[[[1]], [[2], [\"a\"]]]", false),
    ("{items: {type: array, items: {type: array, items: {type: number}}}}", "[[1]]", false),
    ("{items: {type: [integer, 'null']}}", "[null]", true),
    ("{items: {type: integer}}", "[null]", false),
    ("{properties: {a: {type: integer}, b: {type: string}}}", "{\"a\": 1, \"b\": \"c\"}", true),
    ("{properties: {a: {type: integer}, b: {type: string}}}", "{\"a\": 1, \"b\": {}}", false),
    ("{properties: {a: {type: integer}, b: {type: string}}}", "{\"c\": []}", true),
    ("{properties: {a: {type: integer}, b: {type: string}}}", "[]", true),
    ("{properties: {a: {type: integer}}}", "12", true),
    ("{properties: {__proto__: {type: number}, constructor: {type: number}}}", "{\"__proto__\": \"a\"}", false),
    ("{properties: {a: {}, b: {}}, required: [a]}", "{\"a\": 1}", true),
    ("{properties: {a: {}, b: {}}, required: [a]}", "{\"b\": 1}", false),
    ("{properties: {a: {}, b: {}}, required: [a]}", "[]", true),
    ("{properties: {a: {}}, required: []}", "{}", true),
    ("{properties: {a: {}}}", "{}", true),
    ("{properties: {a: {enum: [b]}, c: {enum: [d]}}, required: [c]}", "{\"c\": \"d\"}", true),
    ("{properties: {a: {enum: [b]}, c: {enum: [d]}}, required: [c]}", "{\"a\": \"b\"}", false),
    ("{format: date-time}", "12", true),
    ("{format: date-time}", "{}", true),
    ("{format: email}", "false", true),
];

/// What JSON Schema answers otherwise, and what is declared about it.
const OTHERWISE: &[(&str, &str, bool)] = &[
    // Null counts as absent, unless it is a value of its own.
    ("{type: string}", "null", false),
    ("{enum: [1, 2]}", "null", false),
    ("{properties: {a: {type: string}}}", "{\"a\": null}", false),
    ("{properties: {a: {}}, required: [a]}", "{\"a\": null}", true),
    // A number with a fraction is no integer, as in Python.
    ("{type: integer}", "7.0", true),
    ("{type: integer}", "7e2", true),
];

/// Schemas of JSON Schema that the build refuses, and the code.
const REFUSED: &[(&str, &str)] = &[
    ("{type: 'null'}", "E073"),
    ("{const: 2}", "E071"),
    ("{items: true}", "E072"),
    ("{items: false}", "E072"),
    ("{properties: {a: true}}", "E072"),
    ("{properties: {a: {type: 'null'}}}", "E073"),
    ("{minItems: 1.0}", "E072"),
    ("{required: [a]}", "E073"),
    ("{enum: [6, null]}", "E074"),
    ("{prefixItems: [{}], items: {type: integer}}", "E071"),
    ("{patternProperties: {'f.o': {minItems: 2}}, additionalProperties: {type: integer}}", "E071"),
    ("{type: string, minimum: 5}", "E073"),
    ("{format: uri}", "E072"),
];

/// Sealed, with these schemas as fields of the payload.
fn sealed<'a>(schemas: impl Iterator<Item = &'a str>) -> Protocol {
    let protocol = Protocol::new(Some(&folder("diagnostics/base")));
    let path = protocol.home().join("protocol/intents/shop__IN_ORDERED_V0.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut fields = String::new();
    for (n, schema) in schemas.enumerate() {
        writeln!(fields, "    f{n}: {{type: object, fields: {{v: {schema}}}}}").unwrap();
    }
    std::fs::write(path, text.replace("  inputs:\n", &format!("  inputs:\n{fields}"))).unwrap();
    protocol.add_capabilities();
    let diagnostics = protocol.seal();
    assert!(!diagnostics.has_errors(), "{}", report::render(&diagnostics, false));
    protocol
}

/// Whether each row is taken.
fn taken(rows: &[(&str, &str, bool)]) -> Vec<bool> {
    let mut diagnostics = Diagnostics::default();
    let sealed = sealed(rows.iter().map(|(schema, ..)| *schema));
    let protocol = pgs_protocol::read(&[sealed.snapshot()], &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{}", report::render(&diagnostics, false));
    let intent = &protocol.intents["shop::IN_ORDERED_V0"];
    let check = Check { is_suppressed: |_| false };
    let is_taken = |(n, (_, value, _)): (usize, &(&str, &str, bool))| {
        let (_, schema) = intent.inputs.iter().find(|(name, _)| *name == format!("f{n}")).unwrap();
        let value = json::parse(&format!("{{\"v\": {value}}}")).unwrap();
        check.value(&value, &admission::of_value(schema, &Bump::new()), &"$").violations.is_empty()
    };
    rows.iter().enumerate().map(is_taken).collect()
}

#[test]
fn shared_words_mean_the_same() {
    let taken = taken(ALIKE);
    let wrong: Vec<_> = ALIKE.iter().zip(taken).filter(|((_, _, valid), taken)| valid != taken).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn differences_are_those_that_are_declared() {
    let taken = taken(OTHERWISE);
    let wrong: Vec<_> = OTHERWISE.iter().zip(taken).filter(|((_, _, valid), taken)| valid == taken).collect();
    assert!(wrong.is_empty(), "no difference any more: {wrong:#?}");
}

#[test]
fn what_is_not_shared_is_refused() {
    let sealed = sealed(REFUSED.iter().map(|(schema, _)| *schema));
    let diagnostics = sealed.compile().diagnostics;
    for (n, (schema, code)) in REFUSED.iter().enumerate() {
        let place = format!("/frontmatter/core/inputs/f{n}/");
        let said = diagnostics.sorted().iter().any(|it| it.pointer.starts_with(&place) && it.code.id() == *code);
        assert!(said, "{schema} is not refused by {code}\n{}", report::render(&diagnostics, false));
    }
}

/// The groups of the suite whose words schemas have, and those that stand close to them; but `format`, which is enforced.
const SUITE: &[&str] = &["type", "enum", "const", "minimum", "minItems", "items", "properties", "required"];

/// Whether a difference about this value is declared: null counts as absent, and `1.0` is no integer.
fn is_declared(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Number(number) => number.is_f64() && number.as_f64().is_some_and(|it| it.fract() == 0.0),
        Value::Array(items) => items.iter().any(is_declared),
        Value::Object(fields) => fields.values().any(is_declared),
        Value::Bool(_) | Value::String(_) => false,
    }
}

#[test]
fn the_suite_of_json_schema() {
    let Some(folder) = std::env::var_os("PGS_JSON_SCHEMA_SUITE") else {
        return eprintln!("passed over: PGS_JSON_SCHEMA_SUITE names no JSON-Schema-Test-Suite");
    };
    let mut schemas = Vec::new();
    for name in SUITE {
        let text = std::fs::read(std::path::Path::new(&folder).join(name).with_extension("json")).unwrap();
        let Value::Array(groups) = json::parse_slice(&text).unwrap() else { panic!("{name} is no list") };
        for mut group in groups {
            let fields = group.as_object_mut().unwrap();
            let (mut schema, tests) = (fields["schema"].take(), fields["tests"].take());
            if let Some(words) = schema.as_object_mut() {
                words.remove("$schema");
            }
            schemas.push((json::compact(&schema), tests));
        }
    }
    let sealed = sealed(schemas.iter().map(|(schema, _)| schema.as_str()));
    let diagnostics = sealed.compile().diagnostics;
    let is_refused = |n: usize| {
        let place = format!("/frontmatter/core/inputs/f{n}/");
        diagnostics.sorted().iter().any(|it| it.pointer.starts_with(&place))
    };
    let (refused, kept): (Vec<_>, Vec<_>) = (0..schemas.len()).partition(|n| is_refused(*n));
    let mut rows = Vec::new();
    for n in &kept {
        for test in schemas[*n].1.as_array().unwrap() {
            rows.push((schemas[*n].0.clone(), json::compact(&test["data"]), test["valid"].as_bool().unwrap()));
        }
    }
    let rows: Vec<_> = rows.iter().map(|(schema, value, valid)| (schema.as_str(), value.as_str(), *valid)).collect();
    let taken = taken(&rows);
    let differ: Vec<_> = rows.iter().zip(taken).filter(|((_, _, valid), taken)| valid != taken).collect();
    eprintln!("{} schemas are refused, {} values tried, {} differ", refused.len(), rows.len(), differ.len());
    for ((schema, value, valid), _) in &differ {
        eprintln!("{schema} {value}: {valid} there");
        assert!(is_declared(&json::parse(value).unwrap()), "{schema} {value} is {valid} in JSON Schema");
    }
}
