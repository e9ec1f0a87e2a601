//! What can be written in `capabilities.toml`, and what is said where it is wrong.

use pgs_description::{Access, DescriptionError, Generation, Type, WorksOn, read};

/// A transform, without what follows it.
const TRANSFORM: &str = "crate = \"a\"\n[[transform]]\nfqdn = \"a::CT_X_V0\"\nmodule = \"x\"\n";

/// A side effect, without what follows it.
const SIDE_EFFECT: &str = "crate = \"a\"\n[[side_effect]]\nfqdn = \"a::CS_X_V0\"\nmodule = \"b::x\"\n";

/// An operation, without what follows it.
const OPERATION: &str = "[[side_effect.operation]]\nname = \"PUT_ALL\"\nstatuses = [\"SUCCESS\"]\n";

#[test]
fn the_own_descriptions_can_be_read() {
    for (file, text) in [
        (pgs_rt_description::FILE, pgs_rt_description::TEXT),
        (pgs_capabilities_description::FILE, pgs_capabilities_description::TEXT),
        (pgs_rt_description::PGC_FILE, pgs_rt_description::PGC_TEXT),
        (pgs_capabilities_description::PGC_FILE, pgs_capabilities_description::PGC_TEXT),
    ] {
        read(file, text).unwrap();
    }
}

#[test]
fn what_is_not_written_has_a_plain_meaning() {
    let transform = &read("f", TRANSFORM).unwrap().transforms["a::CT_X_V0"];
    assert_eq!((transform.module.as_str(), transform.feature.as_deref()), ("a::x", None));
    assert!(transform.fallible && !transform.draws && !transform.others && !transform.gate && !transform.hands_on);
    let text = format!(
        "{TRANSFORM}inputs = [{{ name = \"i\", type = \"any\" }}]\noutputs = [{{ name = \"o\", type = \"any\" }}]"
    );
    let transform = &read("f", &text).unwrap().transforms["a::CT_X_V0"];
    assert!(transform.inputs[0].required && !transform.outputs[0].optional);
    assert_eq!(transform.inputs[0].ty, Type::Any);
}

#[test]
fn rust_names_follow_the_operation() {
    let text =
        format!("{SIDE_EFFECT}{OPERATION}access = \"append\"\ninputs = [{{ name = \"i\", type = \"string\" }}]\n");
    let side_effect = &read("f", &text).unwrap().side_effects["a::CS_X_V0"];
    assert_eq!((side_effect.module.as_str(), side_effect.works_on), ("a::b::x", WorksOn::World { switch: false }));
    let operation = &side_effect.operations["PUT_ALL"];
    let names = (operation.function.as_str(), operation.call.as_deref(), operation.status.as_str());
    assert_eq!(names, ("put_all", Some("PutAll"), "PutAllStatus"));
    assert_eq!(operation.access, Access::Append);
    let without_inputs = read("f", &format!("{SIDE_EFFECT}{OPERATION}access = \"read\"\n")).unwrap();
    assert_eq!(without_inputs.side_effects["a::CS_X_V0"].operations["PUT_ALL"].call, None);
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let operation = |more: &str| format!("{SIDE_EFFECT}{OPERATION}{more}");
    for (text, expected) in [
        ("crate = 1".to_owned(), "f:1: invalid type: integer `1`, expected a string"),
        ("crate = \"A-b\"".to_owned(), "f:1: `A-b` is no name of a crate in Rust paths (`my_crate`)"),
        (format!("{TRANSFORM}drawz = true"), "f:5: unknown field `drawz`, expected one of "),
        (TRANSFORM.replace("CT_X", "CS_X"), "f:3: `a::CS_X_V0` is no FQDN of a transform (`namespace::CT_CODE_Vn`)"),
        (TRANSFORM.replace("\"x\"", "\"x()\""), "f:4: `x()` is no path of a module below the crate (`a::b`)"),
        (format!("{TRANSFORM}feature = \"a b\""), "f:5: `a b` is no feature of cargo"),
        (
            format!("{TRANSFORM}inputs = [{{ name = \"i\", type = \"text\" }}]"),
            "f:5: unknown variant `text`, expected ",
        ),
        (format!("{TRANSFORM}inputs = [{{ name = \"i-j\", type = \"any\" }}]"), "f:5: `i-j` is no name in small "),
        (
            format!("{TRANSFORM}outputs = [{{ name = \"o\", type = \"any\" }},\n{{ name = \"o\", type = \"any\" }}]"),
            "f:6: `o` stands here twice",
        ),
        (format!("{TRANSFORM}{}", &TRANSFORM[12..]), "f:6: `a::CT_X_V0` stands here twice"),
        (SIDE_EFFECT.to_owned(), "f:3: a side effect has at least one `[[side_effect.operation]]`"),
        (operation(""), "f:6: an operation has an `access` (\"read\", \"append\", \"mutate\"), unless it starts "),
        (operation("access = \"write\""), "f:8: unknown variant `write`, expected one of `read`, `append`, `mutate`"),
        (operation("access = \"read\"").replace("[\"SUCCESS\"]", "[]"), "f:6: an operation has at least one status"),
        (operation("access = \"read\"").replace("SUCCESS", "Success"), "f:7: `Success` is no status, in capital "),
        (operation("access = \"read\"\ncall = \"put\""), "f:9: `put` is no name of a Rust type"),
        (
            format!("{SIDE_EFFECT}store = \"registry\"\nswitch = true\n{OPERATION}access = \"read\""),
            "f:3: `store`, `workflows` and `switch` exclude each other",
        ),
    ] {
        let error = read("f", &text).unwrap_err();
        assert!(error.to_string().starts_with(expected), "{text}\n{error}");
    }
}

#[test]
fn errors_are_values() {
    let error = read("f", &TRANSFORM.replace("CT_X", "CS_X")).unwrap_err();
    assert!(matches!(error, DescriptionError::Word { line: 3, .. }));
}

#[test]
fn a_description_is_of_one_generation() {
    let of_pgc = |text: &str| text.replacen("crate = \"a\"\n", "crate = \"a\"\ngeneration = \"pgc\"\n", 1);
    assert_eq!(read("f", TRANSFORM).unwrap().generation, Generation::Pgs);
    assert_eq!(read("f", &of_pgc(TRANSFORM)).unwrap().generation, Generation::Pgc);
    let bare = format!("{TRANSFORM}bare = true\noutputs = [{{ name = \"o\", type = \"any\" }}]\n");
    let fault = format!("{TRANSFORM}[[transform.example]]\ninputs = \"{{}}\"\nfault = \"why\"\n");
    let policy = format!("{SIDE_EFFECT}policy = [{{ name = \"p\", type = \"any\" }}]\n{OPERATION}access = \"read\"\n");
    for (text, line, key) in [(&bare, 3, "bare"), (&fault, 6, "fault"), (&policy, 3, "policy")] {
        let error = read("f", text).unwrap_err().to_string();
        assert_eq!(error, format!("f:{line}: `{key}` is a key of PGC (`generation = \"pgc\"`)"));
        read("f", &of_pgc(text)).unwrap();
    }
    let error = read("f", &of_pgc(&bare).replace("outputs", "inputs")).unwrap_err().to_string();
    assert_eq!(error, "f:4: a transform that is `bare` has one output");
    let switched = of_pgc(&policy).replace("policy =", "switch = true\npolicy =");
    assert!(read("f", &switched).unwrap_err().to_string().starts_with("f:4: `policy` goes with neither "));
    assert!(read("f", &TRANSFORM.replacen("crate", "generation = \"pgb\"\ncrate", 1)).is_err());
}
