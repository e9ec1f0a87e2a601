//! No rule that is written is passed over: what can't be enforced is said by the build, each at its place.

mod protocols;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::report;
use protocols::{Protocol, folder};

/// Schemas with one rule each that is misspelt, malformed or without effect, and the code that says so.
const SCHEMAS: &[(&str, &str)] = &[
    ("{type: string, requird: true}", "E070"),
    ("{type: string, Required: true}", "E070"),
    ("{type: string, enums: [A, B]}", "E070"),
    ("{type: string, allowed_value: [A]}", "E070"),
    ("{type: string, allowedValues: [A]}", "E070"),
    ("{typ: string}", "E070"),
    ("{type: integer, min: 5}", "E070"),
    ("{type: integer, minimun: 5}", "E070"),
    ("{type: array, min_items: 2}", "E070"),
    ("{type: array, item: {type: string}}", "E070"),
    ("{type: object, field: {a: {type: string}}}", "E070"),
    ("{type: object, propertys: {a: {type: string}}}", "E070"),
    ("{type: string, formt: email}", "E070"),
    ("{type: string, nulable: true}", "E070"),
    ("{type: string, defualt: A}", "E070"),
    ("{type: object, fields: {a: {type: string, requird: true}}}", "E070"),
    ("{type: array, items: {type: string, enums: [A]}}", "E070"),
    ("{type: object, properties: {a: {type: integer, maxmum: 5}}}", "E070"),
    ("{type: integer, maximum: 5}", "E071"),
    ("{type: integer, exclusiveMinimum: 5}", "E071"),
    ("{type: integer, exclusiveMaximum: 5}", "E071"),
    ("{type: integer, multipleOf: 5}", "E071"),
    ("{type: string, minLength: 1}", "E071"),
    ("{type: string, maxLength: 5}", "E071"),
    ("{type: string, pattern: '^a$'}", "E071"),
    ("{type: array, maxItems: 5}", "E071"),
    ("{type: array, uniqueItems: true}", "E071"),
    ("{type: array, contains: {type: string}}", "E071"),
    ("{type: object, additionalProperties: false}", "E071"),
    ("{type: object, minProperties: 1}", "E071"),
    ("{const: A}", "E071"),
    ("{oneOf: [{type: string}, {type: integer}]}", "E071"),
    ("{not: {type: string}}", "E071"),
    ("{$ref: '#/$defs/a'}", "E071"),
    ("{type: array, items: {type: integer, maximum: 5}}", "E071"),
    ("{type: string, required: 'true'}", "E072"),
    ("{type: string, required: 1}", "E072"),
    ("{type: string, required: null}", "E072"),
    ("{type: string, nullable: 'no'}", "E072"),
    ("{type: integer, minimum: '5'}", "E072"),
    ("{type: integer, minimum: [5]}", "E072"),
    ("{type: array, minItems: '2'}", "E072"),
    ("{type: array, minItems: 1.0}", "E072"),
    ("{type: array, minItems: -1}", "E072"),
    ("{type: array, items: [{type: string}]}", "E072"),
    ("{type: array, items: string}", "E072"),
    ("{type: string, enum: a}", "E072"),
    ("{type: string, enum: []}", "E072"),
    ("{type: string, allowed_values: {A: 1}}", "E072"),
    ("{type: []}", "E072"),
    ("{type: text}", "E072"),
    ("{type: [string, string]}", "E072"),
    ("{type: null}", "E072"),
    ("{type: string, format: uri}", "E072"),
    ("{type: string, format: 5}", "E072"),
    ("{type: string, format: hex, prefix: 0}", "E072"),
    ("{type: object, fields: [a]}", "E072"),
    ("{type: object, properties: {a: string}}", "E072"),
    ("{type: string, minimum: 5}", "E073"),
    ("{type: string, minItems: 5}", "E073"),
    ("{type: object, items: {type: string}}", "E073"),
    ("{type: array, fields: {a: {type: string}}}", "E073"),
    ("{type: array, properties: {a: {type: string}}}", "E073"),
    ("{type: integer, format: date-time}", "E073"),
    ("{type: string, prefix: '0x'}", "E073"),
    ("{type: 'null'}", "E073"),
    ("{type: [any, string]}", "E073"),
    ("{type: [string, hex_string]}", "E073"),
    ("{type: hex_string, format: email}", "E073"),
    ("{type: [string, 'null'], nullable: false}", "E073"),
    ("{type: string, enum: [A], allowed_values: [A, B]}", "E073"),
    ("{type: object, required: [a], properties: {b: {type: string}}}", "E073"),
    ("{type: object, required: [a]}", "E073"),
    ("{type: object, fields: {a: {}}, properties: {a: {type: string}}}", "E073"),
    ("{type: array, items: {type: string, required: true}}", "E073"),
    ("{type: string, default: 5}", "E074"),
    ("{type: integer, default: '5'}", "E074"),
    ("{type: integer, default: 1.5}", "E074"),
    ("{type: integer, minimum: 5, default: 4}", "E074"),
    ("{type: string, enum: [A, B], default: C}", "E074"),
    ("{type: array, minItems: 1, default: []}", "E074"),
    ("{type: object, fields: {a: {type: string}}, default: {a: 1}}", "E074"),
    ("{type: string, enum: [A, 1]}", "E074"),
    ("{type: integer, minimum: 5, enum: [4, 5]}", "E074"),
    ("{type: string, enum: [A, null]}", "E074"),
    ("{type: string, format: email, default: nobody}", "E074"),
    ("{type: string, format: email, enum: [ada@example.org, nobody]}", "E074"),
    ("{type: string, format: date-time, default: yesterday}", "E074"),
    ("{type: string, format: date-time, default: '2026-02-30T00:00:00Z'}", "E074"),
    ("{type: string, format: hex, prefix: '0x', default: 'ff'}", "E074"),
    ("{type: hex_string, default: not hex}", "E074"),
    ("{type: hex_string, allowed_values: ['0xff', 'fg']}", "E074"),
    ("{type: object, properties: {a: {type: string, format: email}}, default: {a: nobody}}", "E074"),
    ("{type: array, items: {type: string, format: date-time}, default: [yesterday]}", "E074"),
    ("{type: object, fields: {a: {type: string, required: true}}, default: {}}", "E074"),
];

