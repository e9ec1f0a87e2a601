//! From the text of `capabilities.toml` to a description.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use crate::rows;
use crate::{
    Access, Argument, Description, DescriptionError, Generation, Operation, OperationExample, Output, SideEffect,
    Transform, TransformEnd, TransformExample, WorksOn, word,
};

/// Reads the text of a `capabilities.toml`; `file` is what errors call it.
pub fn read(file: &str, text: &str) -> Result<Description, DescriptionError> {
    let mut reader = Reader { file, text, generation: Generation::default() };
    let rows: rows::File = toml::from_str(text).map_err(|error| reader.form(&error))?;
    reader.generation = rows.generation;
    reader.description(rows)
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    generation: Generation,
}

type Read<T> = Result<T, DescriptionError>;

impl Reader<'_> {
    fn description(&self, rows: rows::File) -> Read<Description> {
        let crate_name = self.word(rows.crate_name, word::CRATE)?;
        let (mut transforms, mut earlier, mut side_effects) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for row in rows.transform {
            let fqdn = row.fqdn.clone();
            let generation = if row.earlier { &mut earlier } else { &mut transforms };
            let transform = self.transform(&crate_name, row)?;
            self.insert(generation, fqdn, word::TRANSFORM, transform)?;
        }
        for row in rows.side_effect {
            let fqdn = row.fqdn.clone();
            let side_effect = self.side_effect(&crate_name, row)?;
            self.insert(&mut side_effects, fqdn, word::SIDE_EFFECT, side_effect)?;
        }
        Ok(Description { crate_name, generation: self.generation, transforms, earlier, side_effects })
    }

    fn transform(&self, crate_name: &str, row: rows::Transform) -> Read<Transform> {
        let line = self.line(row.fqdn.span().start);
        if row.bare {
            self.is_pgc(line, "`bare` is a key of PGC (`generation = \"pgc\"`)")?;
        }
        if row.bare && row.outputs.len() != 1 {
            return Err(self.rule(line, "a transform that is `bare` has one output"));
        }
        Ok(Transform {
            module: self.module(crate_name, row.module)?,
            feature: row.feature.map(|feature| self.word(feature, word::FEATURE)).transpose()?,
            inputs: self.inputs(row.inputs)?,
            outputs: self.outputs(row.outputs)?,
            draws: row.draws,
            fallible: row.fallible,
            others: row.others,
            gate: row.gate,
            hands_on: row.hands_on,
            bare: row.bare,
            summary: row.summary,
            description: row.description,
            examples: row.example.into_iter().map(|row| self.transform_example(row)).collect::<Read<_>>()?,
        })
    }

    fn side_effect(&self, crate_name: &str, row: rows::SideEffect) -> Read<SideEffect> {
        let line = self.line(row.fqdn.span().start);
        let works_on = match (row.store, row.workflows, row.switch) {
            (Some(kind), None, false) => WorksOn::Store(kind),
            (None, Some(starts), false) => WorksOn::Workflows(starts),
            (None, None, switch) => WorksOn::World { switch },
            _ => return Err(self.rule(line, "`store`, `workflows` and `switch` exclude each other")),
        };
        if row.operation.is_empty() {
            return Err(self.rule(line, "a side effect has at least one `[[side_effect.operation]]`"));
        }
        if !row.policy.is_empty() {
            self.is_pgc(line, "`policy` is a key of PGC (`generation = \"pgc\"`)")?;
        }
        if !row.policy.is_empty() && works_on != (WorksOn::World { switch: false }) {
            return Err(self.rule(line, "`policy` goes with neither `store` nor `workflows` nor `switch`"));
        }
        let mut operations = BTreeMap::new();
        for row in row.operation {
            let name = row.name.clone();
            let operation = self.operation(works_on, row)?;
            self.insert(&mut operations, name, word::OPERATION, operation)?;
        }
        Ok(SideEffect {
            module: self.module(crate_name, row.module)?,
            feature: row.feature.map(|feature| self.word(feature, word::FEATURE)).transpose()?,
            works_on,
            policy: self.inputs(row.policy)?,
            examples: row
                .example
                .into_iter()
                .map(|row| self.operation_example(&operations, row))
                .collect::<Read<_>>()?,
            operations,
            summary: row.summary,
            description: row.description,
        })
    }

    fn transform_example(&self, row: rows::TransformExample) -> Read<TransformExample> {
        let line = self.line(row.inputs.span().start);
        if row.fault.is_some() {
            self.is_pgc(line, "`fault` is a key of PGC (`generation = \"pgc\"`)")?;
        }
        let ends = match (row.outputs, row.violation, row.fault) {
            (Some(outputs), None, None) => TransformEnd::Success(self.object(outputs)?),
            (None, Some(violation), None) => TransformEnd::Violation(violation.into_inner()),
            (None, None, Some(fault)) => TransformEnd::Fault(fault.into_inner()),
            _ => return Err(self.rule(line, "an example has either `outputs` or a `violation`")),
        };
        Ok(TransformExample { inputs: self.object(row.inputs)?, ends })
    }

    fn operation_example(
        &self,
        operations: &BTreeMap<String, Operation>,
        row: rows::OperationExample,
    ) -> Read<OperationExample> {
        let line = self.line(row.op.span().start);
        let op = row.op.into_inner();
        if !operations.contains_key(&op) {
            return Err(self.rule(line, "`op` of an example is an operation of the side effect"));
        }
        let nothing = || "{}".to_owned();
        match (row.status, row.contract, row.step) {
            (Some(status), None, None) => Ok(OperationExample::Call {
                op,
                inputs: row.inputs.map_or_else(|| Ok(nothing()), |inputs| self.object(inputs))?,
                status: self.word(status, word::STATUS)?,
                outputs: row.outputs.map_or_else(|| Ok(nothing()), |outputs| self.object(outputs))?,
            }),
            (None, Some(contract), Some(step)) => {
                Ok(OperationExample::Step { op, contract: contract.into_inner(), step: step.into_inner() })
            }
            _ => Err(self.rule(line, "an example has a `status`, or a `contract` and its `step`")),
        }
    }

    /// What only descriptions of PGC have.
    fn is_pgc(&self, line: usize, rule: &'static str) -> Read<()> {
        match self.generation {
            Generation::Pgc => Ok(()),
            Generation::Pgs => Err(self.rule(line, rule)),
        }
    }

    /// A text that is a JSON object.
    fn object(&self, text: Spanned<String>) -> Read<String> {
        let line = self.line(text.span().start);
        let is_object = pgs_value::from_str::<pgs_value::Value>(text.get_ref()).is_ok_and(|value| value.is_object());
        if is_object {
            Ok(text.into_inner())
        } else {
            Err(self.rule(line, "inputs and outputs of an example are JSON objects"))
        }
    }

    fn operation(&self, works_on: WorksOn, row: rows::Operation) -> Read<Operation> {
        let line = self.line(row.name.span().start);
        let access = match (row.access, works_on) {
            (Some(access), WorksOn::Store(_) | WorksOn::World { .. }) => access,
            (None, WorksOn::Workflows(_)) => Access::Mutate,
            (None, WorksOn::Store(_) | WorksOn::World { .. }) | (Some(_), WorksOn::Workflows(_)) => {
                let rule =
                    "an operation has an `access` (\"read\", \"append\", \"mutate\"), unless it starts workflows";
                return Err(self.rule(line, rule));
            }
        };
        let (snake, camel) = (row.name.get_ref().to_ascii_lowercase(), word::camel(row.name.get_ref()));
        let named = |name: Option<Spanned<String>>, otherwise: String, wanted| {
            name.map_or(Ok(otherwise), |name| self.word(name, wanted))
        };
        let call = match (row.call, row.inputs.is_empty()) {
            (None, true) => None,
            (call, _) => Some(named(call, camel.clone(), word::TYPE)?),
        };
        Ok(Operation {
            function: named(row.function, snake, word::FIELD)?,
            call,
            inputs: self.inputs(row.inputs)?,
            outputs: self.outputs(row.outputs)?,
            status: named(row.status, format!("{camel}Status"), word::TYPE)?,
            statuses: self.statuses(line, row.statuses)?,
            access,
            summary: row.summary,
        })
    }

    fn statuses(&self, line: usize, words: Vec<Spanned<String>>) -> Read<Vec<String>> {
        if words.is_empty() {
            return Err(self.rule(line, "an operation has at least one status"));
        }
        self.distinct(words.iter())?;
        words.into_iter().map(|status| self.word(status, word::STATUS)).collect()
    }

    fn inputs(&self, rows: Vec<rows::Input>) -> Read<Vec<Argument>> {
        self.distinct(rows.iter().map(|row| &row.name))?;
        let argument = |row: rows::Input| {
            Ok(Argument {
                name: self.word(row.name, word::FIELD)?,
                ty: row.ty,
                required: row.required,
                description: row.description,
            })
        };
        rows.into_iter().map(argument).collect()
    }

    fn outputs(&self, rows: Vec<rows::Output>) -> Read<Vec<Output>> {
        self.distinct(rows.iter().map(|row| &row.name))?;
        let output = |row: rows::Output| {
            Ok(Output {
                name: self.word(row.name, word::FIELD)?,
                ty: row.ty,
                optional: row.optional,
                description: row.description,
            })
        };
        rows.into_iter().map(output).collect()
    }

    fn module(&self, crate_name: &str, module: Spanned<String>) -> Read<String> {
        Ok(format!("{crate_name}::{}", self.word(module, word::MODULE)?))
    }

    fn insert<T>(
        &self,
        known: &mut BTreeMap<String, T>,
        name: Spanned<String>,
        wanted: word::Wanted,
        value: T,
    ) -> Read<()> {
        let span = name.span().start;
        let name = self.word(name, wanted)?;
        match known.insert(name.clone(), value) {
            None => Ok(()),
            Some(_) => Err(self.twice(span, name)),
        }
    }

    fn distinct<'n>(&self, names: impl Iterator<Item = &'n Spanned<String>>) -> Read<()> {
        let mut known = BTreeSet::new();
        for name in names {
            if !known.insert(name.get_ref()) {
                return Err(self.twice(name.span().start, name.get_ref().clone()));
            }
        }
        Ok(())
    }

    /// A word that is what is wanted.
    fn word(&self, word: Spanned<String>, wanted: word::Wanted) -> Read<String> {
        let line = self.line(word.span().start);
        let value = word.into_inner();
        if (wanted.is)(&value) {
            return Ok(value);
        }
        Err(DescriptionError::Word { file: self.file.to_owned(), line, value, wanted: wanted.words })
    }

    fn form(&self, error: &toml::de::Error) -> DescriptionError {
        let line = error.span().map_or(1, |span| self.line(span.start));
        let message = error.message().trim_end().replace('\n', " ");
        DescriptionError::Form { file: self.file.to_owned(), line, message }
    }

    fn twice(&self, offset: usize, name: String) -> DescriptionError {
        DescriptionError::Twice { file: self.file.to_owned(), line: self.line(offset), name }
    }

    fn rule(&self, line: usize, rule: &'static str) -> DescriptionError {
        DescriptionError::Rule { file: self.file.to_owned(), line, rule }
    }

    /// The line of an offset in bytes, from 1.
    fn line(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }
}
