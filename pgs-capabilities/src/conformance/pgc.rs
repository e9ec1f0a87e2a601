//! Transforms of PGC against the cases of a snapshot of PGC: `transform_conformance/DOMAIN/*.json`.
//!
//! A case that wants a refusal is not met by a fault, a result has exactly the declared outputs, and what is not determined by
//! its inputs is not run where its result is recorded. Cases of molecules are left to generated code, which runs their steps.

use std::path::{Path, PathBuf};
use std::{fs, io};

use pgs_rt::{Failure as Answer, Map, Value, Violation, json};

use super::Fields;
use super::case::{Case, CaseError, document, object};
use super::failure::{Difference, asserted, differing, sentences};

/// The folder of the cases, below the root of a snapshot.
const FOLDER: &str = "transform_conformance";

/// The file beside the cases of a domain that says how the reference's tools found them.
const RESULT: &str = "result.json";

/// The purity of a transform whose result is recorded.
const IMPURE: &str = "ct_impure";

/// One transform that the cases can call.
#[derive(Clone, Copy, Debug)]
pub struct Transform {
    /// The fully qualified name.
    pub fqdn: &'static str,
    /// Runs it with these inputs. Gives its result: an object of outputs, or the bare value.
    pub run: fn(Fields) -> Result<Value, Answer>,
}

/// What became of one case.
#[derive(Debug)]
pub struct CaseResult {
    /// The case's name, which names its transform; the path of its file if that can't be read.
    pub name: String,
    /// Why it fails, if it does.
    pub result: Result<Checked, Failure>,
}

/// How far a case was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The transform conforms.
    Conforms,
    /// It was not: the transform is a molecule.
    Molecule,
}

/// Why a case fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// It can't be read.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// Its transform is not there.
    #[error("the transform {fqdn} is not in this binary")]
    UnknownTransform {
        /// The transform.
        fqdn: String,
    },
    /// The transform faulted, whatever the case wants.
    #[error("got a fault: {0}")]
    Fault(Violation),
    /// It wants outputs, and the transform refused.
    #[error("want SUCCESS, got a refusal: {0}")]
    Refused(Violation),
    /// It wants a refusal, and the transform succeeded.
    #[error("want a refusal, got {}", json::compact(result))]
    NoRefusal {
        /// What the transform gave.
        result: Value,
    },
    /// The result has not exactly the declared outputs.
    #[error("want exactly the outputs {}, got {}", declared.join(", "), json::compact(result))]
    Undeclared {
        /// The declared outputs.
        declared: Vec<String>,
        /// What the transform gave.
        result: Value,
    },
    /// A recorded result is of no step that takes one.
    #[error("the recorded result of {path} is used by no step")]
    Unused {
        /// Its path.
        path: String,
    },
    /// Results are recorded, and not that of the transform.
    #[error("no result of {path} is recorded")]
    NotRecorded {
        /// The path of the step.
        path: String,
    },
    /// Outputs are not those that it wants.
    #[error("{}", sentences(.0))]
    Outputs(Vec<Difference>),
}