/// Schemas without such a rule.
const SOUND: &[&str] = &[
    "{}",
    "{type: any, minimum: 5, minItems: 2}",
    "{type: string, required: false, description: A text, title: Text, examples: [a], deprecated: true}",
    "{type: string, description: null, default: null}",
    "{type: string, nullable: true, enum: [A, null]}",
    "{type: [integer, 'null'], minimum: 0}",
    "{type: number, minimum: 0.5, default: 1}",
    "{type: array, minItems: 0, items: {type: object, required: [a], properties: {a: {type: integer, minimum: 0}}}}",
    "{type: object, fields: {a: {type: string, required: true, format: email}}}",
    "{type: hex_string}",
    "{type: hex_string, default: '0xff', enum: ['0xff']}",
    "{type: string, format: email, default: ada@example.org}",
    "{type: string, format: date-time, default: '2026-02-28T00:00:00Z'}",
    "{type: string, format: hex, prefix: '0x'}",
    "{allowed_values: [1, 2.5, A, true]}",
    "{minimum: 5}",
];

/// What is said of the base with this change of an artifact of it, and the report.
fn judge(file: &str, find: &str, put: &str) -> (Diagnostics, String) {
    judge_all(&[(file, find, put)])
}

/// The same with these changes; an empty text is found in a file that is not there.
fn judge_all(changes: &[(&str, &str, &str)]) -> (Diagnostics, String) {
    let protocol = Protocol::new(Some(&folder("diagnostics/base")));
    for (file, find, put) in changes {
        let path = protocol.home().join("protocol").join(file);
        let text = if find.is_empty() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            (*put).to_owned()
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(text.matches(find).count(), 1, "`{find}` stands once in {file}");
            text.replace(find, put)
        };
        std::fs::write(path, text).unwrap();
    }
    protocol.add_capabilities();
    let mut diagnostics = protocol.seal();
    if !diagnostics.has_errors() {
        diagnostics = protocol.compile().diagnostics;
    }
    let report = report::render(&diagnostics, false);
    (diagnostics, report)
}

