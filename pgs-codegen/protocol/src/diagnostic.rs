//! What is wrong with a protocol, and where.
//!
//! Diagnostics of a build are collected, never first-fail: every stage pushes what it finds and goes on as far as it
//! can. [`crate::report`] shows them with the JSON that they speak of. What a code means is written once, in a file of
//! its own below `explanations/`; how bad a diagnostic is, the settings of its snapshot may change.

mod consequences;
mod explanation;
mod level;
mod list;

use std::fmt;
use std::path::PathBuf;

use pgs_value::pointer::push;

pub use self::explanation::{Explanation, first_sentence};
pub use self::level::{Level, Levels};
pub use self::list::{Diagnostics, Place as MorePlace};

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Stops the build.
    Error,
    /// The protocol is likely not what its author meant.
    Warning,
    /// Worth knowing: what is declared and not enforced, what is resolved by convention.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

macro_rules! codes {
    ($($variant:ident = $id:literal, $severity:ident, $title:literal;)+) => {
        /// What kind of thing is wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $variant,)+
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable identifier: `E` for errors, `W` for warnings, `N` for notes.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// The rule in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }

            /// What there is to say about the code.
            pub fn explanation(self) -> Explanation {
                Explanation::of(match self {
                    $(Self::$variant => include_str!(concat!("diagnostic/explanations/", $id, ".md")),)+
                })
            }
        }
    };
}