/// The files of the cases of a snapshot, by name.
pub fn case_files(snapshot: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for domain in fs::read_dir(snapshot.join(FOLDER))? {
        for entry in fs::read_dir(domain?.path())? {
            let path = entry?.path();
            let is_json = path.extension().is_some_and(|extension| extension == "json");
            if is_json && path.file_name().is_none_or(|name| name != RESULT) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Runs the transform of the case in this file, and compares its answer with the one that the case wants.
pub fn check(file: &Path, transforms: &[Transform]) -> CaseResult {
    let read = document(file).and_then(|case| {
        let atom = Atom::of(&case)?;
        Ok((Case::of(case, file)?, atom))
    });
    match read {
        Err(error) => CaseResult { name: file.display().to_string(), result: Err(error.into()) },
        Ok((case, None)) => CaseResult { name: case.name, result: Ok(Checked::Molecule) },
        Ok((case, Some(atom))) => {
            let result = atom.check(&case, transforms).map(|()| Checked::Conforms);
            CaseResult { name: case.name, result }
        }
    }
}

/// The one step of a transform that is no molecule, with what the case says of it beside [`Case`].
struct Atom {
    /// Its arguments: paths into the inputs, or values.
    arguments: Map<String, Value>,
    /// Where its result is kept, which is its path as well.
    path: String,
    is_impure: bool,
    /// The declared outputs.
    outputs: Vec<String>,
    recorded: Map<String, Value>,
}

impl Atom {
    /// None of a molecule.
    fn of(case: &Map<String, Value>) -> Result<Option<Self>, CaseError> {
        let ir = case.get("ct_ir").and_then(Value::as_object);
        let ir = ir.ok_or(CaseError::FieldNotAnObject { field: "ct_ir" })?;
        let steps = ir.get("atom_stream").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let [Value::Object(step)] = steps else { return Ok(None) };
        let is_own = step.get("atom") == case.get("ct_fqdn");
        if !is_own || step.contains_key("molecule") || step.contains_key("loop") {
            return Ok(None);
        }
        let outputs = object(ir.get("outputs").cloned(), "ct_ir.outputs")?;
        Ok(Some(Self {
            arguments: object(step.get("args").cloned(), "ct_ir.atom_stream.args")?,
            path: step.get("out").and_then(Value::as_str).unwrap_or_default().to_owned(),
            is_impure: step.get("purity").is_some_and(|purity| purity == IMPURE),
            outputs: outputs.into_keys().collect(),
            recorded: object(case.get("recorded").cloned(), "recorded")?,
        }))
    }

    fn check(&self, case: &Case, transforms: &[Transform]) -> Result<(), Failure> {
        let transform = transforms.iter().find(|transform| transform.fqdn == case.transform);
        let transform = transform.ok_or_else(|| Failure::UnknownTransform { fqdn: case.transform.clone() })?;
        let result = match (self.answer(case, transform)?, case.succeeds) {
            (Err(Answer::Fault(violation)), _) => return Err(Failure::Fault(violation)),
            (Err(Answer::Refused(_)), false) => return Ok(()),
            (Err(Answer::Refused(violation)), true) => return Err(Failure::Refused(violation)),
            (Ok(result), false) => return Err(Failure::NoRefusal { result }),
            (Ok(Value::Null), true) => return Err(Failure::Fault(Violation::new("the result is null"))),
            (Ok(result), true) => result,
        };
        let outputs = self.declared(result)?;
        let differences: Vec<Difference> =
            asserted(case, &outputs).chain(differing(case, &outputs, json::equal)).collect();
        if differences.is_empty() { Ok(()) } else { Err(Failure::Outputs(differences)) }
    }

    /// What the transform answers, or what is recorded of it.
    fn answer(&self, case: &Case, transform: &Transform) -> Result<Result<Value, Answer>, Failure> {
        let takes_recorded = self.is_impure && !self.recorded.is_empty();
        let unused = self.recorded.keys().find(|path| !takes_recorded || **path != self.path);
        if takes_recorded && !self.recorded.contains_key(&self.path) {
            return Err(Failure::NotRecorded { path: self.path.clone() });
        }
        if let Some(path) = unused {
            return Err(Failure::Unused { path: path.clone() });
        }
        if let Some(result) = self.recorded.get(&self.path) {
            return Ok(Ok(result.clone()));
        }
        Ok(self.inputs(case).map_err(Answer::Fault).and_then(transform.run))
    }

    /// The arguments, each of which is there.
    fn inputs(&self, case: &Case) -> Result<Fields, Violation> {
        let argument = |(name, value): (&String, &Value)| {
            let path = value.as_str().and_then(|text| text.strip_prefix("$.inputs."));
            let found = path.map_or(Some(value), |path| {
                let mut keys = path.split('.');
                let first = case.inputs.get(keys.next()?)?;
                keys.try_fold(first, |value, key| value.as_object()?.get(key))
            });
            found.map(|value| (name.clone(), value.clone())).ok_or_else(|| Violation::unset(name))
        };
        self.arguments.iter().map(argument).collect()
    }

    /// The declared outputs in a result: its fields, or the whole of it where it is the value of the only one.
    fn declared(&self, result: Value) -> Result<Fields, Failure> {
        let has = |object: &Map<String, Value>| self.outputs.iter().filter(|name| object.contains_key(*name)).count();
        match (result, self.outputs.as_slice()) {
            (Value::Object(object), outputs) if has(&object) == outputs.len() && object.len() == outputs.len() => {
                Ok(object)
            }
            (Value::Object(object), outputs) if has(&object) > 0 || outputs.len() != 1 => {
                Err(Failure::Undeclared { declared: outputs.to_vec(), result: Value::Object(object) })
            }
            (result, [only]) => Ok(pgs_rt::map([(only.as_str(), result)])),
            (result, outputs) => Err(Failure::Undeclared { declared: outputs.to_vec(), result }),
        }
    }
}