/// What is said of each of these schemas, by its number: the codes.
fn judge_schemas<'a>(schemas: impl Iterator<Item = &'a str>, file: &str, part: &str) -> BTreeMap<usize, Vec<Code>> {
    let head = format!("\n  {part}:\n");
    let mut put = head.clone();
    for (n, schema) in schemas.enumerate() {
        writeln!(put, "    f{n}: {schema}").unwrap();
    }
    let (diagnostics, report) = judge(file, &head, &put);
    let mut codes: BTreeMap<usize, Vec<Code>> = BTreeMap::new();
    for diagnostic in diagnostics.sorted() {
        let below = diagnostic.pointer.strip_prefix(&format!("/frontmatter/core/{part}/f"));
        if let Some(n) = below.and_then(|below| below.split('/').next()?.parse().ok()) {
            codes.entry(n).or_default().push(diagnostic.code);
        } else {
            assert!(!diagnostic.code.id().starts_with("E07"), "{report}");
        }
    }
    codes
}

const PLACES: [(&str, &str); 3] = [
    ("intents/shop__IN_ORDERED_V0.md", "inputs"),
    ("capability_contracts/shop__CC_PRICE_V0.md", "inputs"),
    ("capability_contracts/shop__CC_PRICE_V0.md", "outputs"),
];

#[test]
fn no_rule_that_cannot_be_enforced_passes_in_silence() {
    for (file, part) in PLACES {
        let codes = judge_schemas(SCHEMAS.iter().map(|(schema, _)| *schema), file, part);
        let mut wrong = Vec::new();
        for (n, (schema, code)) in SCHEMAS.iter().enumerate() {
            let found = codes.get(&n).map_or(&[][..], Vec::as_slice);
            if !found.iter().any(|it| it.id() == *code) {
                wrong.push(format!("{schema}: {code} is expected, {found:?} is said"));
            }
        }
        assert!(wrong.is_empty(), "{file}, {part}:\n{}", wrong.join("\n"));
    }
}

#[test]
fn sound_schemas_are_taken() {
    for (file, part) in PLACES {
        let codes = judge_schemas(SOUND.iter().copied(), file, part);
        let is_of_schema = |code: &Code| code.id().starts_with("E0");
        let wrong: Vec<String> = codes
            .iter()
            .filter(|(_, codes)| codes.iter().any(is_of_schema))
            .map(|(n, codes)| format!("{}: {codes:?}", SOUND[*n]))
            .collect();
        assert!(wrong.is_empty(), "{file}, {part}:\n{}", wrong.join("\n"));
    }
}

#[test]
fn a_misspelt_word_is_answered_with_the_near_one() {
    for (misspelt, told) in [
        ("requird", "write `required`, if that is meant"),
        ("enums", "write `enum`, if that is meant"),
        ("Min_Items", "write `minItems`, if that is meant"),
        // A word that would be refused is not proposed.
        ("maxlength", "`maxLength` of JSON Schema is no word of protocols"),
    ] {
        let put = format!("item:\n      {misspelt}: 1\n      type: string");
        let (_, report) = judge("intents/shop__IN_ORDERED_V0.md", "item:\n      type: string", &put);
        assert!(report.contains(told), "{report}");
    }
}

/// Paths that mean something elsewhere, and are keys at best here.
#[test]
fn paths_of_other_languages_are_errors() {
    let paths = [
        "$.payload.item.*",
        "$.payload.item.values[?(@.a > 1)]",
        "$.payload.item. a",
        "$.payload.item.a ",
        "$.payload.item[0]",
        "$.payload.item.list[0].a",
        "$.payload['item']",
        "$.payload..item",
        "$.payload.item.length()",
        "$.payload.item.@type",
        "{{$.payload.item[0] + 1}}",
        "$.payload.item | upper",
        "$.payload.item$.payload.count",
        "$.payload.count + 1",
        "$.payload.item,count",
        "$.payload.{item}",
    ];
    for path in paths {
        let put = format!("item: \"{path}\"\n        count: $.payload.count");
        let find = "item: $.payload.item\n        count: $.payload.count";
        let (diagnostics, report) = judge("workflows/shop__WF_ORDER_V0.md", find, &put);
        assert!(diagnostics.sorted().iter().any(|it| it.code == Code::UnreadableBinding), "{path}\n{report}");
    }
}

