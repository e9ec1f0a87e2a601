//! Facts become Markdown, by the templates beside this file. A template decides where a name stands and nothing else.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use super::{Index, Workflow, markdown};

const WORKFLOW: (&str, &str) = ("workflow.md", include_str!("workflow.md.tera"));
const DOMAIN: (&str, &str) = ("domain.md", include_str!("domain.md.tera"));

static TEMPLATES: LazyLock<Result<Tera, tera::Error>> = LazyLock::new(|| {
    let mut tera = Tera::default();
    tera.register_filter("text", |text: Cow<'_, str>, _: Kwargs, _: &State<'_>| markdown::text(&text));
    tera.register_filter("code", |text: Cow<'_, str>, _: Kwargs, _: &State<'_>| markdown::code(&text));
    tera.register_filter("cell", |text: Cow<'_, str>, _: Kwargs, _: &State<'_>| markdown::cell(&text));
    tera.add_raw_templates([WORKFLOW, DOMAIN])?;
    Ok(tera)
});

/// The page of a workflow.
pub fn workflow(page: &Workflow<'_>) -> String {
    render(WORKFLOW.0, page)
}

/// The page of a domain.
pub fn domain(index: &Index<'_>) -> String {
    render(DOMAIN.0, index)
}

/// A template that is wrong would be a defect, which every page then shows: its tests would find it.
fn render<T: Serialize>(template: &str, page: &T) -> String {
    let templates = TEMPLATES.as_ref().map_err(ToString::to_string);
    let context = Context::from_serialize(page).map_err(|error| error.to_string());
    let rendered = templates.and_then(|tera| tera.render(template, &context?).map_err(|error| error.to_string()));
    rendered.unwrap_or_else(|defect| defect)
}
