//! A report as text, as Markdown for a pull request, as JSON.

use pgs_value::SerializeError;
use serde::Serialize;
use tera::{Context, Tera};
use thiserror::Error;

use super::annotation::{self, Files};
use super::approval::{self, turn};
use super::{Change, Report, Verdict};

/// How a report is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "command", derive(clap::ValueEnum))]
pub enum ReportFormat {
    /// Lines for a terminal.
    #[default]
    Text,
    /// Markdown for a pull request.
    Md,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0, for editors and code hosts.
    Sarif,
    /// Annotations of a GitHub workflow: breaking and widening changes.
    Github,
    /// Entries for `approvals.toml`: the breaking changes that are not in it, without a note.
    Approvals,
}

/// Why a report can't be shown: a defect of the compiler.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RenderError {
    /// A template can't be filled in.
    #[error(transparent)]
    Template(#[from] tera::Error),
    /// The report can't be written as JSON.
    #[error(transparent)]
    Json(#[from] SerializeError),
}

const TEXT: &str = r"{{ summary }}
{% for group in groups %}
{{ group.verdict }}: {{ group.artifact }}{% if group.workflows %}
  touches {{ group.workflows }}{% endif %}
{% for change in group.changes %}  {{ change.place }}{% if change.turn %}: {{ change.turn }}{% endif %}
    {{ change.consequence }}{% if change.runs %}
    {{ change.runs }}{% endif %}{% if change.approved %}
    approved: {{ change.approved }}{% endif %}
{% endfor %}{% endfor %}{% if notes %}
{% for note in notes %}{{ note }}
{% endfor %}{% endif %}";

const MARKDOWN: &str = r"**{{ summary }}**
{% for verdict in verdicts %}
### {{ verdict.title }}

| where | what | consequence |
|---|---|---|
{% for group in verdict.groups %}{% for change in group.changes %}| {{ group.artifact_md }}{% if change.place_md %}<br>{{ change.place_md }}{% endif %} | {{ change.turn_md }} | {{ change.consequence_md }}{% if group.workflows_md %}<br>*touches {{ group.workflows_md }}*{% endif %}{% if change.runs %}<br>*{{ change.runs }}*{% endif %}{% if change.approved_md %}<br>**approved:** {{ change.approved_md }}{% endif %} |
{% endfor %}{% endfor %}{% endfor %}{% if notes %}
{% for note in notes_md %}- {{ note }}
{% endfor %}{% endif %}";

/// Changes of one verdict at one artifact that touch the same workflows.
#[derive(Serialize)]
struct Group {
    verdict: &'static str,
    artifact: String,
    artifact_md: String,
    workflows: String,
    workflows_md: String,
    changes: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    place: String,
    turn: String,
    consequence: String,
    place_md: String,
    turn_md: String,
    consequence_md: String,
    runs: String,
    approved: String,
    approved_md: String,
}

#[derive(Serialize)]
struct OfVerdict {
    title: &'static str,
    groups: Vec<Group>,
}

impl Report {
    /// The report in this format. It ends with a line break. `files` says where artifacts lie, for those who show files.
    ///
    /// # Errors
    ///
    /// A template can't be filled in, which is a defect of the compiler.
    pub fn render(&self, format: ReportFormat, files: &Files) -> Result<String, RenderError> {
        let mut context = Context::new();
        context.insert("summary", &self.summary());
        context.insert("notes", &self.notes());
        context.insert("notes_md", &self.notes().iter().map(|note| escape(note)).collect::<Vec<_>>());
        let template = match format {
            ReportFormat::Json => return self.json(),
            ReportFormat::Sarif => return Ok(annotation::sarif(self, files)),
            ReportFormat::Github => return Ok(annotation::github(self, files)),
            ReportFormat::Approvals => return Ok(approval::wanted(self)),
            ReportFormat::Text => {
                context.insert("groups", &groups(self.changes.iter()));
                TEXT
            }
            ReportFormat::Md => {
                context.insert("verdicts", &self.verdicts());
                MARKDOWN
            }
        };
        let mut tera = Tera::default();
        tera.autoescape_on(Vec::<&str>::new());
        tera.add_raw_template("report", template)?;
        Ok(pgs_escape::lines(&tera.render("report", &context)?))
    }

    fn json(&self) -> Result<String, RenderError> {
        let count = |verdict| self.count(verdict);
        let value = pgs_value::json!({
            "breaking": count(Verdict::Breaking),
            "widening": count(Verdict::Widening),
            "neutral": count(Verdict::Neutral),
            "changes": self.changes,
            "capabilities_gained": self.capabilities_gained,
            "capabilities_lost": self.capabilities_lost,
            "unapproved": self.unapproved().count(),
            "idle_approvals": self.idle_approvals,
        });
        Ok(pgs_escape::json(&pgs_value::to_string_pretty(&value)?) + "\n")
    }

    /// One sentence: how many changes there are.
    fn summary(&self) -> String {
        if self.changes.is_empty() {
            return "No change in behaviour.".to_owned();
        }
        let counts = Verdict::ALL.into_iter().map(|verdict| (self.count(verdict), verdict.word()));
        let counts: Vec<String> =
            counts.filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        let noun = if self.changes.len() == 1 { "change" } else { "changes" };
        let approved = self.changes.iter().filter(|it| it.approved.is_some()).count();
        let approved = if approved > 0 { format!(" {approved} of the breaking ones approved.") } else { String::new() };
        format!("{} {noun} in behaviour: {}.{approved}", self.changes.len(), counts.join(", "))
    }

    /// What the protocols need as a whole.
    fn notes(&self) -> Vec<String> {
        let gained = self.capabilities_gained.iter().map(|it| format!("newly required: {it}"));
        let lost = self.capabilities_lost.iter().map(|it| format!("no longer required: {it}"));
        let idle = self.idle_approvals.iter();
        let idle = idle.map(|it| format!("an approval matches no breaking change and can go: {it}"));
        gained.chain(lost).chain(idle).collect()
    }

    fn verdicts(&self) -> Vec<OfVerdict> {
        let verdicts = Verdict::ALL.into_iter().map(|verdict| {
            let title = match verdict {
                Verdict::Breaking => "Breaking",
                Verdict::Widening => "Widening",
                Verdict::Neutral => "Neutral",
            };
            OfVerdict { title, groups: groups(self.changes.iter().filter(|change| change.verdict == verdict)) }
        });
        verdicts.filter(|verdict| !verdict.groups.is_empty()).collect()
    }
}

fn groups<'a>(changes: impl Iterator<Item = &'a Change>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for change in changes {
        let verdict = change.verdict.word();
        let touched: Vec<&String> = change.workflows.iter().filter(|fqdn| **fqdn != change.artifact).collect();
        let workflows = touched.iter().map(|fqdn| fqdn.as_str()).collect::<Vec<_>>().join(", ");
        let same = |group: &&mut Group| {
            group.verdict == verdict && group.artifact == change.artifact && group.workflows == workflows
        };
        if let Some(group) = groups.last_mut().filter(same) {
            group.changes.push(Shown::of(change));
            continue;
        }
        let workflows_md = touched.iter().map(|fqdn| code(fqdn)).collect::<Vec<_>>().join(", ");
        let changes = vec![Shown::of(change)];
        let (artifact, artifact_md) = (change.artifact.clone(), code(&change.artifact));
        groups.push(Group { verdict, artifact, artifact_md, workflows, workflows_md, changes });
    }
    groups
}

impl Shown {
    fn of(change: &Change) -> Self {
        let turn = turn(change.old.as_deref(), change.new.as_deref());
        // What came or went as a whole has no place.
        let is_whole = change.place.is_empty();
        let (place, text) = if is_whole { (turn.clone(), String::new()) } else { (change.place.clone(), turn.clone()) };
        let runs = change.runs.map(|runs| {
            let noun = if runs.of == 1 { "run" } else { "runs" };
            format!("touches {} of {} recorded {noun}", runs.touched, runs.of)
        });
        Self {
            turn_md: code(&turn),
            place_md: escape(&change.place),
            consequence_md: escape(&change.consequence),
            place,
            turn: text,
            consequence: change.consequence.clone(),
            runs: runs.unwrap_or_default(),
            approved: change.approved.clone().unwrap_or_default(),
            approved_md: change.approved.as_deref().map(escape).unwrap_or_default(),
        }
    }
}

/// A text as code in a table; nothing for no text.
fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { pgs_escape::code_cell(&one_line(text)) }
}

/// A text in a table, with what is quoted in backticks as code.
fn escape(text: &str) -> String {
    pgs_escape::markdown_with_code(&one_line(text))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