codes! {
    Unreadable = "E001", Error, "unreadable or malformed file";
    HashMismatch = "E002", Error, "content hash does not match the content";
    MachineMismatch = "E003", Error, "frontmatter differs from the machine block that was hashed";
    MalformedArtifact = "E004", Error, "artifact lacks a part or has one of the wrong shape";
    DuplicateName = "E005", Error, "a name stands for two things";
    DanglingReference = "E006", Error, "reference to an artifact that does not exist";
    MissingAddress = "E007", Error, "artifact without an integer address in its domain";
    UnknownCapability = "E008", Error, "capability that this compiler does not implement";
    UnknownOperation = "E009", Error, "operation that the side effect does not declare or have";
    UnknownNode = "E010", Error, "path or edge to a node that does not exist";
    UnknownStep = "E011", Error, "path or route to a step that does not exist";
    UnreadableCondition = "E012", Error, "evaluation that can't be read";
    UnreadableBinding = "E013", Error, "binding that can't be read";
    BinaryNameClash = "E014", Error, "two workflows with one binary name";
    RejectedPayloadHasEffects = "E015", Error, "NACK leads to a contract";
    MisplacedIntent = "E016", Error, "IN node that is not the start";
    DynamicWorkflow = "E017", Error, "workflow to run that is not named literally";
    StoreOutsideDataRoot = "E018", Error, "store path that leaves the data root";
    SignatureMismatch = "E019", Error, "transform declared otherwise than implemented";
    BadPattern = "E020", Error, "pattern that can't be carried over";
    UnknownLevel = "E022", Error, "level that can't be set";
    MisspeltKey = "E100", Error, "misspelt key of a part that is not there";
    UnknownStore = "E101", Error, "store that the STRUCTURE does not have";
    MisspeltStatus = "E102", Error, "misspelt status";
    UnknownSetting = "E103", Error, "setting for something that is not there";
    UnknownSchemaWord = "E070", Error, "schema word that does not exist";
    ForeignSchemaWord = "E071", Error, "word of JSON Schema that protocols do not have";
    MalformedRule = "E072", Error, "schema word whose value has the wrong form";
    RuleWithoutEffect = "E073", Error, "rule that no value can break";
    RefusedValue = "E074", Error, "declared value that its own schema refuses";
    StoreClash = "E075", Error, "two kinds of store in one file";
    StoreName = "E076", Error, "store path that is no plain name of a file";
    LongName = "E090", Error, "name that is too long for a file";
    ControlInName = "E091", Error, "control character in a name";
    OneContent = "E092", Error, "content that stands under two names";
    RefusedSeal = "E150", Error, "sealed snapshot that is refused";
    OtherGeneration = "E151", Error, "snapshot of another generation than is read here";
    UnboundInput = "W001", Warning, "required input that is not bound";
    TypeMismatch = "W002", Warning, "binding whose type differs from the declared one";
    UnroutedStatus = "W003", Warning, "status that a contract can yield and its node does not route";
    MissingStore = "W004", Warning, "operation without a store that the binding can place";
    UnreachableNode = "W005", Warning, "node that can't be reached";
    UnmappedOutput = "W006", Warning, "declared output that no step maps";
    UnknownField = "W007", Warning, "path to a field that is never there";
    UndeclaredInput = "W008", Warning, "input that the contract does not declare";
    IgnoredArgument = "W009", Warning, "argument that the capability does not take";
    ImpossibleStatus = "W010", Warning, "route for a status that can't occur";
    WriteOrder = "W011", Warning, "writes to one store whose order differs between workflows";
    LateCheck = "W012", Warning, "effect before the check that guards it";
    HiddenOutcome = "W013", Warning, "`default` edge that hides a declared outcome";
    EnumMismatch = "W014", Warning, "value that the entity does not know";
    StoredSecret = "W015", Warning, "secret that reaches a store";
    EndlessLoop = "W016", Warning, "loop without a bound";
    UnroutedFailure = "W017", Warning, "failure after which a contract goes on";
    UnknownKey = "W070", Warning, "key that nothing reads";
    NoTemplate = "W071", Warning, "text that looks like a path or a template and is none";
    StoreCase = "W072", Warning, "store paths that differ in case alone";
    UnknownSecret = "W073", Warning, "suppressed key that is likely misspelt";
    UndeclaredOperation = "W130", Warning, "operation that the side effect has and does not declare";
    UnreadFolder = "W131", Warning, "folder or file that is not read";
    GovernanceName = "W132", Warning, "governance artifact that states another name";
    UnreadableStore = "W133", Warning, "file that one kind of store writes and another reads";
    PolicyStore = "W134", Warning, "store that only the policy places";
    UnreadableAside = "W135", Warning, "file that no run needs, and that can't be read";
    HiddenCharacter = "W090", Warning, "character that is not shown";
    NotSealed = "W091", Warning, "source that was changed and not sealed";
    SharedSecret = "W100", Warning, "secret that another workflow reads back";
    IdleSecret = "W101", Warning, "suppressed key that nothing has";
    ShownSecret = "W102", Warning, "secret that stands in the payload under another name";
    IdleSchemaWord = "W103", Warning, "word of JSON Schema where nothing is enforced";
    UnknownWorkflow = "W104", Warning, "intent for a workflow that does not exist";
    RefusedCall = "W105", Warning, "call whose payload the intent always refuses";
    UnlistedSideEffect = "W106", Warning, "side effect that the runtime binding does not list";
    LeftOut = "W155", Warning, "workflows that the settings leave out";
    UnlistedOutcome = "W156", Warning, "outcome of a step that is refused, since `on_result` does not list it";
    SurfaceMismatch = "W157", Warning, "`result_surface` that is not what the capability declares";
    ConsultedWrite = "W158", Warning, "write to a store that is only consulted";
    AlwaysFault = "W159", Warning, "step that is a fault at every run";
    AdmissionNotEnforced = "N001", Note, "admission by events is declared and not enforced";
    IntentByConvention = "N002", Note, "IN node without an intent";
    UnusedContract = "N003", Note, "contract that no workflow uses";
    UnusedArtifact = "N004", Note, "artifact that has no effect";
    DerivedAddresses = "N130", Note, "addresses that no index states";
    EarlierGeneration = "N131", Note, "snapshot of an earlier generation";
    OtherIndex = "N132", Note, "index entry of an artifact that is not there";
    UncheckedSeal = "N150", Note, "part of a sealed snapshot that was not checked";
    ProvedSeal = "N151", Note, "sealed snapshot that is what was sealed";
    UnknownInSeal = "N152", Note, "part of a sealed snapshot that is not known";
    Superseded = "N155", Note, "workflow that another one has taken the place of";
    WaivedRule = "N160", Note, "rule of a payload that `pgs.toml` waives";
    AddedCrate = "N091", Note, "crate that `pgs.toml` adds";
    IdleDefault = "N100", Note, "default that is never filled in";
}

impl Code {
    /// The code with this identifier, in upper or lower case.
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// One thing that is wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing.
    pub code: Code,
    /// The fully qualified name of the artifact, or the file's name where there is none.
    pub artifact: String,
    /// The file, as it can be opened.
    pub file: PathBuf,
    /// The place in the file: a JSON pointer (RFC 6901); empty for the whole.
    pub pointer: String,
    /// One sentence that says what is wrong.
    pub message: String,
    /// One sentence that says what to do.
    pub remedy: String,
}

/// A JSON pointer (RFC 6901) to these keys.
pub fn pointer<'a>(keys: impl IntoIterator<Item = &'a str>) -> String {
    let mut pointer = String::new();
    keys.into_iter().for_each(|key| push(&mut pointer, key));
    pointer
}
