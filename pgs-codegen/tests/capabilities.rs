//! What is said of crates that `pgs.toml` adds, where something is wrong with them.

mod protocols;

use pgs_codegen::author::capability::{self, Capability};
use pgs_description::Generation;
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

/// W012 asks whether a key was taken in a registry. What another crate calls REGISTER may mean anything.
#[test]
fn an_operation_of_the_registrys_name_is_no_registry() {
    let path = "protocol/capability_contracts/shop__CC_KEEP_ORDER_V0.md";
    let late = |register: &str| {
        let protocol = Protocol::new(Some(&folder("diagnostics/base")));
        protocol.write("pgs.toml", "[capabilities]\ndesk = { path = \"desk\" }\n");
        protocol.write(
            "desk/capabilities.toml",
            "crate = \"desk\"\n[[side_effect]]\nfqdn = \"shop::CS_DESK_V0\"\nmodule = \"desk\"\n\
             [[side_effect.operation]]\nname = \"REGISTER\"\naccess = \"append\"\n\
             inputs = [{ name = \"key\", type = \"string\" }]\noutputs = [{ name = \"address\", type = \"string\" }]\n\
             statuses = [\"SUCCESS\", \"ALREADY_EXISTS\", \"VIOLATION\", \"BACKEND_ERROR\"]\n",
        );
        protocol.artifact(
            "capability_side_effects/shop__CS_DESK_V0",
            "cs_code: CS_DESK_V0\ncore:\n  summary: Register\n  operations:\n    REGISTER:\n      summary: Register\n      \
             input: [key]\n      output: [result_status, address]\n      \
             result_status_values: [SUCCESS, ALREADY_EXISTS, VIOLATION, BACKEND_ERROR]\n  policy:\n    operations: [REGISTER]",
        );
        let text = std::fs::read_to_string(protocol.home().join(path)).unwrap();
        let note = "    - step: note\n      side_effect: capability_side_effects::CS_APPENDONLY_JSONL_V0\n      op: APPEND\n      \
                    store: NOTES\n      inputs:\n        record:\n          item: $.inputs.item\n      on_result:\n        \
                    VIOLATION: exit\n        BACKEND_ERROR: exit\n    - step: register\n";
        let text = text.replace("    - step: register\n", note).replace(
            "capability_side_effects::CS_REGISTRY_V0\n      op: REGISTER\n      store: ORDERS\n",
            &format!("{register}\n      op: REGISTER\n"),
        );
        let text = if register.contains("DESK") {
            text.replace("        value:\n          count: $.inputs.count\n          price: $.inputs.price\n", "")
        } else {
            text.replace("op: REGISTER\n", "op: REGISTER\n      store: ORDERS\n")
        };
        protocol.write(path, &text);
        protocol.add_capabilities();
        protocol.seal();
        let compiled = protocol.compile();
        assert!(!compiled.diagnostics.has_errors(), "{}", pgs_protocol::report::render(&compiled.diagnostics, false));
        compiled.diagnostics.sorted().iter().any(|it| it.code == Code::LateCheck)
    };
    assert!(late("capability_side_effects::CS_REGISTRY_V0"));
    assert!(!late("shop::CS_DESK_V0"));
}

#[test]
fn what_is_described_for_another_generation_is_not_called() {
    let description = std::fs::read_to_string(folder("golden/user_capabilities").join("printer/capabilities.toml"));
    let description = description.unwrap();
    assert!(said(SETTINGS, &description).iter().all(|(code, _)| *code != Code::UnknownCapability));
    let of_pgc = description.replacen("crate =", "generation = \"pgc\"\ncrate =", 1);
    let message = "this compiler does not implement the transform user_capabilities::CT_PURE_CHECK_WIDTH_V0";
    says(&said(SETTINGS, &of_pgc), Code::UnknownCapability, message);
}

/// Both generations have a `CT_PURE_EXTRACT_V0`; only protocols of PGC have a `CT_PURE_REQUIRE_TRUE_V0`.
#[test]
fn protocols_of_pgs_do_not_see_what_the_project_has_for_pgc() {
    let Capability::Transform(_, extract) = capability::find("CT_PURE_EXTRACT_V0").unwrap() else { panic!() };
    assert_eq!(extract.module, "pgs_capabilities::transforms::extract");
    for name in ["CT_PURE_REQUIRE_TRUE_V0", "CS_CLOCK_V0", "workload::CT_PURE_COLLATZ_STEP_V0"] {
        assert!(capability::find(name).is_err(), "{name}");
        assert!(capability::of(Generation::Pgc).iter().any(|it| it.fqdn() == name || it.code() == name), "{name}");
    }
    let is_of_pgc = |module: &str| module.split("::").any(|part| part == "pgc");
    for capability in capability::all() {
        let module = match capability {
            Capability::Transform(_, it) => &it.module,
            Capability::SideEffect(_, it) => &it.module,
        };
        assert!(!is_of_pgc(module), "{module}");
    }
}