#[test]
fn texts_that_look_bound_are_warned_of() {
    let texts = [
        ("{{timestmp}}", "write `{{timestamp}}`, if that is meant"),
        ("{{ now }}", "no template that exists"),
        ("{{payload.item}}", "no template that exists"),
        ("at {{timestamp}}", "more than a template"),
        ("{{$.payload.count + 1}} pieces", "more than a template"),
        (" $.payload.item", "looks like a path"),
        ("$payload.item", "looks like a path"),
        ("$['payload']", "looks like a path"),
        ("$", "looks like a path"),
        ("{{timestamp", "write `{{timestamp}}`, if that is meant"),
        ("timestamp}}", "write `{{timestamp}}`, if that is meant"),
        ("{timestamp}", "write `{{timestamp}}`, if that is meant"),
        ("${timestamp}", "write `{{timestamp}}`, if that is meant"),
        ("{payload.item}", "write `$.payload.item`, if that is meant"),
        ("${payload.item}", "write `$.payload.item`, if that is meant"),
        ("{$.payload.item}", "write `$.payload.item`, if that is meant"),
        ("payload.item", "write `$.payload.item`, if that is meant"),
        ("inputs.member.full_name", "write `$.inputs.member.full_name`, if that is meant"),
        ("results.PRICE.price", "write `$.results.PRICE.price`, if that is meant"),
    ];
    for (text, said) in texts {
        let put = format!("item: \"{text}\"\n        count: $.payload.count");
        let find = "item: $.payload.item\n        count: $.payload.count";
        let (diagnostics, report) = judge("workflows/shop__WF_ORDER_V0.md", find, &put);
        assert!(diagnostics.sorted().iter().any(|it| it.code == Code::NoTemplate), "{text}\n{report}");
        assert!(report.contains(said), "{text}\n{report}");
    }
}

/// What a text may well say.
#[test]
fn texts_that_only_begin_alike_are_taken() {
    let texts = [
        "payload",
        "inputs",
        "payload.json",
        "results.csv",
        "results.total",
        "steps.",
        "inputs and outputs",
        "payload. It is large",
        "timestamp",
        "{}",
        "{a}",
        "${HOME}",
        "a {timestamp} b",
        "Dear {{name}}, ...",
        "a.b.c",
    ];
    for text in texts {
        let put = format!("item: \"{text}\"\n        count: $.payload.count");
        let find = "item: $.payload.item\n        count: $.payload.count";
        let (diagnostics, report) = judge("workflows/shop__WF_ORDER_V0.md", find, &put);
        assert!(!diagnostics.sorted().iter().any(|it| it.code == Code::NoTemplate), "{text}\n{report}");
    }
}

