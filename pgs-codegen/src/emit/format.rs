//! How tokens are laid out: by prettyplease, and then on as few lines as fit.

use proc_macro2::TokenStream;
use quote::quote;

/// How long a line may be.
const WIDTH: usize = 120;
/// How long one may be that binds a struct literal: a field that changes should seldom change the layout of the others.
const LITERAL_WIDTH: usize = 100;

/// Lays out items. Tokens that are no items, which would be a defect of the emitter, stay on one line: rustc says what is
/// wrong with them.
pub fn laid_out(items: TokenStream) -> String {
    let text = items.to_string();
    match syn::parse2::<syn::File>(items) {
        Ok(file) => spaced(&chained(grouped(&prettyplease::unparse(&file)))),
        Err(_) => text + "\n",
    }
}

/// A type, laid out.
pub fn type_text(tokens: &TokenStream) -> String {
    between("type A = ", &laid_out(quote!(type A = #tokens;)))
}

/// An expression, laid out; its lines but the first are this deep.
pub fn expression_text(tokens: &TokenStream, depth: usize) -> String {
    let text = between("const A: A = ", &laid_out(quote!(const A: A = #tokens;)));
    text.replace('\n', &format!("\n{}", " ".repeat(depth)))
}

fn between(head: &str, item: &str) -> String {
    item.trim().trim_start_matches(head).trim_end_matches(';').to_owned()
}

/// Puts groups of parentheses, brackets and braces on one line where they fit: inner ones first. A group that holds
/// nothing but another one begins and ends with it.
fn grouped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut line = line.to_owned();
        if line.trim() == "{"
            && let Some(before) = lines.last_mut()
        {
            before.push_str(" {");
            continue;
        }
        while line.trim_start().starts_with([')', ']', '}', '>']) {
            if let Some((first, joined)) = group(&lines, &line) {
                lines.truncate(first);
                line = joined;
            } else if !hugs(&mut lines, &mut line) {
                break;
            }
        }
        lines.push(line);
    }
    lines
}

/// Lets the group that `closing` closes begin and end with the only group that it holds. False where it holds more.
fn hugs(lines: &mut Vec<String>, closing: &mut String) -> bool {
    let depth = indent(closing);
    let Some(first) = lines.iter().rposition(|line| indent(line) <= depth) else { return false };
    let [opening, begin, inner @ .., end] = &lines[first..] else { return false };
    let holds_one = indent(begin) == depth + 4
        && indent(end) == depth + 4
        && inner.iter().all(|line| indent(line) > depth + 4)
        && begin.ends_with(['(', '[', '{'])
        && end.trim_start().starts_with([')', ']', '}']);
    let first_line = format!("{opening}{}", begin.trim_start());
    if indent(opening) != depth || !opening.ends_with(['(', '[']) || !holds_one || first_line.chars().count() > WIDTH {
        return false;
    }
    let ended = end.trim().trim_end_matches(',');
    *closing = format!("{}{ended}{}", " ".repeat(depth), closing.trim_start());
    let inner: Vec<String> = inner.iter().map(|line| line.get(4..).unwrap_or_default().to_owned()).collect();
    lines.truncate(first);
    lines.push(first_line);
    lines.extend(inner);
    true
}

/// The group that this line closes, on one line: with the index of the line that opens it.
fn group(lines: &[String], closing: &str) -> Option<(usize, String)> {
    let depth = indent(closing);
    let first = lines.iter().rposition(|line| indent(line) <= depth)?;
    let (opening, inner) = (lines.get(first)?, lines.get(first + 1..)?);
    // The first call of a chain is closed one level deeper.
    let begins_here = indent(opening) == depth || (indent(opening) + 4 == depth && end_of_call(closing));
    let end = closing.trim_start();
    let is_flat = !inner.is_empty() && inner.iter().all(|line| indent(line) == depth + 4 && !is_comment(line));
    if !begins_here || !is_flat {
        return None;
    }
    let content = inner.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let content = content.strip_suffix(',').unwrap_or(&content);
    let joined = match opening.chars().last()? {
        '(' | '[' | '<' => format!("{opening}{content}{end}"),
        '{' if opening.trim_start().starts_with("use ") || opening.contains(" use ") => {
            format!("{opening}{content}{end}")
        }
        '{' if is_literal(opening, inner) => format!("{opening} {content} {end}"),
        '{' if is_arm(opening, inner, end) => format!("{}{content},", opening.strip_suffix('{')?),
        _ => return None,
    };
    let is_bound = opening.ends_with('{') && opening.trim_start().starts_with("let ");
    let width = if is_bound { LITERAL_WIDTH } else { WIDTH };
    (joined.chars().count() <= width).then_some((first, joined))
}

fn end_of_call(closing: &str) -> bool {
    matches!(closing.trim(), ")" | ")?")
}

/// Whether these lines are the fields of a struct literal or pattern.
fn is_literal(opening: &str, inner: &[String]) -> bool {
    const DEFINITIONS: [&str; 7] = ["struct ", "enum ", "impl ", "fn ", "mod ", "trait ", "match "];
    let defines = DEFINITIONS.iter().any(|word| opening.trim_start().trim_start_matches("pub ").starts_with(word));
    let is_field =
        |line: &String| (line.ends_with(',') || line.trim_start().starts_with("..")) && !line.contains(" => ");
    !defines && !opening.contains("match ") && inner.iter().all(is_field)
}

/// Whether this is the arm of a `match` with one expression.
fn is_arm(opening: &str, inner: &[String], end: &str) -> bool {
    let [line] = inner else { return false };
    let is_statement = ["let ", "use ", "return "].iter().any(|word| line.trim_start().starts_with(word));
    opening.ends_with("=> {") && end == "}" && !is_statement && !line.ends_with([';', ',', '{'])
}

/// Puts chains of methods on one line where they fit. What stands within the call that the line then ends with moves along.
fn chained(lines: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    // Of each call that is open and was moved: where its end stood, and how far it goes to the left.
    let mut moved: Vec<(usize, usize)> = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        let (depth, by) = (indent(&line), moved.iter().map(|(_, by)| by).sum::<usize>());
        if moved.last().is_some_and(|(end, _)| *end == depth) {
            moved.pop();
        }
        let mut chain = vec![line.get(by.min(depth)..).unwrap_or_default().to_owned()];
        let mut last = depth;
        while let Some(link) =
            lines.next_if(|next| next.trim_start().starts_with('.') && !next.trim_start().starts_with(".."))
        {
            last = indent(&link);
            chain.push(link.get(by.min(last)..).unwrap_or_default().to_owned());
        }
        let joined: String =
            chain.iter().enumerate().map(|(n, link)| if n == 0 { link } else { link.trim() }).collect();
        if joined.chars().count() > WIDTH {
            out.extend(chain);
            continue;
        }
        if chain.len() > 1 && joined.ends_with(['(', '[', '{']) && last > depth {
            moved.push((last, last - depth));
        }
        out.push(joined);
    }
    out
}

/// Puts an empty line before each item that follows another: prettyplease leaves none.
fn spaced(lines: &[String]) -> String {
    let mut out = String::new();
    let mut previous = "";
    for line in lines {
        let indented = &line[..indent(line)];
        let ends_item = previous == format!("{indented}}}")
            || (indented.is_empty() && previous.ends_with([';', '}']))
            || (previous.starts_with(indented) && previous.ends_with(';') && is_function(line));
        let joins =
            (is_declaration(line) && is_declaration(previous)) || (is_constant(line) && previous.ends_with(';'));
        if ends_item && starts_item(line.trim_start()) && !joins {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}

fn starts_item(line: &str) -> bool {
    ["///", "#[", "pub ", "fn ", "impl ", "enum ", "struct ", "const ", "use ", "mod "]
        .iter()
        .any(|head| line.starts_with(head))
}

fn is_function(line: &str) -> bool {
    line.trim_start().starts_with("fn ")
}

/// Imports and module declarations stand together.
fn is_declaration(line: &str) -> bool {
    ["use ", "mod ", "pub mod ", "pub use "].iter().any(|head| line.starts_with(head))
}

/// So do constants that need no words.
fn is_constant(line: &str) -> bool {
    line.starts_with("const ")
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//") || line.trim_start().starts_with("#[")
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
