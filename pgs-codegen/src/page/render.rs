//! Facts become Markdown, by the templates beside this file. A template decides where a name stands and nothing else.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use super::{Index, Workflow, markdown};

const WORKFLOW: (&str, &str) = ("workflow.md", include_str!("workflow.md.tera"));
const DOMAIN: (&str, &str) = ("domain.md", include_str!("domain.md.tera"));

static TEMPLATES: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let mut tera = Tera::default();
    tera.register_filter("text", |text: Cow<'_, str>, _: Kwargs, _: &State<'_>| markdown::text(&text));
    tera.register_filter("code", |text: Cow<'_, str>, _: Kwargs, _: &State<'_>| markdown::code(&text));
    tera.register_filter("cell", |text: Cow<'_, str>, _: Kwargs, _: &State<'_>| markdown::cell(&text));
    tera.add_raw_templates([WORKFLOW, DOMAIN]).map_err(|error| error.to_string())?;
    Ok(tera)
});

/// The page of a workflow.
pub fn workflow(page: &Workflow<'_>) -> Result<String, String> {
    render(WORKFLOW.0, page)
}

/// The page of a domain.
pub fn domain(index: &Index<'_>) -> Result<String, String> {
    render(DOMAIN.0, index)
}

fn render<T: Serialize>(template: &str, page: &T) -> Result<String, String> {
    let context = Context::from_serialize(page).map_err(|error| error.to_string())?;
    TEMPLATES.as_ref().map_err(Clone::clone)?.render(template, &context).map_err(|error| error.to_string())
}
