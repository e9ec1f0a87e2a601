//! Texts as lines and columns.

/// The text on one line, with nothing hidden in it: texts of a snapshot and file names may hold line breaks, and worse.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    pgs_escape::line(&line)
}

/// Texts as lines.
pub(crate) fn lines<I: AsRef<str>>(lines: impl IntoIterator<Item = I>) -> String {
    lines.into_iter().fold(String::new(), |mut out, line| {
        out.push_str(line.as_ref());
        out.push('\n');
        out
    })
}

/// Rows as columns that line up, two spaces between them.
pub(crate) fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let length = |cell: &String| cell.chars().count();
    let widths: Vec<usize> =
        (0..count).map(|n| rows.iter().filter_map(|row| row.get(n)).map(length).max().unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    lines(rows.iter().map(line))
}