/// `$.inputs.customer.naem`: the contract knows an object, and every node that runs it binds one whose fields the intent
/// declares.
#[test]
fn a_field_that_no_object_declares_is_warned_of() {
    let intent = ("intents/shop__IN_ORDERED_V0.md", "    count:\n", CUSTOMER);
    let bound = |path: &'static str| {
        let find = "item: $.payload.item\n        count: $.payload.count";
        ("workflows/shop__WF_ORDER_V0.md", find, path)
    };
    let customer = "customer: $.payload.customer\n        item: $.payload.item\n        count: $.payload.count";
    let made = "customer: {naem: $.payload.item}\n        item: $.payload.item\n        count: $.payload.count";
    let inner = "customer: $.payload.item\n        item: $.payload.customer.naem\n        count: $.payload.count";
    let open = ("capability_contracts/shop__CC_KEEP_ORDER_V0.md", "    price:\n", OPEN);
    let closed = ("capability_contracts/shop__CC_KEEP_ORDER_V0.md", "    price:\n", CLOSED);
    let read = |path: &'static str| ("capability_contracts/shop__CC_KEEP_ORDER_V0.md", "key: $.inputs.item", path);
    let (wrong, right) = (read("key: $.inputs.customer.naem"), read("key: $.inputs.customer.name"));
    let deep = read("key: $.inputs.customer.home.citi");
    for (changes, is_said) in [
        (vec![intent, bound(customer), open, wrong], true),
        (vec![intent, bound(customer), open, deep], true),
        (vec![intent, bound(customer), open, right], false),
        (vec![intent, bound(made), open, wrong], false),
        (vec![intent, bound(customer), closed, wrong], true),
        (vec![intent, bound(customer), closed, right], false),
        (vec![intent, bound(inner), open, right], true),
    ] {
        let (diagnostics, report) = judge_all(&changes);
        let found = diagnostics.sorted().iter().filter(|it| it.code == Code::UnknownField).count();
        assert_eq!(found, usize::from(is_said), "{changes:?}\n{report}");
        assert!(!is_said || report.contains("write `name`") || report.contains("write `city`"), "{report}");
    }
}

const CUSTOMER: &str = "    customer:
      type: object
      required: true
      fields:
        name: {type: string, required: true}
        home: {type: object, fields: {city: {type: string}}}
    count:
";
const OPEN: &str = "    customer: {type: object, required: true}\n    price:\n";
const CLOSED: &str = "    customer: {type: object, required: true, fields: {name: {type: string}}}\n    price:\n";

/// A path never is the key of a field.
#[test]
fn a_path_suppresses_nothing() {
    for (key, last) in [
        ("$.inputs.item", "item"),
        ("inputs.item", "item"),
        ("item.", "item"),
        ("$.payload['item']", "item"),
        ("/inputs/item", "item"),
        ("items[0].card", "card"),
        ("items[*]", "items"),
    ] {
        let put = format!("  suppress_trace_fields: [\"{key}\"]\n  summary:");
        let (diagnostics, report) = judge("capability_contracts/shop__CC_TELL_V0.md", "  summary:", &put);
        assert!(diagnostics.sorted().iter().any(|it| it.code == Code::UnknownSecret), "{key}\n{report}");
        assert!(report.contains(&format!("write `{last}`")), "{key}\n{report}");
    }
}

#[test]
fn stores_that_cannot_be_files_are_errors() {
    let paths = [
        ("shop/notes.jsonl/", Code::StoreName),
        ("shop//notes.jsonl", Code::StoreName),
        ("shop/./notes.jsonl", Code::StoreName),
        ("./shop/notes.jsonl", Code::StoreOutsideDataRoot),
        (".pgs/notes.jsonl", Code::StoreName),
        (".PGS/notes.jsonl", Code::StoreName),
        ("pgs.db", Code::StoreName),
        ("pgs.db-wal", Code::StoreName),
        ("shop/notes.pgs-new", Code::StoreName),
        ("shop/no\\0tes.jsonl", Code::StoreName),
        ("shop/no\\ntes.jsonl", Code::StoreName),
        ("shop/notes.jsonl ", Code::StoreName),
        ("", Code::StoreOutsideDataRoot),
        ("/shop/notes.jsonl", Code::StoreOutsideDataRoot),
        ("shop/../../notes.jsonl", Code::StoreOutsideDataRoot),
        ("shop/orders.jsonl", Code::StoreClash),
        ("shop/orders.jsonl/notes", Code::StoreClash),
        ("shop", Code::StoreClash),
        ("SHOP/orders.jsonl", Code::StoreCase),
    ];
    for (path, code) in paths {
        let (diagnostics, report) =
            judge("structures/shop__STRUCTURE_SHOP_V0.md", "shop/notes.jsonl", &format!("\"{path}\""));
        assert!(diagnostics.sorted().iter().any(|it| it.code == code), "{path}\n{report}");
    }
}

