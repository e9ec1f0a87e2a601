//! Crates of the user's that do not compile, or do not fit the artifacts: that alone is said, and of the artifacts.

use super::capabilities::drop_in;
use super::{Site, replace};

/// What a build says on standard error after these changes of the crate.
fn said(site: &Site, changes: &[(&str, &str)]) -> String {
    let file = site.snapshots.join("user_capabilities/printer/lib.rs");
    let before = std::fs::read_to_string(&file).unwrap();
    for (from, to) in changes {
        replace(&file, from, to);
    }
    let output = site.build.command(true).output().unwrap();
    std::fs::write(file, before).unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn what_does_not_compile_is_said_of_the_artifact_and_the_field() {
    let site = Site::with_binaries(&["greeting"]);
    drop_in(&site);

    // The crate by itself: the error as rustc shows it, and nothing else.
    let own = said(&site, &[("Ok(Outputs { spare })", "Ok(Outputs { spare: \"text\" })")]);
    let told =
        "error: the crate `printer`, for user_capabilities::CT_PURE_CHECK_WIDTH_V0, does not compile: mismatched types";
    assert!(own.contains(told) && own.contains("expected `i64`, found `&str`"), "{own}");

    // An output of another type, and one that is called otherwise.
    let typed = said(&site, &[("pub spare: i64", "pub spare: String"), ("{ spare }", "{ spare: spare.to_string() }")]);
    let told = "error: user_capabilities::CT_PURE_CHECK_WIDTH_V0, output `spare`: the artifact declares it as integer";
    assert!(typed.contains(told) && typed.contains("of user_capabilities::CC_PRINT_V0"), "{typed}");
    assert!(!typed.contains("From<"), "{typed}");
    let renamed = [
        ("pub text: Field<String>,\n            /// How many", "pub words: Field<String>,\n            /// How many"),
        ("inputs.text", "inputs.words"),
    ];
    let named = said(&site, &renamed);
    let told = "error: user_capabilities::CT_PURE_CHECK_WIDTH_V0, input `text`: the artifact declares it as string, and \
                `printer::check_width::Inputs` has no field of this name";
    assert!(named.contains(told), "{named}");
}
