//! What is said of crates that `pgs.toml` adds, where something is wrong with them.

mod protocols;

use pgs_protocol::diagnostic::Code;
use protocols::{Protocol, folder};

/// What `printer/capabilities.toml` of the question `user_capabilities` begins with.
const CRATE: &str = "crate = \"printer\"\n";

/// The protocol of the golden question, with these settings and this description in the place of its own.
fn said(settings: &str, description: &str) -> Vec<(Code, String)> {
    let protocol = Protocol::new(Some(&folder("golden/user_capabilities")));
    protocol.add_capabilities();
    protocol.seal();
    protocol.write("pgs.toml", settings);
    protocol.write("printer/capabilities.toml", description);
    let compiled = protocol.compile();
    let severe = compiled.diagnostics.sorted().into_iter();
    severe.map(|it| (it.code, it.message.clone())).collect()
}

/// Asserts that one of the diagnostics has this code and begins like this.
#[track_caller]
fn says(said: &[(Code, String)], code: Code, message: &str) {
    let found = said.iter().any(|(other, text)| *other == code && text.starts_with(message));
    assert!(found, "{said:#?}");
}

const SETTINGS: &str = "[capabilities]\nprinter = { path = \"printer\" }\n";

#[test]
fn a_description_that_can_not_be_read_is_said_with_its_line() {
    let said = said(SETTINGS, &format!("{CRATE}[[transform]]\nfqdn = \"x\"\nmodule = \"y\"\n"));
    says(&said, Code::Unreadable, "capabilities.toml:3: `x` is no FQDN of a transform");
}

#[test]
fn a_description_that_is_not_there_is_said() {
    let said = said("[capabilities]\nprinter = { path = \"copier\" }\n", CRATE);
    says(&said, Code::Unreadable, "the file can't be read");
    let said = self::said("[capabilities]\nprinter = \"1.0\"\n", CRATE);
    says(&said, Code::Unreadable, "`[capabilities]` does not say where the description of `printer` lies");
}

#[test]
fn a_description_may_lie_elsewhere() {
    let protocol = Protocol::new(Some(&folder("golden/user_capabilities")));
    protocol.add_capabilities();
    protocol.seal();
    let text = std::fs::read_to_string(protocol.home().join("printer/capabilities.toml")).unwrap();
    protocol.write("elsewhere.toml", &text);
    protocol.write("pgs.toml", "[capabilities]\nprinter = { version = \"1\", description = \"elsewhere.toml\" }\n");
    let files = protocol.compile().files.unwrap();
    let manifest = files[std::path::Path::new("Cargo.toml")].text().unwrap().to_owned();
    assert!(manifest.contains("printer = { features = [\"labels\"], version = \"1\" }"), "{manifest}");
}

#[test]
fn stores_and_workflows_are_the_projects_own() {
    for on in ["store = \"registry\"", "workflows = \"one\""] {
        let access = if on.starts_with("store") { "access = \"read\"\n" } else { "" };
        let description = format!(
            "{CRATE}[[side_effect]]\nfqdn = \"a::CS_X_V0\"\nmodule = \"x\"\n{on}\n\
             [[side_effect.operation]]\nname = \"X\"\n{access}statuses = [\"SUCCESS\"]\n"
        );
        says(&said(SETTINGS, &description), Code::Unreadable, "a::CS_X_V0 works on a store or on workflows");
    }
}

#[test]
fn names_of_crates_stand_in_a_manifest_as_they_are() {
    for section in ["capabilities", "dependencies"] {
        let settings = format!("[{section}]\n\"a b\" = {{ path = \"printer\" }}\n");
        says(&said(&settings, CRATE), Code::Unreadable, "`a b` is no name of a crate");
    }
}

#[test]
fn two_crates_for_one_capability_are_too_many() {
    let transform = "user_capabilities::CT_PURE_CHECK_WIDTH_V0";
    let description = format!("{CRATE}[[transform]]\nfqdn = \"{transform}\"\nmodule = \"check_width\"\n");
    let settings = format!("{SETTINGS}[transforms]\n\"{transform}\" = {{ module = \"other::check\" }}\n");
    says(
        &said(&settings, &description),
        Code::DuplicateName,
        &format!("{transform} is implemented by `printer` and by `other`"),
    );
}

#[test]
fn a_side_effect_that_nobody_implements_is_said() {
    let said = said("", CRATE);
    says(&said, Code::UnknownOperation, "this compiler does not implement the operation `SHEETS`");
    says(&said, Code::UnknownCapability, "this compiler does not implement the transform");
}