#[test]
fn misspelt_keys_of_every_kind_are_warned_of() {
    let places = [
        ("workflows/shop__WF_ORDER_V0.md", "runtime_binding: RB", "runtime_bindng: RB", "runtime_binding"),
        ("workflows/shop__WF_ORDER_V0.md", "  summary: Take", "  sumary: Take", "summary"),
        ("workflows/shop__WF_ORDER_V0.md", "emit: EV", "emits: EV", "emit"),
        ("intents/shop__IN_ORDERED_V0.md", "  outcomes:", "  outcome:", "outcomes"),
        ("capability_contracts/shop__CC_PRICE_V0.md", "  evaluation:", "  evalution: {}\n  evaluation:", "evaluation"),
        (
            "capability_contracts/shop__CC_PRICE_V0.md",
            "on_true: SUCCESS",
            "on_tru: A\n      on_true: SUCCESS",
            "on_true",
        ),
        ("capability_contracts/shop__CC_TELL_V0.md", "store: NOTES", "stor: A\n      store: NOTES", "store"),
        ("runtime_bindings/shop__RB_SHOP_V0.md", "policy: {}", "policy: {}\n      polcy: {}", "policy"),
        ("runtime_bindings/shop__RB_SHOP_V0.md", "policy: {}", "policy: {enable: false}", "enabled"),
        ("structures/shop__STRUCTURE_SHOP_V0.md", "path: shop/notes", "pth: a\n      path: shop/notes", "path"),
        ("events/shop__EV_ORDERED_V0.md", "  summary:", "  sumary: A\n  summary:", "summary"),
    ];
    for (file, find, put, near) in places {
        let (diagnostics, report) = judge(file, find, put);
        // Where the key that is meant is not there, the misspelt one is an error.
        let is_there = put.contains(&format!("{near}:"));
        let code = if is_there { Code::UnknownKey } else { Code::MisspeltKey };
        assert!(diagnostics.sorted().iter().any(|it| it.code == code), "{put}\n{report}");
        assert!(report.contains(&format!("write `{near}`")), "{put}\n{report}");
    }
}

/// Keys of parts that only some artifacts have.
#[test]
fn misspelt_keys_of_transforms_and_entities_are_warned_of() {
    let transform = |machine: &str| {
        format!(
            "# CT\n\n## Machine\n\n```yaml\nct_code: CT_PURE_SAY_V0\ncore:\n  summary: Say\nmachine:\n  {machine}\n```\n"
        )
    };
    let entity = |rest: &str| {
        format!(
            "# E\n\n## Machine\n\n```yaml\nentity_code: ENTITY_ORDER_V0\ncore:\n  summary: An order\n  {rest}\n```\n"
        )
    };
    let (of_transform, of_entity) =
        ("capability_transforms/shop__CT_PURE_SAY_V0.md", "entities/shop__ENTITY_ORDER_V0.md");
    let contract = "capability_contracts/shop__CC_TELL_V0.md";
    let statuses = |codes: &str| {
        format!(
            "  result_status_contract: {{allowed: [SUCCESS, VIOLATION, BACKEND_ERROR]}}\n  error_codes: {{{codes}: A}}\n  summary:"
        )
    };
    for (file, find, put, near) in [
        (of_transform, "", transform("ct_puriti: ct_pure"), Some("ct_purity")),
        (of_transform, "", transform("ct_purity: ct_pure"), None),
        (of_entity, "", entity("lifecycle: {field: state, inital: A, stages: [A]}"), Some("initial")),
        (of_entity, "", entity("attributes: [{name: state, typ: string}]"), Some("type")),
        (of_entity, "", entity("lifecycle: {field: state, initial: A, stages: [A], terminal: A}"), None),
        (of_entity, "", entity("attributes: [{name: state, type: string, enum: [A]}]"), None),
        (contract, "  summary:", statuses("VIOLATON"), Some("VIOLATION")),
        (contract, "  summary:", statuses("VIOLATION"), None),
    ] {
        let (diagnostics, report) = judge_all(&[(file, find, &put)]);
        let is_said = diagnostics.sorted().iter().any(|it| matches!(it.code, Code::UnknownKey | Code::MisspeltKey));
        assert_eq!(is_said, near.is_some(), "{put}\n{report}");
        assert!(near.is_none_or(|near| report.contains(&format!("write `{near}`"))), "{put}\n{report}");
    }
}

