//! JSON documents of every kind on their way: as a part of a payload into state, the trace, a replay, an export. What is
//! JSON arrives as it is, or is refused by a limit that has a name; what is none is refused; no text, key or number means
//! anything to the program.
//!
//! The names of the cases say what they are, as the cases of JSONTestSuite do: `y_` is JSON, `n_` is none, and of `i_` the
//! standard leaves it to the reader.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use pgs_value::{Value, json};
use support::{Place, binary, command, feed, project};

const ADD: &str = "library::WF_ADD_BOOK_V0";
const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";

/// Documents that arrive, and how they are written then, if otherwise.
const ARRIVE: &[(&str, &str, &str)] = &[
    ("y_array_empty", "[]", ""),
    ("y_array_empty_text", r#"[""]"#, ""),
    ("y_array_of_kinds", r#"[null, 1, "1", {}, false, true]"#, r#"[null,1,"1",{},false,true]"#),
    ("y_array_nulls", "[1,null,null,null,2]", ""),
    ("y_array_white_space", " [ 1\t,\r2 ] ", "[1,2]"),
    ("y_number", "[123e65]", "[1.23e+67]"),
    ("y_number_0e+1", "[0e+1]", "[0.0]"),
    ("y_number_0e1", "[0e1]", "[0.0]"),
    ("y_number_after_space", "[ 4]", "[4]"),
    (
        "y_number_close_to_zero",
        "[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]",
        "[-1e-78]",
    ),
    ("y_number_int_with_exp", "[20e1]", "[200.0]"),
    ("y_number_minus_zero", "[-0]", "[0]"),
    ("y_number_minus_zero_float", "[-0.0]", ""),
    ("y_number_negative", "[-123]", ""),
    ("y_number_capital_e", "[1E22]", "[1e+22]"),
    ("y_number_capital_e_minus", "[1E-2]", "[0.01]"),
    ("y_number_capital_e_plus", "[1E+2]", "[100.0]"),
    ("y_number_real_exponent", "[123e45]", "[1.23e+47]"),
    ("y_number_real", "[123.456789]", ""),
    ("y_number_halfway_even", "[9007199254740993.0]", "[9007199254740992.0]"),
    (
        "y_number_halfway_digits",
        "[2.22507385850720113605740979670913197593481954635164564e-308]",
        "[2.225073858507201e-308]",
    ),
    ("y_number_smallest", "[5e-324]", ""),
    ("y_number_largest", "[1.7976931348623157e308]", "[1.7976931348623157e+308]"),
    ("y_number_2_to_the_53", "[9007199254740993]", ""),
    ("y_number_64_bits", "[-9223372036854775809,18446744073709551616]", ""),
    ("y_object", r#"{"asd":"sdf","dfg":"fgh"}"#, ""),
    ("y_object_duplicate_key", r#"{"a":"b","a":"c"}"#, r#"{"a":"c"}"#),
    ("y_object_duplicate_key_later", r#"{"a":1,"b":2,"a":3}"#, r#"{"a":3,"b":2}"#),
    ("y_object_empty_key", r#"{"":0}"#, ""),
    ("y_object_escaped_null_key", r#"{"foo\u0000bar":42}"#, ""),
    (
        "y_object_long_text",
        r#"{"x":[{"id":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}],"id":"xxxxxxxxxxxxxxxxxx"}"#,
        "",
    ),
    ("y_string_pairs", r#"["\ud801\udc37\uD834\uDD1E"]"#, "[\"\u{10437}\u{1d11e}\"]"),
    ("y_string_escapes", r#"["\"\\\/\b\f\n\r\t"]"#, r#"["\"\\/\b\f\n\r\t"]"#),
    ("y_string_backslash_and_u_escaped_zero", r#"["\\u0000"]"#, ""),
    ("y_string_control_character_escaped", r#"["\u0012\u001f"]"#, ""),
    ("y_string_delete", "[\"\u{7f}\"]", ""),
    ("y_string_nonCharacterInUTF-8_U+FFFF", "[\"\u{ffff}\u{fffe}\u{fdd0}\u{1ffff}\"]", ""),
    ("y_string_reserved_character", "[\"\u{10ffff}\u{1bfff}\"]", ""),
    ("y_string_separators", "[\"\u{2028}\u{2029}\"]", ""),
    ("y_string_uEscape", r#"["\u0061\u30af\u30EA\u30b9"]"#, "[\"a\u{30af}\u{30ea}\u{30b9}\"]"),
    ("y_string_one_byte", r#"["\u002c"]"#, r#"[","]"#),
    ("y_string_comments", r#"["a/*b*/c/*d//e"]"#, ""),
    ("y_string_bom_within", "[\"\u{feff}\"]", ""),
    ("y_lonely_text", r#""asd""#, ""),
    ("y_lonely_number", "42", ""),
    ("y_lonely_negative_real", "-0.1", ""),
    ("y_lonely_words_true", "true", ""),
    ("y_lonely_words_null", "null", ""),
    ("y_trailing_white_space", "[] \t", "[]"),
    ("i_number_double_underflow", "[123e-10000000]", "[0.0]"),
    ("i_number_real_underflow", "[1e-400]", "[0.0]"),
    ("i_number_too_big_neg_int", "[-123123123123123123123123123123]", ""),
    ("i_number_10_to_the_39", "[1000000000000000000000000000000000000000]", ""),
    // What libraries mark numbers with is a text like any other.
    ("m_marker_key", r#"{"$serde_json::private::Number":"1"}"#, ""),
    ("m_marker_key_escaped", r#"{"\u0024serde_json::private::Number":"1"}"#, r#"{"$serde_json::private::Number":"1"}"#),
    ("m_marker_text", r#""$serde_json::private::Number""#, ""),
    ("m_marker_deep", r#"[{"a":{"$serde_json::private::Number":"x","b":1}}]"#, ""),
    ("m_marker_of_no_number", r#"{"$serde_json::private::Number":null}"#, ""),
    ("m_raw_value", r#"{"$serde_json::private::RawValue":"{"}"#, ""),
    ("m_datetime", r#"{"$__toml_private_datetime":"1979-05-27"}"#, ""),
    ("m_path", r#"["$.payload.title","{{timestamp}}","$.steps.x","${HOME}"]"#, ""),
    ("m_constructor", r##"{"__proto__":{"a":1},"__class__":"x","$ref":"#"}"##, ""),
];

/// What is no JSON, or none that can be kept, and the word for it.
const REFUSED: &[(&str, &[u8], &str)] = &[
    ("n_array_1_true_without_comma", b"[1 true]", "expected `,` or `]`"),
    ("n_array_invalid_utf8", b"[\xff]", "is not UTF-8"),
    ("n_array_colon", b"[\"\": 1]", ""),
    ("n_array_comma_after_close", b"[\"\"],", ""),
    ("n_array_comma_and_number", b"[,1]", ""),
    ("n_array_double_comma", b"[1,,2]", ""),
    ("n_array_extra_close", b"[\"x\"]]", ""),
    ("n_array_extra_comma", b"[\"\",]", "trailing comma"),
    ("n_array_just_minus", b"[-]", ""),
    ("n_array_unclosed", b"[\"\"", ""),
    ("n_array_vertical_tab", b"[\"\x0ba\"\\f]", ""),
    ("n_array_star_inside", b"[*]", ""),
    ("n_incomplete_words", b"[nul]", ""),
    ("n_incomplete_true", b"[tru]", ""),
    ("n_capitalized_True", b"[True]", ""),
    ("n_multidigit_number_then_00", b"123\x00", ""),
    ("n_number_++", b"[++1234]", ""),
    ("n_number_+1", b"[+1]", ""),
    ("n_number_+Inf", b"[+Inf]", ""),
    ("n_number_-01", b"[-01]", ""),
    ("n_number_-1.0.", b"[-1.0.]", ""),
    ("n_number_-2.", b"[-2.]", ""),
    ("n_number_-NaN", b"[-NaN]", ""),
    ("n_number_.-1", b"[.-1]", ""),
    ("n_number_.2e-3", b"[.2e-3]", ""),
    ("n_number_0.1.2", b"[0.1.2]", ""),
    ("n_number_0.3e+", b"[0.3e+]", ""),
    ("n_number_0.e1", b"[0.e1]", ""),
    ("n_number_0_capital_E+", b"[0E+]", ""),
    ("n_number_1_000", b"[1 000.0]", ""),
    ("n_number_1eE2", b"[1eE2]", ""),
    ("n_number_2.e3", b"[2.e3]", ""),
    ("n_number_9.e+", b"[9.e+]", ""),
    ("n_number_Inf", b"[Inf]", ""),
    ("n_number_Infinity", b"[Infinity]", ""),
    ("n_number_minus_Infinity", b"[-Infinity]", ""),
    ("n_number_NaN", b"[NaN]", ""),
    ("n_number_full_width_digit", "[\u{ff11}]".as_bytes(), ""),
    ("n_number_expression", b"[1+2]", ""),
    ("n_number_hex", b"[0x42]", ""),
    ("n_number_00.0", b"[00.0]", "invalid number"),
    ("n_number_-00e0", b"[-00e0]", "invalid number"),
    ("n_number_leading_zero", b"[012]", "invalid number"),
    ("n_number_with_alpha", b"[1.2a-3]", ""),
    ("n_number_underscore", b"[1_000]", ""),
    ("n_object_bad_value", b"[\"x\", truth]", ""),
    ("n_object_comma_instead_of_colon", b"{\"x\", null}", "expected `:`"),
    ("n_object_double_colon", b"{\"x\"::\"b\"}", ""),
    ("n_object_emoji", "{\u{1f1e8}\u{1f1ed}}".as_bytes(), ""),
    ("n_object_missing_value", b"{\"a\":", ""),
    ("n_object_no_colon", b"{\"a\"", ""),
    ("n_object_non_string_key", b"{1:1}", ""),
    ("n_object_single_quote", b"{'a':0}", ""),
    ("n_object_trailing_comma", b"{\"id\":0,}", ""),
    ("n_object_trailing_comment", b"{\"a\":\"b\"}/**/", ""),
    ("n_object_unquoted_key", b"{a: \"b\"}", ""),
    ("n_single_space", b" ", ""),
    ("n_string_1_surrogate_then_escape", b"[\"\\uD800\\\"]", ""),
    ("n_string_1_surrogate_then_escape_u1x", b"[\"\\uD800\\u1x\"]", ""),
    ("n_string_accentuated_char_no_quotes", "[\u{e9}]".as_bytes(), ""),
    ("n_string_backslash_00", b"[\"\\\x00\"]", ""),
    ("n_string_escape_x", b"[\"\\x00\"]", "invalid escape"),
    ("n_string_octal_escape", b"[\"\\01\"]", "invalid escape"),
    ("n_string_escaped_emoji", "[\"\\\u{1f300}\"]".as_bytes(), ""),
    ("n_string_incomplete_escaped_character", b"[\"\\u00A\"]", ""),
    ("n_string_invalid_utf8_after_escape", b"[\"\\\xe5\"]", "is not UTF-8"),
    ("n_string_single_doublequote", b"\"", ""),
    ("n_string_start_escape_unclosed", b"[\"\\", ""),
    ("n_string_unescaped_ctrl_char", b"[\"a\x00a\"]", "control character"),
    ("n_string_unescaped_tab", b"[\"\t\"]", "control character"),
    ("n_string_unicode_CapitalU", b"\"\\UA66D\"", ""),
    ("n_string_with_trailing_garbage", b"\"\"x", ""),
    ("n_structure_angle_bracket", b"<.>", ""),
    ("n_structure_ascii_unicode_identifier", b"a\xc3\xa5", ""),
    ("n_structure_bom_only", b"\xef\xbb\xbf", ""),
    ("n_structure_close_unopened", b"1]", ""),
    ("n_structure_double_array", b"[][]", ""),
    ("n_structure_object_with_comment", b"{\"a\":/*comment*/\"b\"}", ""),
    ("n_structure_unicode_white_space", "[\u{2060}]".as_bytes(), ""),
    ("n_structure_no_break_space", "[\u{a0}]".as_bytes(), ""),
    ("n_structure_form_feed", b"[\x0c]", ""),
    ("n_structure_word_joined", b"[1]x", ""),
    // Of these, the standard leaves it to the reader; the reference takes some.
    (
        "i_number_huge_exp",
        b"[0.4e00669999999999999999999999999999999999999999999999999999999999999999999969999999006]",
        "outside the range",
    ),
    ("i_number_neg_overflow", b"[-1e+9999]", "outside the range"),
    ("i_number_pos_overflow", b"[1.5e+9999]", "outside the range"),
    ("i_string_lone_surrogate", b"[\"\\uDADA\"]", ""),
    ("i_string_lone_second_surrogate", b"[\"\\uDFAA\"]", "surrogate"),
    ("i_string_inverted_surrogates", b"[\"\\uDd1e\\uD834\"]", "surrogate"),
    ("i_string_incomplete_surrogate_pair", b"[\"\\uD800\\u0061\"]", ""),
    ("i_string_overlong_sequence", b"[\"\xc0\xaf\"]", "is not UTF-8"),
    ("i_string_surrogate_in_utf8", b"[\"\xed\xa0\x80\"]", "is not UTF-8"),
    ("i_string_not_in_unicode_range", b"[\"\xf4\xbf\xbf\xbf\"]", "is not UTF-8"),
    ("i_string_latin_1", b"[\"\xe9\"]", "is not UTF-8"),
    ("i_structure_bom_before", b"\xef\xbb\xbf{}", ""),
];

/// Texts at which programs have stumbled.
const NAUGHTY: &[&str] = &[
    "undefined",
    "null",
    "NaN",
    "-Infinity",
    "1/0",
    "0x0",
    "1e1000",
    "09",
    "1,000.00",
    "Ω≈ç√∫˜µ≤≥÷",
    "田中さんにあげて下さい",
    "ÅÍÎÏ˝ÓÔÒÚÆ☃",
    "﷽",
    "ثم نفس سقطت",
    "בְּרֵאשִׁית",
    "👩🏽‍❤️‍💋‍👨🏻",
    "🇺🇸🇷🇺",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́O̵̹̻̝̳",
    "\u{202e}test\u{202c}",
    "\u{2066}test\u{2067}",
    "\u{200b}\u{200d}\u{feff}\u{ad}",
    "\u{1b}[31mred\u{1b}[0m\u{7}",
    "\u{1}\u{2}\u{7f}\u{80}\u{85}\u{9b}31m",
    "a\u{0}b",
    "\u{fffe}\u{ffff}",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "\"; DROP TABLE state; --",
    "../../../etc/passwd",
    "$HOME",
    "`touch x`",
    "%s%n%x",
    "{{timestamp}}",
    "{0}",
    "$.payload",
    "@everyone",
    "https://example.org/\u{202e}gro",
    "<suppressed>",
    "\\u0000",
    "\\",
    "\"",
    "'",
    "  ",
    "\r\n",
    "\t",
    "#{1}",
    "|",
    "[x](y)",
    "CON",
    "NUL.txt",
    "if\u{212a}",
    "\u{130}i̇ıI",
    "ß",
    "ŉ",
    "\u{e0001}\u{e0041}",
    "\u{1f9d1}\u{200d}",
    "-",
    "--",
    "---",
    "...",
    "",
];

/// A payload whose `remarks` are this document.
fn book(n: usize, document: &[u8]) -> Vec<u8> {
    let head = format!(r#"{{"barcode":"0x{n:04x}","title":"T","authors":["A"],"section":"SCIENCE","remarks":"#);
    [head.as_bytes(), document, b"}\n"].concat()
}

/// The results of payloads, one a line.
fn batch(place: &Place, store: &str, lines: &[u8]) -> Vec<Value> {
    let mut command = place.pgs(ADD);
    command.args(["--payloads", "-", "--durability", "os", "--store", store]);
    let output = feed(&mut command, lines);
    let text = String::from_utf8(output.stdout).unwrap();
    let hidden = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{200b}\u{2066}\u{feff}\u{fffe}".contains(c);
    assert!(!text.contains(hidden), "a result shows what it holds");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    text.lines().map(|line| json::parse(line).unwrap()).collect()
}

/// The catalogue as files hold it; for a database, as an export has it.
fn catalogue(place: &Place, store: &str) -> Value {
    let file = if store == "files" {
        place.data()
    } else {
        let to = place.folder().join("exported");
        let mut command = command(binary("pgs"));
        command.args(["state", "export", "--data-root"]).arg(place.data()).arg("--to").arg(&to);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        to
    };
    json::parse(&fs::read_to_string(file.join("library/catalogue.json")).unwrap()).unwrap()
}

/// Every trace verifies, and every run is identical.
fn is_evidence(place: &Place, runs: usize) {
    for (task, wanted) in [("verify", format!("{runs} traces: {runs} ok, 0 failed")), ("replay", String::new())] {
        let output = command(binary("pgs")).arg(task).arg(place.workspace()).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.trim_end().ends_with(&wanted), "{task}: {text}");
        let identical = text.lines().filter(|line| line.starts_with("identical")).count();
        assert!(task == "verify" || identical == runs, "{text}");
    }
}

fn stores() -> &'static [&'static str] {
    if cfg!(feature = "sqlite") { &["files", "sqlite"] } else { &["files"] }
}

/// Each document goes in, and comes out of the answer, of state, of the trace and of an export as it is to be written.
#[track_caller]
fn arrive(documents: &[(String, String)]) {
    for store in stores() {
        let place = Place::new();
        let lines: Vec<u8> =
            documents.iter().enumerate().flat_map(|(n, (document, _))| book(n, document.as_bytes())).collect();
        let results = batch(&place, store, &lines);
        assert_eq!(results.len(), documents.len());
        let catalogue = catalogue(&place, store);
        for (n, ((document, wanted), result)) in documents.iter().zip(&results).enumerate() {
            assert_eq!(result["status"].as_str(), Some("SUCCESS"), "{document} in {store}: {result}");
            assert_eq!(json::plain(&result["output"]["remarks"]), *wanted, "the answer, {store}");
            assert_eq!(json::plain(&catalogue[&format!("0x{n:04x}")]["remarks"]), *wanted, "state, {store}");
            assert!(trace_holds(&place, result, wanted), "the trace, {store}: {wanted}");
        }
        is_evidence(&place, documents.len());
    }
}

/// Whether an event of the run holds this document.
fn trace_holds(place: &Place, result: &Value, wanted: &str) -> bool {
    let id = result["trace_id"].as_str().unwrap();
    let folder = place.workspace().join("traces/library/WF_ADD_BOOK_V0").join(id);
    let trace = fs::read_to_string(folder.join(format!("{id}.jsonl"))).unwrap();
    let wanted = json::parse(wanted).unwrap();
    trace.lines().any(|line| holds(&json::parse(line).unwrap(), &wanted))
}

fn holds(value: &Value, wanted: &Value) -> bool {
    let within = match value {
        Value::Array(items) => items.iter().any(|item| holds(item, wanted)),
        Value::Object(object) => object.values().any(|value| holds(value, wanted)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    within || json::plain(value) == json::plain(wanted)
}

#[test]
fn what_is_json_arrives() {
    let written = |document: &str, wanted: &str| {
        (document.to_owned(), if wanted.is_empty() { document } else { wanted }.to_owned())
    };
    arrive(&ARRIVE.iter().map(|(_, document, wanted)| written(document, wanted)).collect::<Vec<_>>());
}

#[test]
fn naughty_texts_arrive_as_texts_and_as_keys() {
    let text = |text: &str| json::plain(&Value::from(text));
    let written = NAUGHTY.iter().flat_map(|naughty| {
        let naughty = text(naughty);
        [naughty.clone(), format!("{{{naughty}:[{naughty}]}}")].map(|document| (document.clone(), document))
    });
    arrive(&written.collect::<Vec<_>>());
}

#[test]
fn integers_arrive_digit_by_digit() {
    let digits = (1..=121).flat_map(|digits| {
        let nines = "9".repeat(digits);
        let power = format!("1{}", "0".repeat(digits - 1));
        [nines.clone(), format!("-{nines}"), power.clone(), format!("{{\"a\":[{power}]}}")]
    });
    let longest = "7".repeat(4300);
    arrive(&digits.chain([longest]).map(|document| (document.clone(), document)).collect::<Vec<_>>());
}

#[test]
fn what_is_no_json_is_refused() {
    let place = Place::new();
    let lines: Vec<u8> = REFUSED.iter().enumerate().flat_map(|(n, (_, document, _))| book(n, document)).collect();
    // A line break would end the line; none of the documents has one.
    let results = batch(&place, "files", &lines);
    assert_eq!(results.len(), REFUSED.len());
    for ((name, document, word), result) in REFUSED.iter().zip(&results) {
        let error = result["error"].as_str().unwrap_or_else(|| panic!("{name}: {result}"));
        assert!(error.contains("is not") && error.contains(word), "{name}: {error}");
        // The same alone.
        let mut command = place.pgs(ADD);
        let output = feed(command.args(["--payload", "-"]), &book(1, document));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && said.starts_with("error: ") && said.lines().count() == 1, "{said}");
    }
    assert!(!place.data().exists(), "nothing is done");
}

#[test]
fn white_space_may_be_anywhere() {
    let place = Place::new();
    let mut command = place.pgs(ADD);
    let document = book(1, b"\n[\r\n1 ,\t{ \"a\"\n:\r2 } ]\n");
    let output = feed(command.args(["--payload", "-"]), &[b"\n\t", document.as_slice(), b"\r\n "].concat());
    assert!(String::from_utf8(output.stdout).unwrap().contains(r#""remarks":[1,{"a":2}]"#));
}

#[test]
fn a_store_answers_integers_that_replay_compares() {
    let big = format!("1{}", "0".repeat(39));
    for store in stores() {
        let place = Place::new();
        let document = format!(r#"[{big},-{big}7,1e39,{{"$serde_json::private::Number":"1"}}]"#);
        assert_eq!(batch(&place, store, &book(1, document.as_bytes()))[0]["status"].as_str(), Some("SUCCESS"));
        let mut runs = 1;
        for (fqdn, payload) in [
            (REGISTER, support::payload("library/register_member")),
            ("library::WF_RESERVE_BOOK_V0", json!({ "book_id": "0x0001", "member_id": "M_a937a8f2b8c2a987" })),
            ("library::WF_LEND_BOOK_V0", {
                let mut payload = support::payload("library/lend_book");
                payload["book_id"] = "0x0001".into();
                payload
            }),
        ] {
            let mut command = place.pgs(fqdn);
            command.args(["--store", store, "--payload", "-"]);
            let output = feed(&mut command, payload.to_string().as_bytes());
            assert!(
                String::from_utf8_lossy(&output.stdout).contains("Trace ID"),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            runs += 1;
        }
        is_evidence(&place, runs);
        let found = json::plain(&catalogue(&place, store)["0x0001"]["remarks"]);
        assert_eq!(found, document.replace("1e39", "1e+39"), "{store}");
    }
}

/// A snapshot with one conformance case of a transform that gives back records which fit a filter.
fn snapshot(place: &Place, record: &str) -> PathBuf {
    let cases = "protocol_snapshot/conformance";
    let from = project().join("snapshots/library").join(cases);
    let name = "capability_transforms__CT_PURE_FILTER_RECORDS_V0__none_overdue.json";
    let case = fs::read_to_string(from.join(name)).unwrap();
    let mut case = json::parse(&case).unwrap();
    case["ct_ir"]["inputs"]["source"][0] = json::parse(record).unwrap();
    case["ct_ir"]["inputs"]["filter"] = json!({ "state": "LENT" });
    case["expected"] = json!({ "extracted": case["ct_ir"]["inputs"]["source"] });
    case["expected_outcome"] = "SUCCESS".into();
    case["fqdn"] = "capability_transforms::CT_PURE_FILTER_RECORDS_V0::a\u{202e}b\u{1b}[31m".into();
    let to = place.folder().join(cases);
    fs::create_dir_all(&to).unwrap();
    fs::write(to.join(name), json::pretty(&case)).unwrap();
    to.parent().unwrap().to_owned()
}

fn conformance(snapshot: &Path) -> String {
    let output = command(binary("pgs")).arg("conformance").arg(snapshot).output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

#[test]
fn conformance_compares_integers_digit_by_digit() {
    let place = Place::new();
    for digits in [20, 39, 40, 80, 121] {
        let (big, other) = (format!("1{}", "0".repeat(digits)), format!("1{}1", "0".repeat(digits - 1)));
        let record = format!(r#"{{"state":"LENT","n":{big},"$serde_json::private::Number":"1"}}"#);
        let folder = snapshot(&place, &record);
        let said = conformance(&folder);
        assert!(said.contains("1 passed") || said.contains("ok"), "{said}");
        assert!(!said.contains(['\u{202e}', '\u{1b}']), "a name shows what it holds: {said:?}");
        // One digit more makes another number.
        let file = support::files_below(&folder).remove(0);
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replacen(&big, &other, 1)).unwrap();
        assert!(conformance(&folder).to_lowercase().contains("fail"), "{big} is not {other}");
    }
}

#[test]
fn state_as_deep_as_may_be_makes_a_trace_that_can_be_read() {
    let place = Place::new();
    batch(&place, "files", &book(1, b"null"));
    let catalogue = place.data().join("library/catalogue.json");
    let text = fs::read_to_string(&catalogue).unwrap();
    // A state file may be nested 127 deep.
    let deep = format!("{}{}", "[".repeat(125), "]".repeat(125));
    fs::write(&catalogue, text.replace("\"remarks\": null", &format!("\"remarks\": {deep}"))).unwrap();
    let mut payload = support::payload("library/lend_book");
    payload["book_id"] = "0x0001".into();
    place.run(REGISTER, "library/register_member");
    let output = feed(place.pgs("library::WF_LEND_BOOK_V0").args(["--payload", "-"]), payload.to_string().as_bytes());
    assert!(String::from_utf8_lossy(&output.stdout).contains("Trace ID"));
    let trace = place.traces().into_iter().find(|path| path.display().to_string().contains("WF_LEND_BOOK_V0")).unwrap();
    assert!(fs::read_to_string(&trace).unwrap().contains(&deep), "the trace holds what was read");
    is_evidence(&place, 3);
}