/// Texts of which a character is not seen, and such in which it only chooses the form of another one.
#[test]
fn what_is_not_seen_is_warned_of() {
    for (text, is_said) in [
        ("Regi\u{fe0f}ster", true),
        ("caf\u{e9}\u{fe0f}", true),
        ("\u{2800}", true),
        ("a\u{2800}b", true),
        ("\u{2764}\u{fe0f}", false),
        ("1\u{fe0f}\u{20e3}", false),
        ("\u{845b}\u{fe00}", false),
        ("\u{2801}", false),
    ] {
        let put = format!("  summary: \"{text}\"");
        let (diagnostics, report) =
            judge("workflows/shop__WF_ORDER_V0.md", "  summary: Take an order, or refuse it", &put);
        let found = diagnostics.sorted().iter().any(|it| it.code == Code::HiddenCharacter);
        assert_eq!(found, is_said, "{text:?}\n{report}");
    }
}

/// An event may be emitted under its own name alone.
#[test]
fn copies_of_events_are_errors() {
    let event =
        |code: &str| format!("# EV\n\n## Machine\n\n```yaml\n{code}core:\n  summary: Something was sent\n```\n");
    let files = ["events/shop__EV_SENT_V0.md", "events/shop__EV_GONE_V0.md"];
    for (codes, is_said) in [(["", ""], true), (["ev_code: EV_SENT_V0\n", "ev_code: EV_GONE_V0\n"], false)] {
        let (diagnostics, report) = judge_all(&[(files[0], "", &event(codes[0])), (files[1], "", &event(codes[1]))]);
        let found = diagnostics.sorted().iter().any(|it| it.code == Code::OneContent);
        assert_eq!(found, is_said, "{report}");
    }
}

/// A text where a list or a truth value is asked for says nothing; it is not passed over.
#[test]
fn parts_of_the_wrong_form_are_errors() {
    let places = [
        ("capability_contracts/shop__CC_TELL_V0.md", "  summary:", "  suppress_trace_fields: item\n  summary:"),
        ("capability_contracts/shop__CC_TELL_V0.md", "  summary:", "  suppress_trace_fields: [[item]]\n  summary:"),
        (
            "capability_contracts/shop__CC_TELL_V0.md",
            "  summary:",
            "  result_status_contract: {allowed: SUCCESS}\n  summary:",
        ),
        ("capability_contracts/shop__CC_TELL_V0.md", "store: NOTES", "store: [NOTES]"),
        (
            "capability_contracts/shop__CC_PRICE_V0.md",
            "      inputs:",
            "      on_ct_result: {on_failure: 1}\n      inputs:",
        ),
        ("runtime_bindings/shop__RB_SHOP_V0.md", "policy: {}", "policy: {enabled: \"no\"}"),
        ("runtime_bindings/shop__RB_SHOP_V0.md", "policy: {}", "policy: {path: 1}"),
        ("workflows/shop__WF_ORDER_V0.md", "  summary:", "  admission: {requires: EV_ORDERED_V0}\n  summary:"),
        ("workflows/shop__WF_ORDER_V0.md", "emit: EV_ORDERED_V0", "emit: [EV_ORDERED_V0]"),
        ("workflows/shop__WF_ORDER_V0.md", "runtime_binding: RB_SHOP_V0", "runtime_binding: [RB_SHOP_V0]"),
        ("intents/shop__IN_ORDERED_V0.md", "workflow: WF_ORDER_V0", "workflow: [WF_ORDER_V0]"),
    ];
    for (file, find, put) in places {
        let (diagnostics, report) = judge(file, find, put);
        assert!(diagnostics.sorted().iter().any(|it| it.code == Code::MalformedArtifact), "{put}\n{report}");
    }
}
